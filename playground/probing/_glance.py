"""One node looked at again and again while its model trains: what it puts out for a batch, or attends to."""

from typing import TYPE_CHECKING, Any, Literal

from playground.errors import PlaygroundError
from playground.probing._attention import by_head, looks_of
from playground.probing._attribution import AT_ONCE
from playground.probing._compiled import compiled
from playground.probing._forward import find, forward, model_of
from playground.probing._inputs import input_arrays, input_tensors
from playground.probing._projection import numbers_of, rows_of
from playground.probing._still import Weights, reader, using

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras
    import numpy as np

    from playground.modeling import Graph

GlanceAt = Literal["values", "attention"]


class Glance:
    """Gives for one node and batches of one size what `values_of` or `attention_maps` does, and is compiled for it.

    Preparing runs Python of the model (0.1 to 1 s), so nothing else may do so meanwhile; one that `is_ready` can look
    from any thread, with weights that were read before, while the model trains on.
    """

    def __init__(self, model: "keras.Model | Graph", node: str, at: GlanceAt, batch: Any) -> None:
        """Look at a node.

        Args:
            model: A functional or sequential model, or the `Graph` of a network.
            node: Of a `Graph` a node's id or path, of a Keras model a layer's name or path.
            at: Its `values`, or its `attention`.
            batch: What is looked at: an array, one array an input in a sequence, or by the input layer's name.

        Raises:
            PlaygroundError: There is no such node.
            DataError: The batch does not fit the model's inputs.
        """
        self._model = model_of(model)
        self._node = node
        self._place = find(model, node)
        self._at = at
        self._arrays = input_arrays(self._model, batch)
        self._run: Callable[..., Any] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can look without compiling."""
        return self._run is not None

    def use(self, batch: Any) -> None:
        """Look at another batch from now on, of as many samples.

        Raises:
            DataError: It does not fit the model's inputs.
        """
        self._arrays = input_arrays(self._model, batch)

    def prepare(self) -> None:
        """Compile what it needs.

        Raises:
            PlaygroundError: The node puts out no numbers for each sample, or has no attention, or computes nothing.
        """
        self._prepared()

    def look(self, weights: Weights) -> "np.ndarray":
        """What `values_of` or `attention_maps` gives for the batch, with weights as a `Probe` reads them.

        Raises:
            PlaygroundError: as `prepare`, or the node does not put out something for each sample.
        """
        import numpy as np

        run, count = self._prepared(), self._count
        answers = [run(*weights, *self._part(start)) for start in range(0, count, self._at_once)]
        found = np.concatenate([(rows_of if self._at == "values" else by_head)(each) for each in answers])[:count]
        if len(found) != count:
            raise PlaygroundError(f"“{self._node}” does not put out something for each sample.")
        return found

    def _prepared(self) -> "Callable[..., Any]":
        if self._run is not None:
            return self._run
        weights = reader(self._model)()
        read = numbers_of if self._at == "values" else looks_of

        def run(*given: Any) -> Any:
            seen: list[Any] = []

            def visit(call: Any) -> None:
                if call.place == self._place:
                    seen.append(read(call))

            with using(self._model, given[: len(weights)]):
                forward(self._model, list(given[len(weights) :]), visit)
            if not seen:
                raise PlaygroundError(f"“{self._node}” computes nothing of the inputs: choose a layer behind them.")
            return seen[0]

        self._run = compiled(run, *weights, *self._part(0))
        return self._run

    @property
    def _count(self) -> int:
        return len(self._arrays[0])

    @property
    def _at_once(self) -> int:
        return min(self._count, AT_ONCE)

    def _part(self, start: int) -> list[Any]:
        """As many samples as are looked at at once, from a place on; past the end of the batch its last over again."""
        import numpy as np

        rows = np.minimum(np.arange(start, start + self._at_once), self._count - 1)
        return input_tensors(self._model, [np.asarray(each)[rows] for each in self._arrays])
