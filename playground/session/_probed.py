"""The samples that can be looked at, in their order, as a model takes them and as people read them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.datasets import Dataset

PROBE_SAMPLES = 64


class Probed:
    """The samples that can be looked at, by their places in the order in which `Dataset.probe` takes them."""

    def __init__(self, data: "Dataset") -> None:
        """Of the validation data that came along, or else of all the data."""
        self._source = data.probed
        self._order = data.probe_order()

    def __len__(self) -> int:
        """Count them."""
        return len(self._order)

    def around(self, place: int) -> tuple["Dataset", int]:
        """A batch of the first samples with this one in it, in the place of the last if need be; and where it is."""
        first = self._order[:PROBE_SAMPLES]
        if place < len(first):
            return self._source.take(first), place
        import numpy as np

        return self._source.take(np.append(first[:-1], self._order[place])), len(first) - 1

    def of_class(self, label: int) -> tuple["Dataset", int]:
        """A batch that begins with samples of one class, and how many these are; 0 where there are none."""
        import numpy as np

        first, labels = self._order[:PROBE_SAMPLES], self._source.labels
        if labels is None:
            return self._source.take(first), 0
        mine = self._order[labels[self._order] == label][: len(first)]
        return self._source.take(np.append(mine, first[: len(first) - len(mine)])), len(mine)

    def first(self, count: int) -> "Dataset":
        """The first samples, of as many classes as there are."""
        return self._source.take(self._order[:count])

    def one(self, place: int) -> "Dataset":
        """The sample alone."""
        return self._source.take(self._order[place : place + 1])

    def label(self, place: int) -> str:
        """Its class as text, or its target as `labels_of` gives it."""
        labels = self._source.labels
        return labels_of(self.one(place))[0] if labels is None else self.name_of(int(labels[self._order[place]]))

    def name_of(self, label: int) -> str:
        """What a class is called: its name, or its number."""
        names = self._source.class_names
        return names[label] if 0 <= label < len(names) else str(label)

    def truths(self, count: int) -> "np.ndarray":
        """One number for each of the first samples, float64: its class, or its target; NaN where that is more."""
        import numpy as np

        rows, labels = self._order[:count], self._source.labels
        if labels is not None:
            return labels[rows].astype(np.float64)
        single = [each for each in self._source.targets.values() if each.ndim == 1 or each.shape[1:] == (1,)]
        if not single or single[0].dtype.kind not in "biuf":
            return np.full(len(rows), np.nan)
        return single[0][rows].reshape(len(rows)).astype(np.float64)


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


def labels_of(batch: "Dataset") -> list[str]:
    """The target of each sample as text: a class name, a number, or nothing when there is more than that.

    Of several targets it is the first of one value, such as the kind of what stands in a box.
    """
    count = batch.summary.samples
    single = [values for values in batch.targets.values() if values.ndim == 1 or values.shape[1:] == (1,)]
    if not single:
        return [""] * count
    flat, names = single[0].reshape(count), batch.summary.class_names
    if flat.dtype.kind in "iu" and 0 <= flat.min() <= flat.max() < len(names):
        return [names[int(value)] for value in flat]
    return [f"{value:g}" for value in flat]
