"""Where an explanation by gradients begins: at the inputs, or, of tokens, at what is made of them first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.errors import PlaygroundError
from playground.probing._forward import Call, Place, forward, tensors_in


@dataclass(frozen=True)
class Source:
    """A tensor of real numbers to differentiate by.

    Attributes:
        input: Which input of the model it is, or is made of.
        place: The call whose output it is, such as an embedding's; None for the input itself.
        path: The names of the layers there; empty for the input itself.
        tensor: Its value, with the samples first.
    """

    input: int
    place: Place | None
    path: str
    tensor: Any


def sources_of(model: Any, inputs: Sequence[Any]) -> tuple[Source, ...]:
    """The sources of a batch: each input of real numbers, and of others the first real numbers made of them.

    Raises:
        PlaygroundError: No real numbers are made of any input.
    """
    import keras

    real = {i for i, tensor in enumerate(inputs) if _is_real(tensor)}
    whole = {id(tensor): i for i, tensor in enumerate(inputs) if i not in real}
    known = {id(tensor): i for i, tensor in enumerate(inputs)}
    found: list[Source] = []
    kept: list[Any] = []  # an id is a tensor's own as long as the tensor lives

    def visit(call: Call) -> None:
        kept.extend(call.outputs)
        given = tensors_in(call.args, call.kwargs)
        if isinstance(call.layer, keras.layers.Embedding):
            # It makes whole numbers of real ones itself.
            indices = {id(each): known[id(each)] for each in given if id(each) in known}
            whole.update(indices)
            real.difference_update(indices.values())
        begun = [whole[id(each)] for each in given if id(each) in whole]
        # What takes real numbers too goes on with those: whole numbers are its mask, or an index.
        makes = begun and (isinstance(call.layer, keras.layers.Embedding) or not any(map(_is_real, given)))
        for tensor in call.outputs if makes else ():
            if not _is_real(tensor):
                whole[id(tensor)] = begun[0]
            elif not any(each.tensor is tensor for each in found):
                found.append(Source(begun[0], call.place, call.path, tensor))

    forward(model, inputs, visit)
    found += [Source(i, None, "", inputs[i]) for i in sorted(real)]
    if not found:
        raise PlaygroundError(
            f"No gradient reaches the inputs of the model “{model.name}”, since they are whole numbers or text and no "
            "layer makes real numbers of them; occlusion needs no gradient."
        )
    return tuple(sorted(found, key=lambda each: each.input))


def run_from(model: Any, inputs: Sequence[Any], sources: Sequence[Source], tensors: Sequence[Any]) -> list[Any]:
    """The model's outputs with other values at its sources."""
    given = list(inputs)
    replaced: dict[Place, Any] = {}
    for source, tensor in zip(sources, tensors, strict=True):
        if source.place is None:
            given[source.input] = tensor
        else:
            replaced[source.place] = tensor

    def visit(call: Call) -> Sequence[Any] | None:
        return (replaced[call.place], *call.outputs[1:]) if call.place in replaced else None

    return forward(model, given, visit)


def _is_real(tensor: Any) -> bool:
    import keras

    return str(keras.backend.standardize_dtype(tensor.dtype)).startswith(("float", "bfloat"))
