"""What the views have on the screen, and the pictures made of it while a run goes on."""

import threading
from typing import TYPE_CHECKING

from playground.probing import Probe
from playground.protocol import Picture, Pictures, Watch

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.datasets import Dataset
    from playground.modeling import Graph

PROBE_SAMPLES = 64
ALL_NODES = 32


class Screen:
    """The watches of all views, put together. A view that watches nothing is forgotten."""

    def __init__(self) -> None:
        """Nothing is watched."""
        self._lock = threading.Lock()
        self._watches: dict[str, Watch] = {}

    def take(self, watch: Watch) -> None:
        """Keep what a view shows now, in the place of what it showed before."""
        with self._lock:
            self._watches.pop(watch.view, None)
            if watch.nodes or watch.focus:
                self._watches[watch.view] = watch

    def watches(self) -> tuple[Watch, ...]:
        """The watches, the latest last."""
        with self._lock:
            return tuple(self._watches.values())


class Camera:
    """Takes the pictures of one graph on one probe batch."""

    def __init__(self, graph: "Graph", data: "Dataset", run: int) -> None:
        """Choose the batch; `run` numbers the run the pictures belong to."""
        self._nodes = {node_id: tensors[0] for node_id, tensors in graph.tensors.items() if tensors}
        batch = data.probe(PROBE_SAMPLES)
        self._probe = Probe(graph.model, self._nodes, inputs_for(graph.model, batch))
        self._labels = _labels(batch)
        self._samples = len(self._labels)
        self._turn = threading.Lock()
        self.run = run

    def take(self, watches: tuple[Watch, ...], step: int) -> tuple[Pictures, list["np.ndarray"]] | None:
        """Pictures of all that is watched, and their values; None when nothing of this graph is."""
        nodes = {node for watch in watches for node in watch.nodes if node in self._nodes}
        focused = {watch.focus for watch in watches if watch.focus in self._nodes}
        if not nodes and not focused:
            return None
        sample = watches[-1].sample % self._samples
        # Another set of nodes is another compiled function: a small network has one, whatever a view scrolls to.
        asked = list(self._nodes if nodes and len(self._nodes) <= ALL_NODES else nodes)
        with self._turn:
            taken: list[tuple[Picture, np.ndarray]] = []
            taken += (each for each in self._probe.pictures(asked, None, sample) if each[0].node in nodes)
            for focus in focused:
                taken += self._probe.pictures([], focus, sample)
        message = Pictures(
            run=self.run,
            step=step,
            sample=sample,
            samples=self._samples,
            label=self._labels[sample],
            pictures=tuple(picture for picture, _ in taken),
        )
        return message, [values for _, values in taken]


def inputs_for(model: "keras.Model", data: "Dataset") -> list["np.ndarray"]:
    """The data's arrays in the order of the model's inputs."""
    return list(data.inputs_for([tensor.name for tensor in model.inputs]).values())


def fits(model: "keras.Model", data: "Dataset") -> bool:
    """Whether the model takes the data's arrays: as many inputs, of shapes that agree where both are known."""
    if len(model.inputs) != len(data.inputs):
        return False
    return all(
        len(tensor.shape) == array.ndim
        and all(want in (None, got) for want, got in zip(tensor.shape[1:], array.shape[1:], strict=True))
        for tensor, array in zip(model.inputs, inputs_for(model, data), strict=True)
    )


def _labels(batch: "Dataset") -> list[str]:
    """The target of each sample as text: a class name, a number, or nothing when there is more than that."""
    count = batch.summary.samples
    if len(batch.targets) != 1:
        return [""] * count
    (values,) = batch.targets.values()
    names = batch.summary.class_names
    if values.ndim > 1 and values.shape[1:] != (1,):
        return [""] * count
    flat = values.reshape(count)
    if names:
        return [names[int(value)] for value in flat]
    return [f"{value:g}" for value in flat]
