"""Rules on the learning rate, read from the loss of single steps and from how far a step changes the weights."""

from collections.abc import Iterator

import numpy as np

from playground.doctor._cures import with_rate
from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule
from playground.doctor._statistics import LEAST_STEPS, in_windows, late, noise, windows

HIGH = 0.1
STUCK_HIGH = 0.05
LOW = 1e-4
_LOST = 0.5
_STUCK = 0.8
_FIRST = 100
_JUMP = 3.0
_LEARNED = 0.2
_FLAT_EPOCHS = 10
_MIN_DELTA = 0.02
_FAR = 0.1


@rule("diverging", "The loss rises", "error")
def diverging(evidence: Evidence) -> Iterator[Found]:
    """Training makes the loss it minimises larger instead of smaller, mostly because each step goes too far.

    Found when, of ten equal parts of the run, the last one's median has lost half of what the best had won, is
    twice the best's, and nine tenths of its steps lie above the best's median; or when the loss is not finite any
    more. Batches differ, medians of parts do not: on the healthy runs of our tests the last part was the best, or
    near it.
    """
    loss = evidence.loss
    broken = np.flatnonzero(~np.isfinite(loss))
    if len(broken):
        step = int(evidence.at[broken[0]])
        yield Found(
            f"The loss is not finite from step {step:,} on; train with a lower learning rate.",
            {"step": float(step)},
            cure=with_rate(evidence, 0.1),
        )
        return
    parts = windows(loss, evidence.at)
    if not len(parts):
        return
    first, best, last = parts[0], parts.min(), parts[-1]
    end = in_windows(loss, evidence.at)[-1]
    lost = last - best > max(_LOST * (first - best), abs(best))
    if lost and np.quantile(end, 0.1) > best:
        yield Found(
            f"The loss rises: it was {best:.3g} at its best and is {last:.3g} now; train with a lower learning rate.",
            {"best": float(best), "now": float(last)},
            cure=with_rate(evidence, 0.1),
        )


@rule("learning_rate_high", "A learning rate too high", "warning", unless=("exploding_gradients",))
def learning_rate_high(evidence: Evidence) -> Iterator[Found]:
    """Each step changes the weights so much that what the last one learned is gone.

    A usual step changes weights by about a thousandth of their size (Karpathy, CS231n, “ratio of weights:updates”).
    Found when half of the kernels change by a tenth or more in one step, a hundred times that, as a median over the
    later half of the measured steps. Found too when the loss is no better than four fifths of that of a constant
    answer, and the kernels did change by 5 % at some moment, or the loss jumped to three times where it began
    within the first hundred steps: steps that are far too large make the weights so large that the ratio looks
    small again. Measured on the handwritten digits: Adam at 0.001 changes 0.3 % a step; SGD at 0.5 changes 5 % and
    learns all the same; at 1 it changes 6 % and learns nothing; Adam at 1 has jumped, and no unit lives.
    """
    kernels = evidence.sizes.kernels
    now = peak = 0.0
    if kernels:
        ratios = evidence.sizes.by_weights(evidence.sizes.updates)
        now, peak = float(np.median(late(ratios))), float(np.nan_to_num(np.median(ratios, axis=1)).max())
    jump = _jump(evidence)
    if now >= HIGH or (peak >= STUCK_HIGH and _is_stuck(evidence)):
        shown, worst = max(now, peak), kernels[int(np.argmax(late(ratios)))]
        yield Found(
            f"The learning rate{_of(evidence)} is too high: single steps change the weights by {shown:.0%} of their "
            f"size, those of {worst.layer} most; about 0.1 % is usual.",
            {"update by weights": shown, **_rate(evidence)},
            worst.node,
            with_rate(evidence, 0.1 if jump < _JUMP and shown < 1 else 0.01),
        )
    elif jump >= _JUMP and _is_stuck(evidence):
        yield Found(
            f"The learning rate{_of(evidence)} is too high: in the first steps the loss jumped to {jump:,.0f} times "
            "where it began, and it is still no better than a constant answer.",
            {"jump": jump, **_rate(evidence)},
            None,
            with_rate(evidence, 0.01),
        )


@rule(
    "learning_rate_low",
    "A learning rate too low",
    "warning",
    unless=("vanishing_gradients", "learning_rate_high", "diverging", "dead_relus"),
)
def learning_rate_low(evidence: Evidence) -> Iterator[Found]:
    """Each step changes the weights so little that nothing is learned in the time there is.

    Found when no kernel changes by more than a ten thousandth of its size in a step, a tenth of what is usual
    (Karpathy, CS231n), as a median over the later half of the measured steps, and the loss has fallen by less than
    a fifth since the first tenth of the run. A run that has learned what there is makes small steps too, but its
    loss fell.
    """
    parts = windows(evidence.loss, evidence.at)
    if not evidence.sizes.kernels or not len(parts):
        return
    most = float(late(evidence.sizes.by_weights(evidence.sizes.updates)).max())
    if most >= LOW:
        return
    if parts[0] - parts[-1] >= _LEARNED * abs(parts[0]):
        return
    yield Found(
        f"The learning rate{_of(evidence)} is too low: a step changes the weights by {most:.2g} of their size at most, "
        f"where 0.001 is usual, and the loss went from {parts[0]:.3g} to {parts[-1]:.3g} only.",
        {"update by weights": most, **_rate(evidence)},
        cure=with_rate(evidence, 10.0 if most > LOW / 10 else 100.0),
    )


@rule(
    "plateau",
    "Nothing learned any more",
    "hint",
    unless=("diverging", "learning_rate_low", "learning_rate_high", "vanishing_gradients", "underfitting"),
)
def plateau(evidence: Evidence) -> Iterator[Found]:
    """The training loss fell, and does not fall any more, though there is still something to learn.

    Found when the running median of the epochs' training loss is no lower than ten epochs ago, but for a fiftieth
    of what was won before or what epochs differ by chance, and more than a tenth of the first loss is left.
    Overlapping classes, learned by a small network, won 1 % more in ten epochs when they stood still, and 13 %
    before. Ten epochs are the patience of Keras's ReduceLROnPlateau, and its factor is the cure: a tenth of the
    learning rate.
    """
    loss = evidence.column("loss")
    if len(loss) <= _FLAT_EPOCHS + 2:
        return
    before = float(np.median(loss[-_FLAT_EPOCHS - 3 : -_FLAT_EPOCHS + 1]))
    now = float(np.median(loss[-3:]))
    won = float(loss[0]) - before
    if won <= 0 or before - now > max(_MIN_DELTA * won, noise(loss[-_FLAT_EPOCHS:])) or now < _FAR * abs(loss[0]):
        return
    if now - before > won / 2:
        return
    yield Found(
        f"The training loss has stayed near {now:.3g} for {_FLAT_EPOCHS} epochs; a lower learning rate may go on.",
        {"ten epochs ago": before, "now": now},
        cure=with_rate(evidence, 0.1),
    )


def _jump(evidence: Evidence) -> float:
    """How many times its first value the loss was in the first steps; 0 where that says nothing."""
    first = evidence.loss[evidence.at <= _FIRST]
    known = len(evidence.loss) >= LEAST_STEPS and len(first) and np.isfinite(first).all() and first[0] > 0
    return float(first.max() / first[0]) if known else 0.0


def _is_stuck(evidence: Evidence) -> bool:
    """Whether the loss is not much below that of a constant answer, or below where it began if that is not known."""
    parts = windows(evidence.loss, evidence.at)
    if not len(parts):
        return False
    from_where = parts[0] if evidence.loss_floor is None else evidence.loss_floor
    return bool(parts[-1] > _STUCK * abs(from_where))


def _of(evidence: Evidence) -> str:
    return "" if evidence.learning_rate is None else f" of {evidence.learning_rate:g}"


def _rate(evidence: Evidence) -> dict[str, float]:
    return {} if evidence.learning_rate is None else {"learning rate": evidence.learning_rate}


RULES = (diverging, learning_rate_high, learning_rate_low, plateau)
