"""Rules on gradients: those that get lost on the way back, and those that grow."""

from collections.abc import Iterator

import numpy as np

from playground.doctor._cures import layer_at, with_activation, with_optimizer
from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule
from playground.doctor._statistics import late

VANISHED = 1e-3
EXPLODED = 10.0
_SQUASHING = frozenset({"sigmoid", "tanh", "hard_sigmoid", "softsign"})


@rule("vanishing_gradients", "Gradients that vanish", "warning", shown="gradients")
def vanishing_gradients(evidence: Evidence) -> Iterator[Found]:
    """The gradient gets smaller from layer to layer on its way back, so that the first layers hardly learn.

    A sigmoid passes on a quarter of the gradient at most, so that a row of them leaves nothing (Glorot and Bengio,
    2010). Found when the gradient of a kernel, by the size of its weights, is less than a thousandth of that of a
    later one, as a median over the later half of the measured steps. Measured on the handwritten digits with eight
    hidden layers of 32: 1/20,000 or less with sigmoid, more than a tenth with relu and tanh.
    """
    kernels = evidence.sizes.kernels
    if len(kernels) < 2:  # noqa: PLR2004  # one alone is before nothing
        return
    sizes = late(evidence.sizes.by_weights(evidence.sizes.gradients))
    if not np.isfinite(sizes).all():
        return
    for place, kernel in enumerate(kernels[:-1]):
        later = float(sizes[place + 1 :].max())
        if later > 0 and sizes[place] < VANISHED * later:
            where = kernels[place + 1 + int(np.argmax(sizes[place + 1 :]))]
            nodes = [each.node for each in evidence.outputs if each.activation in _SQUASHING and not each.last]
            yield Found(
                f"{kernel.layer} hardly learns: its gradient, by the size of its weights, is {sizes[place]:.1e}, and "
                f"{later:.1e} in {where.layer}. Take activations that do not squash, or a normalization.",
                {"gradient by weights": float(sizes[place]), "of the later layer": later},
                kernel.node,
                with_activation(evidence, nodes, "relu"),
            )
            return


@rule("exploding_gradients", "Gradients that explode", "error", shown="gradients")
def exploding_gradients(evidence: Evidence) -> Iterator[Found]:
    """The gradient grows from layer to layer on its way back, until a step throws the weights away.

    Found when the gradient of a kernel is ten times as large as its weights, as a median over the later half of the
    measured steps, or when some of it is NaN or infinite. Measured on the handwritten digits with eight hidden
    layers: weights drawn with a spread of 1 give 90 or more, the usual ones less than 0.3. To cut off what is
    longer than 1 is the cure of Pascanu, Mikolov and Bengio (2013); weights drawn smaller, or inputs scaled, are
    better where they are the cause.
    """
    kernels = evidence.sizes.kernels
    if not kernels:
        return
    sizes = late(evidence.sizes.by_weights(evidence.sizes.gradients))
    unsound = late(evidence.sizes.of_kernels(evidence.sizes.unsound))
    broken = bool((unsound > 0).any())
    place = int(np.argmax(unsound if broken else np.nan_to_num(sizes)))
    if not broken and sizes[place] < EXPLODED:
        return
    how = "is not finite" if broken else f"is {sizes[place]:,.0f} times as large as its weights"
    set_already = evidence.optimizer is not None and evidence.optimizer.settings.get("clipnorm") is not None
    layer = layer_at(evidence, kernels[place].node)
    begins = "" if layer is None or "kernel_initializer" not in layer.settings else " Its weights may begin too large."
    yield Found(
        f"The gradient of {kernels[place].layer} {how}; limit its length, or scale what enters.{begins}",
        {"gradient by weights": float(sizes[place])},
        kernels[place].node,
        None if set_already else with_optimizer(evidence, "Limit gradients to a length of 1", clipnorm=1.0),
    )


RULES = (vanishing_gradients, exploding_gradients)
