"""Rules on what is measured: whether it can be read as it is, and whether loss and metric say the same."""

from collections.abc import Iterator

import numpy as np

from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule
from playground.doctor._statistics import half_width, risen, smooth, windows
from playground.protocol import Cure, TrainingChange

UNCLEAR = 0.05
_MOST_HELD_BACK = 0.4


@rule("validation_too_small", "Too few samples held out", "hint")
def validation_too_small(evidence: Evidence) -> Iterator[Found]:
    """An accuracy is a share of the samples held out: of few, it says little.

    Found when half of Wilson's 95 % interval around the latest validation accuracy is more than 0.05, so that 85 %
    and 90 % could be the same model, and the accuracies of the later half of the epochs differ by less than the
    whole interval: every difference that is read from them may be chance. At 90 % it takes 140 samples, at 50 %
    380.
    """
    if evidence.accuracy is None or not evidence.held_out:
        return
    values = evidence.column(f"val_{evidence.accuracy}")
    if len(values) < 2:  # noqa: PLR2004  # no difference to read
        return
    now, count = float(values[-1]), evidence.held_out
    half, late = half_width(now, count), values[len(values) // 2 :]
    if half <= UNCLEAR or late.max() - late.min() > 2 * half:
        return
    share = min(_MOST_HELD_BACK, 2 * count / (count + evidence.samples))
    cure = None
    if evidence.held_back and share > 1.1 * count / (count + evidence.samples):
        share = round(share, 2)
        cure = Cure(f"Hold {share:.0%} of the samples back", training=TrainingChange(validation_split=share))
    yield Found(
        f"The validation accuracy of {now:.0%} is of {count} samples: it may be {half:.0%} more or less by chance, "
        "which is more than epochs differ; hold more samples back.",
        {"held out": float(count), "accuracy": now, "more or less": half},
        cure=cure,
    )


@rule("metric_disagrees", "Loss and accuracy disagree", "warning", unless=("diverging", "learning_rate_high"))
def metric_disagrees(evidence: Evidence) -> Iterator[Found]:
    """What is minimised and what is measured part: either the metric does not suit the loss, or the model is too sure.

    Found when the training loss has fallen to less than half of where it began and of what a constant answer has,
    and the training accuracy is no better than to name the largest class always: `Accuracy`, which compares for
    equality, with probabilities, or a threshold for probabilities with logits, do so. Found too when the validation
    loss has risen by a tenth since its best, and by three times what epochs differ by chance, while the validation
    accuracy is no lower than it was then: the model gets surer of its mistakes, not worse (Guo, Pleiss, Sun and
    Weinberger, 2017).
    """
    name = evidence.accuracy
    own = evidence.column(name) if name else np.zeros(0)
    parts = windows(evidence.loss, evidence.at)
    if name is None or len(own) < 2:  # noqa: PLR2004  # one epoch has no trend
        return
    largest = float(evidence.counts.max() / evidence.counts.sum()) if evidence.counts.sum() else 0.0
    start = min(parts[0], evidence.loss_floor or parts[0]) if len(parts) else 0.0
    if len(parts) and 0 <= parts[-1] < 0.5 * start and own[-1] <= largest and 0 < largest < 0.95:  # noqa: PLR2004  # almost all of one class
        yield Found(
            f"The loss fell from {parts[0]:.3g} to {parts[-1]:.3g}, but the accuracy is {own[-1]:.0%}, no more than "
            "the largest class has; choose a metric that fits the loss and the last activation.",
            {"loss": float(parts[-1]), "accuracy": float(own[-1]), "largest class": largest},
            cure=None,
        )
        return
    held, right = evidence.column("val_loss"), evidence.column(f"val_{name}")
    rise = risen(held)
    if rise is None or len(right) != len(held):
        return
    (smoothed, best), accuracies = rise, smooth(right)
    if accuracies[-1] >= accuracies[best]:
        epoch = evidence.epoch(best)
        yield Found(
            f"Since epoch {epoch} the validation loss rose from {smoothed[best]:.3g} to {smoothed[-1]:.3g}, while "
            f"the accuracy went from {accuracies[best]:.1%} to {accuracies[-1]:.1%}: the model gets surer of its "
            "mistakes, not worse. Choose the epoch by what counts for you.",
            {"validation loss": float(smoothed[-1]), "validation accuracy": float(accuracies[-1])},
            cure=Cure(f"Train for {epoch} epochs", training=TrainingChange(epochs=epoch)),
        )


RULES = (validation_too_small, metric_disagrees)
