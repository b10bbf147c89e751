"""`Probe`: pictures of the outputs of nodes, for one batch, while the model trains."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playground.probing._choose import Size, picture, visible
from playground.probing._compiled import compiled
from playground.probing._inputs import input_tensors
from playground.probing._pack import Drawn, Slot, pack, unpack
from playground.probing._reduce import measure

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.protocol import Picture

_KEPT = 8


class Probe:
    """Looks into a model with one batch: a thumbnail of every visible node, a larger picture of one.

    A compiled function is made for each set of visible nodes, when first asked for (0.1 to 1 s), and the last 8 are
    kept. It reads the weights that the model has at that moment. Call it from the thread that trains, between steps.
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
        self._looks: OrderedDict[tuple[frozenset[str], str | None], _Look] = OrderedDict()

    @property
    def samples(self) -> int:
        """How many samples the probe batch has."""
        return int(self._inputs[0].shape[0])

    def pictures(
        self, nodes: Sequence[str], focus: str | None = None, sample: int = 0
    ) -> "list[tuple[Picture, np.ndarray]]":
        """Pictures with the weights of now, thumbnails first, in the order of the model's nodes.

        Args:
            nodes: Ids of the nodes to make thumbnails of. Nodes that the model does not have, and nodes of text,
                have no picture.
            focus: Id of the node to make a larger picture of.
            sample: Which sample of the batch; past the end it is the last one.

        Returns:
            A header and its buffer each: uint8 `(count, height, width)` for maps, uint8 `(height, width, channels)`
            for an image, float32 `(count,)` for bars and histograms.
        """
        import keras

        seen = frozenset(nodes).intersection(self._tensors)
        enlarged = focus if focus in self._tensors else None
        if not seen and enlarged is None:
            return []
        key = (seen, enlarged)
        look = self._looks.pop(key, None) or self._look(seen, enlarged)
        self._looks[key] = look
        if len(self._looks) > _KEPT:
            self._looks.popitem(last=False)
        at = keras.ops.convert_to_tensor(min(max(sample, 0), self.samples - 1), dtype="int32")
        return look.pictures(at)

    def _look(self, nodes: frozenset[str], focus: str | None) -> "_Look":
        shown: list[tuple[str, Size]] = [(node, "thumbnail") for node in self._tensors if node in nodes]
        if focus is not None:
            shown.append((focus, "focus"))
        return _Look(self._model, self._tensors, shown, self._inputs)


class _Look:
    """The compiled function for one choice of pictures."""

    def __init__(
        self, model: "keras.Model", tensors: Mapping[str, Any], shown: Sequence[tuple[str, Size]], inputs: list[Any]
    ) -> None:
        import keras

        self._inputs = inputs
        self._slots: tuple[Slot, ...] = ()
        nodes = list(dict.fromkeys(node for node, _ in shown))
        model_inputs = {id(tensor) for tensor in model.inputs}
        seen = keras.Model(model.inputs, [tensors[node] for node in nodes], name="probe")

        def run(sample: Any, *batch: Any) -> Any:
            outputs = keras.tree.flatten(seen(list(batch), training=False))
            raw = dict(zip(nodes, outputs, strict=True))
            measured = {node: measure(output) for node, output in raw.items()}
            drawn = [
                Drawn(
                    node,
                    size,
                    measured[node].facts,
                    picture(
                        measured[node],
                        sample,
                        size,
                        is_input=id(tensors[node]) in model_inputs,
                        dtype=keras.backend.standardize_dtype(raw[node].dtype),
                    ),
                )
                for node, size in shown
            ]
            # Python runs here only while the graph is made; the layout is the same ever after.
            numbers, pixels, self._slots = pack(drawn)
            return numbers, pixels

        self._run: Callable[..., Any] = compiled(run)

    def pictures(self, sample: Any) -> "list[tuple[Picture, np.ndarray]]":
        import keras

        numbers, pixels = self._run(sample, *self._inputs)
        return unpack(keras.ops.convert_to_numpy(numbers), keras.ops.convert_to_numpy(pixels), self._slots)
