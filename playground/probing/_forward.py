"""A model run node by node, so that what happens inside models inside it can be read, and replaced on the way.

Layers are called and nothing of them is changed, as a run may be training them meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.errors import PlaygroundError
from playground.modeling import Graph
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras

Place = tuple[tuple[int, int], ...]
"""Where a call is: for each model on the way in, and then for the layer, its `id()` and which of its calls it is."""


@dataclass(frozen=True)
class Call:
    """One call of a layer in a run of the model.

    Attributes:
        place: Where it is.
        path: The names of the layers on the way in, and its own, with slashes between; `:1` behind a second call.
        layer: The layer or operation.
        args: What it is called with, in position.
        kwargs: What it is called with, by name.
        masks: The Keras masks that its tensors had, in the order of `tensors`; some layers take them away.
        outputs: The tensors that it gave.
    """

    place: Place
    path: str
    layer: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    masks: tuple[Any, ...]
    outputs: tuple[Any, ...]

    @property
    def tensors(self) -> list[Any]:
        """The tensors that it is called with."""
        return tensors_in(self.args, self.kwargs)


Visit = Callable[[Call], Sequence[Any] | None]
"""Sees each call, and may give other tensors to go on with in the place of what it put out."""
Enter = Callable[[Place, Any], Any]
"""Sees what enters the model, or one inside, and where; gives what to go on with in its place."""


def model_of(model: "keras.Model | Graph") -> Any:
    """The Keras model itself.

    Raises:
        PlaygroundError: It is written as a class and has no graph of layers.
    """
    made = model.model if isinstance(model, Graph) else model
    if not getattr(made, "inputs", None) or not _has_graph(made):
        raise PlaygroundError(
            f"The model “{getattr(made, 'name', type(made).__name__)}” can't be explained, since it has no graph of "
            "layers: take a functional or sequential model."
        )
    return made


def forward(model: Any, inputs: Sequence[Any], visit: Visit, enter: Enter | None = None) -> list[Any]:
    """Run a model in inference mode on one tensor an input; its outputs, flat.

    A model inside is run node by node too, and each of its calls seen before that of the model itself.
    """
    return _run(inner_model(model), list(inputs), _Eyes(visit, enter), (), "")


def calls_of(model: "keras.Model | Graph", x: Any) -> tuple[Call, ...]:
    """Every call of a layer that a batch causes, in order."""
    made = model_of(model)
    seen: list[Call] = []
    forward(made, input_tensors(made, x), seen.append)
    return tuple(seen)


def find(model: "keras.Model | Graph", node: str) -> Place:
    """Where a node is: of a `Graph` by its id or path, of a Keras model by the layer's name or path.

    Raises:
        PlaygroundError: There is no such node.
    """
    made = model_of(model)
    places = places_of(model)
    if node not in places:
        known = ", ".join(list(places)[:20]) + (", …" if len(places) > 20 else "")  # noqa: PLR2004  # a sentence's length
        raise PlaygroundError(f"The model “{made.name}” has no layer “{node}”: choose from {known}.")
    return places[node]


def places_of(model: "keras.Model | Graph") -> dict[str, Place]:
    """Where all nodes are: those of a `Graph` by id or path, those of a Keras model by the layer's name or path.

    Raises:
        PlaygroundError: The model is written as a class and has no graph of layers.
    """
    made = model_of(model)
    return dict(_of_graph(model)) if isinstance(model, Graph) else dict(_named(inner_model(made), (), ""))


def entry_of(symbol: Any) -> tuple[int, int]:
    """Where an input is in its model, by its symbolic tensor."""
    return id(symbol._keras_history.operation), 0  # noqa: SLF001  # no public way


def node_at(graph: Graph, place: Place) -> str | None:
    """The path of the node that a call is of, or of the block it is in where that is called again; None if neither."""
    known = {at: path for path, at in reversed(list(_of_graph(graph)))}
    return next((known[place[:end]] for end in range(len(place), 0, -1) if place[:end] in known), None)


def tensors_in(*values: Any) -> list[Any]:
    """The tensors in nested arguments, in order."""
    import keras

    return [each for each in keras.tree.flatten(values) if keras.ops.is_tensor(each)]


class _Eyes(NamedTuple):
    visit: Visit
    enter: Enter | None


def _run(model: Any, inputs: list[Any], eyes: _Eyes, place: Place, path: str) -> list[Any]:
    import keras

    if eyes.enter is not None:
        entered = [
            eyes.enter((*place, entry_of(symbol)), tensor) for symbol, tensor in zip(model.inputs, inputs, strict=True)
        ]
        inputs = [_masked_like(new, old) for new, old in zip(entered, inputs, strict=True)]
    values = {id(symbol): tensor for symbol, tensor in zip(model.inputs, inputs, strict=True)}
    for node, step, name in steps_of(model):
        if any(id(each) not in values for each in node.input_tensors):
            continue
        args, kwargs = node.arguments.fill_in(values)
        layer, here = node.operation, (*place, step)
        masks = tuple(getattr(each, "_keras_mask", None) for each in tensors_in(args, kwargs))
        if _has_graph(layer):
            within = inner_model(layer)
            given = within._standardize_inputs(args[0] if args else next(iter(kwargs.values())))  # noqa: SLF001  # no public way
            outputs = _run(within, given, eyes, here, f"{path}{name}/")
        else:
            if "training" in getattr(layer, "_call_context_args", ()):
                kwargs["training"] = False
            outputs = keras.tree.flatten(layer(*args, **kwargs))
        call = Call(here, path + name, layer, args, kwargs, masks, tuple(outputs))
        others = eyes.visit(call)
        if others is not None:
            outputs = [_masked_like(new, old) for new, old in zip(others, outputs, strict=True)]
        for symbol, tensor in zip(node.outputs, outputs, strict=True):
            values[id(symbol)] = tensor
    return [values[id(symbol)] for symbol in model.outputs]


def _masked_like(new: Any, old: Any) -> Any:
    mask = getattr(old, "_keras_mask", None)
    if new is not old and mask is not None:
        new._keras_mask = mask  # noqa: SLF001  # where Keras keeps it
    return new


def _has_graph(layer: Any) -> bool:
    return hasattr(layer, "_nodes_by_depth") or getattr(layer, "_functional", None) is not None


def inner_model(model: Any) -> Any:
    """The model whose graph it is: a sequential model's is inside of it."""
    return getattr(model, "_functional", None) or model


def steps_of(model: Any) -> Iterator[tuple[Any, tuple[int, int], str]]:
    """The nodes of a model in the order in which they can be run, each with its layer's call and name."""
    mine = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}  # noqa: SLF001  # no public way
    for depth in sorted(model._nodes_by_depth, reverse=True):  # noqa: SLF001  # no public way
        for node in model._nodes_by_depth[depth]:  # noqa: SLF001  # no public way
            layer = node.operation
            if not layer or node.is_input:
                continue
            calls = [each for each in layer._inbound_nodes if id(each) in mine]  # noqa: SLF001  # no public way
            number = next(i for i, each in enumerate(calls) if each is node)
            yield node, (id(layer), number), f"{layer.name}:{number}" if number else layer.name


def _named(model: Any, place: Place, path: str) -> Iterator[tuple[str, Place]]:
    for node, step, name in steps_of(model):
        yield f"{path}{name}", (*place, step)
        if _has_graph(node.operation):
            yield from _named(inner_model(node.operation), (*place, step), f"{path}{name}/")


def _of_graph(graph: Graph) -> Iterator[tuple[str, Place]]:
    def within(network: Any, place: Place, path: str) -> Iterator[tuple[str, Place]]:
        seen: dict[str, int] = {}
        for node_id in network.call_order:
            layer = network.layer_of(node_id)
            number = seen[layer.id] = seen.get(layer.id, -1) + 1
            here = (*place, (id(graph.layers[f"{path}{layer.id}"]), number))
            yield f"{path}{node_id}", here
            if layer.network is not None and number == 0:
                yield from within(layer.network, here, f"{path}{layer.id}/")

    yield from within(graph.network, (), "")
