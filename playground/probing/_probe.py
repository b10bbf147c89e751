"""`Probe`: pictures of the outputs of nodes, for one batch, while the model trains."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from playground.probing._choose import Size, picture, unseen
from playground.probing._compiled import compiled, one_of
from playground.probing._inputs import input_tensors
from playground.probing._pack import Drawn, Slot, pack, unpack
from playground.probing._reduce import Which, measure
from playground.probing._still import Weights, reader, using

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.protocol import Picture

_KEPT = 8
_MOST_PAGES = 2**20


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
        self._unseen = {node: why for node, tensor in firsts.items() if (why := unseen(tensor)) is not None}
        self._tensors = {node: tensor for node, tensor in firsts.items() if node not in self._unseen}
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

    def unseen(self, node: str) -> str | None:
        """Why there is no picture of a node of the model; None where there is one."""
        return self._unseen.get(node)

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
        *,
        averaged: int = 0,
        page: int = 0,
    ) -> "list[tuple[Picture, np.ndarray]]":
        """Pictures, thumbnails first, in the order of the model's nodes.

        Args:
            nodes: Ids of the nodes to make thumbnails of. Nodes that the model does not have, and nodes of text,
                have no picture.
            focus: Id of the node to make a larger picture of.
            sample: Which sample of the batch; past the end it is the last one.
            batch: What `batch` gave, in the place of the probe's own.
            weights: What `weights` gave; without it those of now.
            averaged: Where it is not 0, the mean of so many of the batch's first samples is shown, and no sample.
            page: Which maps, or units, the larger picture has, of more than fit; past the end it is the last.

        Returns:
            A header and its buffer each: uint8 `(count, height, width)` for maps, uint8 `(height, width, channels)`
            for an image, float32 `(count,)` for bars and histograms. A pixel of 255 is NaN or infinite.
        """
        one = min(max(sample, 0), self.samples - 1)
        at = Which(*map(_whole_number, (one, min(max(averaged, 0), self.samples), min(max(page, 0), _MOST_PAGES))))
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

        def run(sample: Any, averaged: Any, page: Any, focus: Any, *values: Any) -> Any:
            which, batch = Which(sample, averaged, page), values[len(weights) :]
            with using(model, values[: len(weights)]):
                answers = keras.tree.flatten(seen(list(batch), training=False))
            outputs = [
                _sized(answer, tensor, batch[0]) for answer, tensor in zip(answers, tensors.values(), strict=True)
            ]
            measured = [measure(output) for output in outputs]

            def drawn(node: str, size: Size) -> Drawn:
                place = self._numbers[node] - 1
                activation, tensor = measured[place], tensors[node]
                dtype = keras.backend.standardize_dtype(outputs[place].dtype)
                at = which if size == "focus" else which._replace(page=0)
                shown = picture(activation, at, size, is_input=id(tensor) in model_inputs, dtype=dtype)
                return Drawn(node, size, activation.facts, shown)

            def enlarge(node: str) -> Any:
                numbers, pixels, self._enlarged[node] = pack([drawn(node, "focus")])
                return numbers, pixels

            # Python runs here only while the graph is made; the layout is the same ever after.
            numbers, pixels, self._thumbnails = pack([drawn(node, "thumbnail") for node in tensors])
            branches: list[Callable[[], Any]] = [lambda: (numbers[:0], pixels[:0])]
            branches += [partial(enlarge, node) for node in tensors]
            return (numbers, pixels), one_of(focus, branches)

        self._run: Callable[..., Any] = compiled(run, *(_whole_number(0) for _ in range(4)), *weights, *inputs)

    def pictures(
        self, which: Which, focus: str | None, batch: list[Any], weights: Weights
    ) -> "list[tuple[Picture, np.ndarray]]":
        import keras

        number = 0 if focus is None else self._numbers[focus]
        thumbnails, enlarged = self._run(*which, _whole_number(number), *weights, *batch)
        host = keras.ops.convert_to_numpy
        taken = unpack(host(thumbnails[0]), host(thumbnails[1]), self._thumbnails)
        if focus is not None:
            shown = unpack(host(enlarged[0]), host(enlarged[1]), self._enlarged[focus])
            taken += [(_on_page(header, int(host(which.page))), values) for header, values in shown]
        return taken


def _sized(answer: Any, symbol: Any, batch: Any) -> Any:
    """The tensor with the sizes that Keras knows of it: in a graph those behind a table of words are lost."""
    import keras

    sizes = tuple(symbol.shape[1:])
    if None not in tuple(answer.shape) or None in sizes or symbol.shape[0] is not None:
        return answer
    return keras.ops.reshape(answer, (answer.shape[0] or batch.shape[0], *sizes))


def _on_page(header: "Picture", page: int) -> "Picture":
    """The header with the number of the first of its maps or units."""
    if header.form not in ("maps", "bars"):
        return header
    return msgspec.structs.replace(header, first=min(page * header.count, header.total - header.count))


def _whole_number(value: int) -> Any:
    import keras

    return keras.ops.convert_to_tensor(value, dtype="int32")
