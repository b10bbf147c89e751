"""`Probe`: pictures of the outputs of nodes, for one batch, while the model trains."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from playground.probing._choose import Size, picture, visible
from playground.probing._compiled import compiled, one_of
from playground.probing._inputs import input_tensors
from playground.probing._pack import Drawn, Slot, pack, unpack
from playground.probing._reduce import measure
from playground.probing._still import Weights, reader, using

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.protocol import Picture

_KEPT = 8


class Probe:
    """Looks into a model with one batch: a thumbnail of every visible node, a larger picture of one.

    A compiled function is made for each set of visible nodes (0.1 to 1 s), when `prepare` is called or they are first
    asked for, and the last 8 are kept. Preparing runs Python of the model, so nothing else may do so meanwhile; those
    that `are_ready` can be taken from any thread, with weights that were read before, while the model trains on.
    """

    def __init__(self, model: "keras.Model", tensors: Mapping[str, Any], inputs: Any) -> None:
        """Look into a model.

        Args:
            model: A functional or sequential model.
            tensors: By node id the symbolic output of the node; of several outputs the first is shown.
            inputs: The probe batch: an array, one array an input in a sequence, or by the input layer's name. It is
                put on the device once.

        Raises:
            DataError: The batch does not fit the model's inputs.
        """
        import keras

        self._model = model
        firsts = {node: keras.tree.flatten(tensor)[0] for node, tensor in tensors.items()}
        self._tensors = {node: tensor for node, tensor in firsts.items() if visible(tensor)}
        self._inputs = input_tensors(model, inputs)
        self._read = reader(model)
        self._looks: OrderedDict[frozenset[str], _Look] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def samples(self) -> int:
        """How many samples the probe batch has."""
        return int(self._inputs[0].shape[0])

    def weights(self) -> Weights:
        """The weights of now, for `pictures` to be made with later: what changes the model does not change them."""
        return self._read()

    def batch(self, inputs: Any) -> list[Any]:
        """Another batch of as many samples, put on the device, for `pictures` to be made of.

        Raises:
            DataError: It does not fit the model's inputs.
        """
        return input_tensors(self._model, inputs)

    def pictures(
        self,
        nodes: Sequence[str],
        focus: str | None = None,
        sample: int = 0,
        batch: list[Any] | None = None,
        weights: Weights | None = None,
    ) -> "list[tuple[Picture, np.ndarray]]":
        """Pictures, thumbnails first, in the order of the model's nodes.

        Args:
            nodes: Ids of the nodes to make thumbnails of. Nodes that the model does not have, and nodes of text,
                have no picture.
            focus: Id of the node to make a larger picture of.
            sample: Which sample of the batch; past the end it is the last one.
            batch: What `batch` gave, in the place of the probe's own.
            weights: What `weights` gave; without it those of now.

        Returns:
            A header and its buffer each: uint8 `(count, height, width)` for maps, uint8 `(height, width, channels)`
            for an image, float32 `(count,)` for bars and histograms.
        """
        at = _whole_number(min(max(sample, 0), self.samples - 1))
        taken: list[tuple[Picture, np.ndarray]] = []
        now = self._read() if weights is None else weights
        for seen, enlarged in self._parts(nodes, focus):
            shown = self._look(seen).pictures(at, enlarged, self._inputs if batch is None else batch, now)
            taken += shown if seen.issubset(nodes) else [each for each in shown if each[0].size == "focus"]
        return taken

    def are_ready(self, nodes: Sequence[str], focus: str | None = None) -> bool:
        """Whether these pictures can be taken without compiling."""
        with self._lock:
            return all(seen in self._looks for seen, _ in self._parts(nodes, focus))

    def prepare(self, nodes: Sequence[str], focus: str | None = None) -> None:
        """Compile what these pictures need."""
        for seen, _ in self._parts(nodes, focus):
            self._look(seen)

    def _parts(self, nodes: Sequence[str], focus: str | None) -> list[tuple[frozenset[str], str | None]]:
        """The looks to take: which nodes each sees, and which of these it enlarges."""
        seen = frozenset(nodes).intersection(self._tensors)
        if focus not in self._tensors:
            return [(seen, None)] if seen else []
        if focus in seen:
            return [(seen, focus)]
        return [*([(seen, None)] if seen else []), (frozenset([focus]), focus)]

    def _look(self, nodes: frozenset[str]) -> "_Look":
        with self._lock:
            look = self._looks.pop(nodes, None)
            if look is not None:
                self._looks[nodes] = look
                return look
        tensors = {node: self._tensors[node] for node in self._tensors if node in nodes}
        look = _Look(self._model, tensors, self._inputs, self._read())
        with self._lock:
            self._looks[nodes] = look
            if len(self._looks) > _KEPT:
                self._looks.popitem(last=False)
        return look


class _Look:
    """The compiled function for one set of nodes: a thumbnail of each, and one of them enlarged."""

    def __init__(self, model: "keras.Model", tensors: Mapping[str, Any], inputs: list[Any], weights: Weights) -> None:
        import keras

        self._thumbnails: tuple[Slot, ...] = ()
        self._enlarged: dict[str, tuple[Slot, ...]] = {}
        self._numbers = {node: number for number, node in enumerate(tensors, start=1)}
        model_inputs = {id(tensor) for tensor in model.inputs}
        seen = keras.Model(model.inputs, list(tensors.values()), name="probe")

        def run(sample: Any, focus: Any, *values: Any) -> Any:
            with using(model, values[: len(weights)]):
                outputs = keras.tree.flatten(seen(list(values[len(weights) :]), training=False))
            measured = [measure(output) for output in outputs]

            def drawn(node: str, size: Size) -> Drawn:
                place = self._numbers[node] - 1
                activation, tensor = measured[place], tensors[node]
                dtype = keras.backend.standardize_dtype(outputs[place].dtype)
                shown = picture(activation, sample, size, is_input=id(tensor) in model_inputs, dtype=dtype)
                return Drawn(node, size, activation.facts, shown)

            def enlarge(node: str) -> Any:
                numbers, pixels, self._enlarged[node] = pack([drawn(node, "focus")])
                return numbers, pixels

            # Python runs here only while the graph is made; the layout is the same ever after.
            numbers, pixels, self._thumbnails = pack([drawn(node, "thumbnail") for node in tensors])
            branches: list[Callable[[], Any]] = [lambda: (numbers[:0], pixels[:0])]
            branches += [partial(enlarge, node) for node in tensors]
            return (numbers, pixels), one_of(focus, branches)

        self._run: Callable[..., Any] = compiled(run, _whole_number(0), _whole_number(0), *weights, *inputs)

    def pictures(
        self, sample: Any, focus: str | None, batch: list[Any], weights: Weights
    ) -> "list[tuple[Picture, np.ndarray]]":
        import keras

        number = 0 if focus is None else self._numbers[focus]
        thumbnails, enlarged = self._run(sample, _whole_number(number), *weights, *batch)
        host = keras.ops.convert_to_numpy
        taken = unpack(host(thumbnails[0]), host(thumbnails[1]), self._thumbnails)
        if focus is not None:
            taken += unpack(host(enlarged[0]), host(enlarged[1]), self._enlarged[focus])
        return taken


def _whole_number(value: int) -> Any:
    import keras

    return keras.ops.convert_to_tensor(value, dtype="int32")
