"""Adapting preprocessing layers to the training data: what reaches each of them, through what stands before it.

Only the part that is trained on counts, as it must: what is held back for validation would leak into the model.
"""

import weakref
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from playground.catalog import reason_of
from playground.checking import Problem
from playground.datasets import Dataset
from playground.modeling import fits_what_was_seen, forget_size, is_adapted, needs_adapting, remember_adapted
from playground.training._binding import Binding
from playground.training._config import TrainingConfig
from playground.training._failures import Refused

Array = np.ndarray[Any, Any]

CODE = "adapting"
_BATCH = 1024


def seen_by(data: Dataset | None, config: TrainingConfig) -> Hashable:
    """What stands for the samples that a layer is adapted to: equal as long as they are the same ones."""
    if data is None:
        return None
    if data.validation is not None or not config.validation_split:
        return weakref.ref(data), 0.0, 0
    return weakref.ref(data), config.validation_split, config.seed


def adapt(model: Any, binding: Binding, train: Dataset, data: Hashable, nodes: Mapping[str, str]) -> bool:
    """Adapt the layers of a model that need it and have not seen these data yet, those first that come first.

    Layers that somebody else adapted, and those whose settings say what they would learn, are left as they are.

    Args:
        model: A built functional or sequential model; its programs must be compiled anew when it was
        binding: Which array feeds which input.
        train: The samples to train on, without those held back.
        data: What stands for them, of `seen_by`.
        nodes: Ids of nodes by the names of the layers they call.

    Returns:
        Whether a layer was

    Raises:
        Refused: With the node, if a layer can't be adapted to what reaches it.
    """
    try:
        waiting = [layer for layer in model._flatten_layers() if _waits(layer, data)]  # noqa: SLF001  # nested too
        if not waiting:
            return False
        _adapt_in(model, [train.inputs[slot.array] for slot in binding.inputs], data)
    except _Unfit as unfit:
        raise Refused(Problem(CODE, str(unfit), node=nodes.get(unfit.layer))) from unfit
    return True


def check_ranges(model: Any, nodes: Mapping[str, str]) -> None:
    """Refuse an embedding that is smaller than the vocabulary before it: TensorFlow would stop, or give zeros.

    Raises:
        Refused: With the node of the embedding.
    """
    for layer in model._flatten_layers():  # noqa: SLF001  # nested ones too
        if not hasattr(layer, "vocabulary_size"):
            continue
        size = int(layer.vocabulary_size())
        for embedding in _followers(layer, "Embedding"):
            if embedding.input_dim < size:
                raise Refused(
                    Problem(
                        "index_range",
                        f"Embedding “{embedding.name}” has {embedding.input_dim} rows, but “{layer.name}” found "
                        f"{size} entries in the training data; set input_dim to at least {size}, or the max_tokens "
                        f"of “{layer.name}” to {embedding.input_dim}.",
                        node=nodes.get(embedding.name),
                        setting="input_dim",
                    )
                )


class _Unfit(Exception):  # noqa: N818  # it becomes a problem
    """Why a layer can't be adapted."""

    def __init__(self, layer: Any, message: str) -> None:
        super().__init__(message)
        self.layer = str(layer.name)


def _waits(layer: Any, data: Hashable) -> bool:
    if not needs_adapting(layer):
        return False
    fits = fits_what_was_seen(layer, data)
    return not is_adapted(layer) if fits is None else not fits


def _adapt_in(model: Any, arrays: Sequence[Array], data: Hashable) -> None:
    import keras

    for layer in model.layers:
        if isinstance(layer, keras.Model):
            if any(_waits(each, data) for each in layer._flatten_layers()):  # noqa: SLF001  # nested ones too
                _adapt_in(layer, _reaching(model, layer, arrays), data)
        elif _waits(layer, data):
            values = _together(layer, _calls(model, layer, arrays))
            forget_size(layer)
            try:
                layer.adapt(values)
            except Exception as error:
                raise _Unfit(
                    layer, f"“{layer.name}” can't be adapted to the training data: {reason_of(error)}"
                ) from error
            if hasattr(layer, "get_vocabulary") and not is_adapted(layer):
                raise _Unfit(
                    layer,
                    f"“{layer.name}” found nothing in the training data to make its vocabulary of; look whether its "
                    "input has the right array, or give it a vocabulary.",
                )
            remember_adapted(layer, data)


def _reaching(model: Any, layer: Any, arrays: Sequence[Array]) -> list[Array]:
    """What enters a nested model, an array an input; of several calls all samples one after the other."""
    calls = [_values(model, layer, tensors, arrays) for tensors in _tensors(model, layer)]
    return [np.concatenate(each) for each in zip(*calls, strict=True)]


def _calls(model: Any, layer: Any, arrays: Sequence[Array]) -> list[Array]:
    """What enters a layer, an array a call."""
    return [_values(model, layer, tensors[:1], arrays)[0] for tensors in _tensors(model, layer)]


def _together(layer: Any, calls: list[Array]) -> Array:
    shapes = {array.shape[1:] for array in calls}
    if len(shapes) > 1:
        listed = " and ".join(map(str, sorted(shapes)))
        raise _Unfit(
            layer, f"“{layer.name}” is called on samples of shapes {listed}; adapt a layer of its own to each."
        )
    return calls[0] if len(calls) == 1 else np.concatenate(calls)


def _tensors(model: Any, layer: Any) -> Iterator[list[Any]]:
    """The symbolic inputs of each call that a layer has in this model, not of those it has in others."""
    graph = getattr(model, "_functional", None) or model
    mine = {id(node) for nodes in graph._nodes_by_depth.values() for node in nodes}  # noqa: SLF001  # the only list of calls
    for node in layer._inbound_nodes:  # noqa: SLF001  # likewise
        if id(node) in mine:
            yield list(node.input_tensors)


def _values(model: Any, layer: Any, tensors: list[Any], arrays: Sequence[Array]) -> list[Array]:
    """The values of symbolic tensors for all samples, in inference mode."""
    import keras

    before = keras.Model(model.inputs, tensors, name="before")
    trained = next((each for each in before.layers if each.trainable_weights), None)
    if trained is not None:
        raise _Unfit(
            layer,
            f"“{layer.name}” is adapted before the training, but comes after “{trained.name}”, which the training "
            "changes; put it before that layer, or take one that learns while it trains, such as BatchNormalization.",
        )
    parts: list[list[Array]] = []
    for start in range(0, len(arrays[0]), _BATCH):
        batch = [keras.ops.convert_to_tensor(array[start : start + _BATCH]) for array in arrays]
        parts.append([np.asarray(each) for each in keras.tree.flatten(before(batch, training=False))])
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


def _followers(layer: Any, kind: str) -> Iterator[Any]:
    for node in getattr(layer, "_outbound_nodes", ()):
        if type(node.operation).__name__ == kind:
            yield node.operation
