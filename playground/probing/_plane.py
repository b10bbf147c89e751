"""Models of two numbers: what each unit, and the model as a whole, answers at every place of the plane."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from playground.errors import PlaygroundError
from playground.probing._choose import Size
from playground.probing._compiled import compiled, one_of
from playground.probing._forward import model_of
from playground.probing._inputs import input_tensors
from playground.probing._pack import Drawn, Slot, pack, unpack
from playground.probing._reduce import Activation, measure, plane
from playground.probing._silence import outputs_by_place, places_of_units, without
from playground.probing._still import Weights, reader, using

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import ArrayLike

    from playground.modeling import Graph
    from playground.protocol import Picture

MOST_UNITS = 64
MOST_NODES = 32
BOUNDARY_SIDE = 100
_SIDE = 30
_SMALL_SIDE = 16
_FEW_UNITS = 16
_MARGIN = 0.08
_STRETCHED = 4.0
_VECTOR = 2
_PROBABILITIES = frozenset(("sigmoid", "hard_sigmoid", "softmax", "hardsigmoid"))


class Extent(NamedTuple):
    """The part of the plane that is looked at, in the units of the two inputs: the first across, the second up."""

    left: float
    right: float
    bottom: float
    top: float


SQUARE = Extent(-1.1, 1.1, -1.1, 1.1)


def extent_of(points: "ArrayLike") -> Extent:
    """The part of the plane that holds all finite points, with a margin.

    Args:
        points: Numbers of shape (points, 2).

    Returns:
        A square, unless the points spread more than four times as far in one direction as in the other.
    """
    import numpy as np

    places = np.asarray(points, np.float64).reshape(-1, 2)
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return SQUARE
    low, high = places.min(axis=0), places.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    half = np.where(half > 0, half, np.maximum(1e-3, np.abs(middle)))
    if half.max() <= _STRETCHED * half.min():
        half = np.full(2, half.max())
    half = half * (1 + _MARGIN)
    return Extent(*(float(end) for axis in (0, 1) for end in (middle[axis] - half[axis], middle[axis] + half[axis])))


def is_planar(model: "keras.Model") -> bool:
    """Whether the model takes two real numbers: as one input of two, or as two inputs of one."""
    shapes = [tuple(tensor.shape[1:]) for tensor in getattr(model, "inputs", None) or ()]
    real = all(tensor.dtype.startswith(("float", "bfloat")) for tensor in getattr(model, "inputs", None) or ())
    return real and shapes in ([(2,)], [(1,), (1,)])


def boundary(
    model: "keras.Model",
    extent: Extent = SQUARE,
    side: int = BOUNDARY_SIDE,
    *,
    silenced: tuple[str, int] | None = None,
) -> "np.ndarray":
    """What a model of two numbers answers over the plane, in inference mode.

    Args:
        model: A functional or sequential model with one input of two numbers, or two inputs of one.
        extent: The part of the plane.
        side: Places across and up.
        silenced: A layer and one of its units, counted from 0, to do without: what flows out of it is zero.

    Returns:
        float32 of shape (units, side, side), of the first output. Row 0 is the top, each place the middle of its cell.

    Raises:
        PlaygroundError: The model takes something else, has an output that is no vector, or no such unit.
    """
    return _over_plane(model, {"": model.outputs[0]} if is_planar(model) else {}, extent, side, silenced)[""]


def unit_maps(
    model: "keras.Model",
    extent: Extent = SQUARE,
    side: int = _SIDE,
    layer_names: Sequence[str] | None = None,
    *,
    silenced: tuple[str, int] | None = None,
) -> "dict[str, np.ndarray]":
    """What every unit of a model of two numbers answers over the plane.

    Args:
        model: As for `boundary`.
        extent: The part of the plane.
        side: Places across and up.
        layer_names: Which layers; without it all whose output is a vector of real numbers.
        silenced: As for `boundary`.

    Returns:
        By layer name float32 of shape (units, side, side), as `boundary` gives them.

    Raises:
        PlaygroundError: The model takes something else, or has no such layer or unit, or its output is no vector.
    """
    tensors = {layer.name: _first(layer.output) for layer in model.layers} if is_planar(model) else {}
    unknown = [name for name in layer_names or () if name not in tensors]
    if tensors and unknown:
        raise PlaygroundError(
            f"The model “{model.name}” has no layer “{unknown[0]}”: choose from {', '.join(tensors)}."
        )
    if layer_names is None:
        chosen = {name: tensor for name, tensor in tensors.items() if has_units(tensor)}
    else:
        chosen = {name: tensors[name] for name in layer_names if name in tensors}
    return _over_plane(model, chosen, extent, side, silenced)


def has_units(tensor: Any) -> bool:
    """Whether a symbolic output is a vector of real numbers for each sample."""
    return len(tensor.shape) == _VECTOR and bool(tensor.shape[-1]) and tensor.dtype.startswith(("float", "bfloat"))


class Plane:
    """Looks at a model of two numbers over the plane while it trains: small maps of all units, one of them finely.

    One compiled function (0.1 to 1 s to make, at `prepare`) shows the weights of now, or those that were read before.
    Preparing runs Python of the model, so nothing else may do so meanwhile; pictures of a plane that `is_ready` can be
    taken from any thread, with weights that were read before, while the model trains on.
    """

    def __init__(
        self, model: "keras.Model | Graph", tensors: Mapping[str, Any], extent: Extent, side: int = BOUNDARY_SIDE
    ) -> None:
        """Look at a model.

        Args:
            model: A model that `is_planar`, or the graph of a network whose model is that.
            tensors: By node id the symbolic output of the node. Those that have no units are left out, and of more
                than 32 all but the model's first output.
            extent: The part of the plane.
            side: Places across and up of the fine map.
        """
        self.extent = extent
        self._source = model
        self._model = model_of(model)
        self.side = side
        units = {node: tensor for node, tensor in tensors.items() if has_units(tensor)}
        ends = [node for node, tensor in units.items() if tensor is self._model.outputs[0]]
        self._tensors = units if len(units) <= MOST_NODES else {node: units[node] for node in ends}
        self._numbers = {node: number for number, node in enumerate(self._tensors, start=1)}
        self._output = ends[0] if ends else None
        self._small: tuple[Slot, ...] = ()
        self._fine: dict[str, tuple[Slot, ...]] = {}
        self._run: Callable[..., Any] | None = None
        self._run_without: Callable[..., Any] | None = None
        self._grids: list[Any] = []
        self._read = reader(self._model)

    @property
    def nodes(self) -> frozenset[str]:
        """Ids of the nodes that have maps."""
        return frozenset(self._tensors)

    @property
    def is_ready(self) -> bool:
        """Whether pictures can be taken without compiling."""
        return self._run is not None

    def weights(self) -> Weights:
        """The weights of now, for `pictures` to be made with later: what changes the model does not change them."""
        return self._read()

    @property
    def is_ready_to_silence(self) -> bool:
        """Whether pictures without a unit can be taken without compiling."""
        return self._run_without is not None

    def prepare(self) -> None:
        """Compile what the pictures need."""
        if self._run is None and self._tensors:
            self._run = self._compiled(self._plainly)

    def prepare_to_silence(self) -> None:
        """Compile what pictures without a unit need: a program of its own, so that the others cost no more."""
        if self._run_without is None and self._tensors:
            self._run_without = self._compiled(self._silenced)

    def pictures(
        self,
        *,
        fine: bool = False,
        node: str | None = None,
        unit: int | None = None,
        silenced: tuple[str, int] | None = None,
        weights: Weights | None = None,
    ) -> "list[tuple[Picture, np.ndarray]]":
        """Maps: small ones of all units of all nodes, and a fine one of one unit.

        Args:
            fine: Whether the fine one is wanted.
            node: Whose unit that is; the model's first output without it.
            unit: Which unit, counted from 0; without it the only one, or of two, as of two classes, the second.
            silenced: A node and one of its units to do without: its output is zero, for all that is behind it too.
            weights: What `weights` gave; without it those of now.

        Returns:
            A header and its buffer each, uint8 of shape (maps, side, side), row 0 at the top; the fine one is the last.
        """
        import keras

        quiet, quiet_unit = silenced if silenced is not None and silenced[0] in self._tensors else ("", -1)
        (self.prepare_to_silence if quiet else self.prepare)()
        run = self._run_without if quiet else self._run
        if run is None:
            return []
        shown = (node if node in self._tensors else self._output) if fine else None
        units = 0 if shown is None else self._tensors[shown].shape[-1]
        at = min(max((1 if units == 2 else 0) if unit is None else unit, 0), max(units - 1, 0))  # noqa: PLR2004  # classes
        numbers = (0 if shown is None else self._numbers[shown], at, self._numbers.get(quiet, 0), quiet_unit)
        now = self._read() if weights is None else weights
        small, large = run(*map(_whole_number, numbers), *now, *self._grids)
        host = keras.ops.convert_to_numpy
        taken = unpack(host(small[0]), host(small[1]), self._small)
        if shown is not None:
            ((header, pixels),) = unpack(host(large[0]), host(large[1]), self._fine[shown])
            taken.append((msgspec.structs.replace(header, first=at), pixels))
        return taken

    def _compiled(self, look: "_Look") -> Callable[..., Any]:
        """What gives small maps of all nodes, and a fine one of a unit of the node with a number.

        It takes that number and that unit, the number of the node to silence and its unit, and the grids.
        """
        nodes = list(self._tensors)
        sides = [_SIDE if self._tensors[node].shape[-1] <= _FEW_UNITS else _SMALL_SIDE for node in nodes]
        grids = [_grid(self._model, self.extent, side) for side in (_SIDE, _SMALL_SIDE, self.side)]
        width, weights = len(grids[0]), self._read()

        def drawn(node: str, activation: Activation, size: Size, first: Any, count: int) -> Drawn:
            tensor = self._tensors[node]
            shown = plane(activation, first, count, total=tensor.shape[-1], unit_interval=_is_probability(tensor))
            return Drawn(node, size, activation.facts, shown)

        def run(focus: Any, unit: Any, quiet: Any, quiet_unit: Any, *values: Any) -> Any:
            with using(self._model, values[: len(weights)]):
                return pictured(focus, unit, quiet, quiet_unit, values[len(weights) :])

        def pictured(focus: Any, unit: Any, quiet: Any, quiet_unit: Any, inputs: Sequence[Any]) -> Any:
            small: dict[str, Drawn] = {}
            for at, side in enumerate((_SIDE, _SMALL_SIDE)):
                chosen = [node for node, wanted in zip(nodes, sides, strict=True) if wanted == side]
                seen = look(chosen, inputs[at * width : (at + 1) * width], quiet, quiet_unit)
                for node, output in zip(chosen, seen, strict=True):
                    count = min(MOST_UNITS, self._tensors[node].shape[-1])
                    small[node] = drawn(node, measure(output), "thumbnail", 0, count)

            def enlarge(node: str) -> Any:
                (output,) = look([node], inputs[2 * width :], quiet, quiet_unit)
                numbers, pixels, self._fine[node] = pack([drawn(node, measure(output), "boundary", unit, 1)])
                return numbers, pixels

            # Python runs here only while the graph is made; the layout is the same ever after.
            numbers, pixels, self._small = pack([small[node] for node in nodes])
            branches: list[Callable[[], Any]] = [lambda: (numbers[:0], pixels[:0])]
            branches += [partial(enlarge, node) for node in nodes]
            return (numbers, pixels), one_of(focus, branches)

        self._grids = [each for grid in grids for each in grid]
        return compiled(run, *[_whole_number(0)] * 4, *weights, *self._grids)

    def _plainly(self, chosen: Sequence[str], inputs: Sequence[Any], _quiet: Any, _unit: Any) -> list[Any]:
        import keras

        if not chosen:
            return []
        seen = keras.Model(self._model.inputs, [self._tensors[node] for node in chosen], name="plane")
        return list(keras.tree.flatten(seen(list(inputs), training=False)))

    def _silenced(self, chosen: Sequence[str], inputs: Sequence[Any], quiet: Any, unit: Any) -> list[Any]:
        from keras import ops

        if not chosen:
            return []
        places = places_of_units(self._source)
        quieten = {
            places[node]: without(ops.where(ops.equal(quiet, number), unit, -1))
            for node, number in self._numbers.items()
        }
        _, seen = outputs_by_place(self._source, inputs, quieten)
        return [seen[places[node]] for node in chosen]


_Look = Callable[[Sequence[str], Sequence[Any], Any, Any], list[Any]]
"""The outputs of nodes for places of the plane, without a unit, by its node's number, or with all of them."""


def _over_plane(
    model: "keras.Model", tensors: Mapping[str, Any], extent: Extent, side: int, silenced: tuple[str, int] | None
) -> "dict[str, np.ndarray]":
    import keras
    import numpy as np

    if not is_planar(model):
        raise PlaygroundError(
            f"The model “{getattr(model, 'name', model)}” can't be seen over the plane, since it does not take two "
            "numbers: give one with one input of shape (2,), or two of shape (1,)."
        )
    if side < 1:
        raise PlaygroundError(f"The plane is seen at 1 place or more across, got {side}.")
    for name, tensor in tensors.items():
        if not has_units(tensor):
            raise PlaygroundError(
                f"The layer “{name or model.name}” can't be seen over the plane, since its output is no vector of real "
                f"numbers but {tensor.dtype} of shape {tuple(tensor.shape)}."
            )
    if not tensors:
        return {}
    grid = _grid(model, extent, side)
    if silenced is None:
        seen = keras.Model(model.inputs, list(tensors.values()), name="plane")
        answers = keras.tree.flatten(seen(grid, training=False))
    else:
        quieten = without(_unit_of(model, *silenced))
        places = places_of_units(model)
        outputs, passed = outputs_by_place(model, grid, {places[silenced[0]]: quieten})
        answers = [passed[places[name]] if name else outputs[0] for name in tensors]
    numbers = [np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(answer, "float32"))) for answer in answers]
    return {name: values.T.reshape(-1, side, side) for name, values in zip(tensors, numbers, strict=True)}


def _unit_of(model: "keras.Model", layer_name: str, unit: int) -> int:
    """The unit, if the layer has it."""
    inputs = {symbol._keras_history.operation.name: symbol for symbol in model.inputs}  # noqa: SLF001  # no public way
    outputs = inputs | {layer.name: _first(layer.output) for layer in model.layers}
    if layer_name not in outputs:
        raise PlaygroundError(
            f"The model “{model.name}” has no layer “{layer_name}”: choose from {', '.join(outputs)}."
        )
    units = outputs[layer_name].shape[-1] if has_units(outputs[layer_name]) else 0
    if not 0 <= unit < units:
        raise PlaygroundError(f"The layer “{layer_name}” has {units} units, counted from 0, and no unit {unit}.")
    return unit


def _grid(model: "keras.Model", extent: Extent, side: int) -> list[Any]:
    """The middles of the cells, row by row from the top, as the inputs of the model."""
    import numpy as np

    cells = (np.arange(side) + 0.5) / side
    across = extent.left + cells * (extent.right - extent.left)
    down = extent.top - cells * (extent.top - extent.bottom)
    places = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2).astype(np.float32)
    return input_tensors(model, places if len(model.inputs) == 1 else [places[:, :1], places[:, 1:]])


def _is_probability(tensor: Any) -> bool:
    operation = tensor._keras_history.operation  # noqa: SLF001  # no public way
    activation = getattr(operation, "activation", None)
    return getattr(activation, "__name__", type(operation).__name__.lower()) in _PROBABILITIES


def _first(output: Any) -> Any:
    import keras

    return keras.tree.flatten(output)[0]


def _whole_number(value: int) -> Any:
    import keras

    return keras.ops.convert_to_tensor(value, dtype="int32")
