"""Rules on data that make a run ill: their scale, their classes, their labels."""

from collections.abc import Iterator

import numpy as np

from playground.doctor._cures import insert_before
from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule
from playground.doctor._statistics import bounds

MOST_UNLIKE = 100.0
_AWAY = 10.0
IMBALANCE = 3.0
SUSPECT = 0.05
_LEAST_LABELLED = 50
_SURE = 0.8
_MOST = 0.5


@rule("inputs_not_scaled", "Inputs that are not scaled", "warning", shown="data")
def inputs_not_scaled(evidence: Evidence) -> Iterator[Found]:
    """Weights begin for values around 0 with a spread near 1; others make a rate too high and too low at once.

    Found when nothing scales an input before the first weights, and the spreads of its columns differ by a factor
    of 100, or the median column lies ten times its spread away from 0, or has a spread of more than 10. How fast
    gradient descent converges depends on the ratio of these (LeCun, Bottou, Orr and Müller, “Efficient BackProp”,
    1998, 4.3). Columns that never change are passed over.
    """
    for each in evidence.inputs:
        spread = np.array([column.deviation for column in each.columns if column.deviation > 0])
        means = np.array([column.mean for column in each.columns if column.deviation > 0])
        if not each.unscaled or not len(spread):
            continue
        unlike, away, wide = (
            float(spread.max() / spread.min()),
            float(np.median(abs(means) / spread)),
            np.median(spread),
        )
        image = len(each.columns) == 1
        if not ((unlike > MOST_UNLIKE and not image) or away > _AWAY or wide > _AWAY):
            continue
        cure = None
        if evidence.network is not None and each.node is not None:
            targets = evidence.network.edges_from.get(each.node, ())
            if len(targets) == 1:
                node = evidence.network.node_by_id[targets[0].target]
                cure = insert_before(evidence.network, node, "BatchNormalization", {})
        yield Found(
            f"Input “{each.name}” is not scaled: its columns have spreads from {spread.min():.3g} to "
            f"{spread.max():.3g} around means from {means.min():.3g} to {means.max():.3g}; "
            "bring them to 0 and 1 first.",
            {"smallest spread": float(spread.min()), "largest spread": float(spread.max())},
            each.node,
            cure,
        )


@rule("class_imbalance", "A rare class that is passed over", "warning", shown="data")
def class_imbalance(evidence: Evidence) -> Iterator[Found]:
    """Where one class is rare, a model is right most of the time without ever naming it, and accuracy hides that.

    Found when the rarest class has less than a third of the samples of the largest, and of those held out of it
    less than half are recognised: the upper end of Wilson's 95 % interval lies below a half, so that a few samples
    by bad luck say nothing. He and Garcia (2009) name the cures: weigh the classes (`class_weight` of a
    `TrainingConfig`), or bring more of the rare one. Not told where samples or classes have weights already.
    """
    counts, labels = evidence.counts, evidence.labels
    if len(counts) < 2 or evidence.weighted or not len(labels) or not counts.max():  # noqa: PLR2004  # one class has no other
        return
    answers = np.argmax(evidence.probabilities, axis=1)
    for label in np.argsort(counts):
        if not counts[label] or counts.max() < IMBALANCE * counts[label]:
            continue
        own = labels == label
        right = int((answers[own] == label).sum())
        if bounds(right, int(own.sum()))[1] < 0.5:  # noqa: PLR2004  # a half, as the page says
            name, share = evidence.class_name(int(label)), counts[label] / counts.sum()
            yield Found(
                f"Class “{name}” is {share:.1%} of the samples, and {right} of {own.sum()} held out of it are "
                "recognised; weigh the classes with class_weight, or bring more of it.",
                {"share": float(share), "recognised": right / int(own.sum())},
            )
            return


@rule("label_noise", "Labels that may be wrong", "hint", shown="data", unless=("learning_rate_high", "diverging"))
def label_noise(evidence: Evidence) -> Iterator[Found]:
    """Some samples have a label that the model, which was not trained on them, surely contradicts.

    This is confident learning (Northcutt, Jiang and Chuang, 2021): a sample is a suspect when another class has a
    probability at least as large as samples of that class have on average, and, stricter than theirs, of 80 %.
    Found when the lower end of Wilson's 95 % interval of their share is above 5 %, of 50 held out samples or more
    of which the model names most as their labels do. On our tests' data with a fifth of the labels wrong it is 11 %;
    on the healthy ones less than 1 %.
    A sample that is truly odd is a suspect too: look before you change it.
    """
    labels, said = evidence.labels, evidence.probabilities
    if len(labels) < _LEAST_LABELLED or not np.isfinite(said).all():
        return
    thresholds = np.array(
        [said[labels == label, label].mean() if (labels == label).any() else 1.0 for label in range(said.shape[1])]
    )
    others = np.where(np.arange(said.shape[1]) == labels[:, None], -1.0, said)
    other = np.argmax(others, axis=1)
    sure = others[np.arange(len(labels)), other]
    suspects = np.flatnonzero(sure >= np.maximum(thresholds[other], _SURE))
    right = int((np.argmax(said, axis=1) == labels).sum())
    if bounds(len(suspects), len(labels))[0] <= SUSPECT or bounds(right, len(labels))[0] <= _MOST:
        return
    worst = suspects[np.argmax(sure[suspects])]
    yield Found(
        f"{len(suspects)} of {len(labels)} samples held out are surely of another class than their label says, such as "
        f"one labelled “{evidence.class_name(int(labels[worst]))}” that looks like "
        f"“{evidence.class_name(int(other[worst]))}”; look at their labels.",
        {"suspects": float(len(suspects)), "of": float(len(labels))},
    )


RULES = (inputs_not_scaled, class_imbalance, label_noise)
