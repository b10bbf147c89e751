"""What an optimizer was given and what it did, measured in the graph of one step. Knows nothing of runs or time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from playground.training._vitals import BINS


class Applied:
    """The gradients that a step's optimizer was given, and the weights before: filled while the step is traced.

    Nothing of the model's `train_step` is touched, also where it is somebody's own: the optimizer is listened to.
    """

    def __init__(self) -> None:
        self.variables: list[Any] = []
        self.gradients: list[Any] = []
        self.before: list[Any] = []

    @contextmanager
    def listening(self, optimizer: Any) -> Iterator[None]:
        """Listen to the optimizer while the block lasts."""
        apply = optimizer.apply

        def heard(grads: Sequence[Any], trainable_variables: Sequence[Any] | None = None) -> Any:
            variables = list(optimizer._trainable_variables if trainable_variables is None else trainable_variables)  # noqa: SLF001  # what `apply` takes then
            scale = getattr(optimizer, "dynamic_scale", None)
            for gradient, variable in zip(grads, variables, strict=True):
                if gradient is None:
                    continue
                self.variables.append(variable)
                self.gradients.append(
                    _dense(gradient) if scale is None else _dense(gradient) / tf.cast(scale, gradient.dtype)
                )
                self.before.append(variable.value.read_value())
            return apply(grads, trainable_variables)

        optimizer.apply = heard
        try:
            yield
        finally:
            del optimizer.apply

    def measured(self) -> tuple[Any, Any]:
        """Norms of each variable, as `Vitals` names them, and histograms of its weights and its gradients.

        Returns:
            float32 tensors of shape (variables, 4) and (variables, 2, 2 + BINS).
        """
        rows, shapes = [], []
        for variable, gradient, before in zip(self.variables, self.gradients, self.before, strict=True):
            row, shape = _measures(*(_flat(each) for each in (before, variable.value.read_value(), gradient)))
            rows.append(row)
            shapes.append(shape)
        if not rows:
            return tf.zeros((0, 4)), tf.zeros((0, 2, 2 + BINS))
        return tf.stack(rows), tf.stack(shapes)


def _dense(gradient: Any) -> Any:
    """The values of a gradient; of one by rows, as an embedding has, those of its rows, each row once."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    rows, places = tf.unique(gradient.indices)
    return tf.math.unsorted_segment_sum(gradient.values, places, tf.size(rows))


def _flat(values: Any) -> Any:
    return tf.reshape(tf.cast(values, tf.float32), [-1])


def _measured(before: Any, after: Any, slope: Any) -> tuple[Any, Any]:
    """The norms of one variable, and the histograms of its weights and its gradient."""
    unsound = tf.reduce_mean(tf.cast(tf.logical_not(tf.math.is_finite(slope)), tf.float32))
    norms = [tf.norm(slope), tf.norm(before), tf.norm(after - before), unsound]
    return tf.stack(norms), tf.stack([_histogram(before), _histogram(slope)])


# One graph for all variables of all models, which TensorFlow optimises once: to make one for each took a quarter of the
# processor time that a small network's run took to get ready.
_measures = tf.function(
    _measured,
    autograph=False,
    input_signature=[tf.TensorSpec([None], tf.float32)] * 3,
    experimental_attributes={"_noinline": True},
)


def _histogram(values: Any) -> Any:
    """Lowest and highest finite value, then how many lie in each of the bins between; zeros where none is finite."""
    sound = tf.boolean_mask(values, tf.math.is_finite(values))
    some = tf.size(sound) > 0
    low, high = (tf.where(some, edge(sound), 0.0) for edge in (tf.reduce_min, tf.reduce_max))
    span = tf.where(high > low, high - low, 1.0)
    places = tf.cast(tf.minimum((sound - low) / span * BINS, BINS - 1.0), tf.int32)
    counts = tf.math.bincount(places, minlength=BINS, maxlength=BINS)
    return tf.concat([tf.stack([low, high]), tf.cast(counts, tf.float32)], 0)
