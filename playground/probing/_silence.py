"""A model run with one unit of one node silent: what flows out of it is zero, and all behind it hears that."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playground.modeling import Graph
from playground.probing._forward import Call, Place, entry_of, forward, model_of, places_of

if TYPE_CHECKING:
    import keras

Quieten = Callable[[Any], Any]


def places_of_units(model: "keras.Model | Graph") -> dict[str, Place]:
    """Where all nodes are, the inputs of a Keras model too, which are no calls of a layer."""
    places = places_of(model)
    if not isinstance(model, Graph):
        for symbol in model_of(model).inputs:
            places[symbol._keras_history.operation.name] = (entry_of(symbol),)  # noqa: SLF001  # no public way
    return places


def outputs_by_place(
    model: "keras.Model | Graph", inputs: Sequence[Any], quieten: Mapping[Place, Quieten]
) -> tuple[list[Any], dict[Place, Any]]:
    """Run a model in inference mode, with other first outputs where that is wished.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        inputs: One tensor an input.
        quieten: By place what makes of a first output the one that is gone on with.

    Returns:
        The model's outputs; and by place the first output of each call and each input, as it was gone on with.
    """
    seen: dict[Place, Any] = {}

    def at(place: Place, tensor: Any) -> Any:
        change = quieten.get(place)
        seen[place] = tensor if change is None else change(tensor)
        return seen[place]

    def visit(call: Call) -> Sequence[Any] | None:
        return (at(call.place, call.outputs[0]), *call.outputs[1:]) if call.outputs else None

    outputs = forward(model_of(model), inputs, visit, at)
    return outputs, seen


def without(unit: Any) -> Quieten:
    """What makes one unit zero, whatever it was; of an output of shape (samples, units). No unit is called -1."""

    def quieten(tensor: Any) -> Any:
        from keras import ops

        return ops.where(ops.equal(ops.arange(tensor.shape[-1]), unit), ops.zeros_like(tensor), tensor)

    return quieten
