"""Rules on how well a model fits: what it learned by heart, and what it could not learn."""

from collections.abc import Iterator

import numpy as np

from playground.doctor._cures import insert_before, layer_at
from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule
from playground.doctor._statistics import LEAST_EPOCHS, risen, smooth
from playground.network import Batch, ChangeSetting, Network
from playground.protocol import Cure, TrainingChange

_FLAT = 0.02
_EXPLAINED = 0.5
_GAP = 1.25


@rule("overfitting", "Overfitting", "warning")
def overfitting(evidence: Evidence) -> Iterator[Found]:
    """The model learns its samples by heart: it gets better on them, and worse on those held out.

    Found when the running median of the validation loss has risen by more than a tenth since its best, and by more
    than three times what epochs differ by chance, while the training loss has gone on falling, so that the gap
    between them has grown. More data, dropout (Srivastava and others, 2014) or an end at the best epoch (Prechelt,
    1998) help; of a network with a Dense layer at its end the cure puts a Dropout before it.
    """
    held, own = evidence.column("val_loss"), evidence.column("loss")
    rise = risen(held)
    if rise is None or len(own) != len(held):
        return
    (smoothed, best), trained = rise, smooth(own)
    gap = float(smoothed[-1] - trained[-1])
    if trained[-1] >= trained[best] or gap <= smoothed[best] - trained[best]:
        return
    epoch = evidence.epoch(best)
    yield Found(
        f"The validation loss rose from {smoothed[best]:.3g} after epoch {epoch} to {smoothed[-1]:.3g}, while the "
        f"training loss fell to {trained[-1]:.3g}: the model learns its samples by heart.",
        {"best validation loss": float(smoothed[best]), "now": float(smoothed[-1]), "gap to training": gap},
        cure=_dropout(evidence) or Cure(f"Train for {epoch} epochs", training=TrainingChange(epochs=epoch)),
    )


@rule(
    "underfitting",
    "Underfitting",
    "warning",
    unless=(
        *("diverging", "learning_rate_high", "learning_rate_low", "vanishing_gradients", "exploding_gradients"),
        *("dead_relus", "saturated_units", "inputs_not_scaled"),
    ),
)
def underfitting(evidence: Evidence) -> Iterator[Found]:
    """The model is too simple for the data, or they do not tell: it does poorly on its own samples.

    Found when the running median of the training loss has moved by less than 2 % of what a constant answer loses in
    the later half of six epochs or more, is still more than half of that, and the loss of held out samples is not a
    quarter larger, which would be overfitting. The loss of a constant answer is the entropy of the classes, or the
    variance of numbers. Not told where another finding is the cause. The cure is twice the units.
    """
    own, held, floor = evidence.column("loss"), evidence.column("val_loss"), evidence.loss_floor
    if len(own) < LEAST_EPOCHS or floor is None or floor <= 0:
        return
    half = smooth(own)[len(own) // 2 :]
    now = float(half[-1])
    if half[0] - now > _FLAT * floor or now < _EXPLAINED * floor:
        return
    if len(held) and np.median(held[-3:]) > _GAP * now:
        return
    yield Found(
        f"The training loss stays at {now:.3g}, where a constant answer has {floor:.3g}: the network is too small for "
        "these data, or they do not tell.",
        {"training loss": now, "of a constant answer": floor},
        cure=_wider(evidence.network),
    )


def _dropout(evidence: Evidence) -> Cure | None:
    network = evidence.network
    last = next((each for each in evidence.outputs if each.last), None)
    layer = None if last is None else layer_at(evidence, last.node)
    if network is None or last is None or last.node is None or layer is None or layer.kind != "Dense":
        return None
    node = network.node_by_id[last.node]
    before = [network.layer_of(edge.source).kind for edge in network.edges_into.get(node.id, ())]
    return None if "Dropout" in before else insert_before(network, node, "Dropout", {"rate": 0.3})


def _wider(network: Network | None) -> Cure | None:
    """Twice the units of every hidden layer; a hidden layer where there is none."""
    if network is None:
        return None
    hidden = {
        network.layer_of(node.id).id: network.layer_of(node.id)
        for node in network.nodes
        if network.edges_from.get(node.id)
    }
    edits = tuple(
        ChangeSetting(layer.id, name, 2 * layer.settings[name])
        for layer in hidden.values()
        for name in ("units", "filters")
        if isinstance(layer.settings.get(name), int)
    )
    if edits:
        return Cure("Double the hidden units", edit=Batch(edits, "Double the hidden units"))
    ends = [node for node in network.nodes if not network.edges_from.get(node.id)]
    if len(ends) != 1 or network.layer_of(ends[0].id).kind != "Dense":
        return None
    return insert_before(network, ends[0], "Dense", {"units": 64, "activation": "relu"})


RULES = (overfitting, underfitting)
