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
            after = variable.value.read_value()
            weights, slope = tf.cast(before, tf.float32), tf.cast(gradient, tf.float32)
            rows.append(
                tf.stack(
                    [tf.norm(slope), tf.norm(weights), tf.norm(tf.cast(after, tf.float32) - weights), _unsound(slope)]
                )
            )
            shapes.append(tf.stack([_histogram(weights), _histogram(slope)]))
        if not rows:
            return tf.zeros((0, 4)), tf.zeros((0, 2, 2 + BINS))
        return tf.stack(rows), tf.stack(shapes)


def _dense(gradient: Any) -> Any:
    """The values of a gradient; of one by rows, as an embedding has, those of its rows, each row once."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    rows, places = tf.unique(gradient.indices)
    return tf.math.unsorted_segment_sum(gradient.values, places, tf.size(rows))


def _unsound(values: Any) -> Any:
    return tf.reduce_mean(tf.cast(tf.logical_not(tf.math.is_finite(values)), tf.float32))


def _histogram(values: Any) -> Any:
    """Lowest and highest finite value, then how many lie in each of the bins between."""
    flat = tf.reshape(values, [-1])
    sound = tf.boolean_mask(flat, tf.math.is_finite(flat))
    some = tf.size(sound) > 0

    def counted() -> Any:
        low, high = tf.reduce_min(sound), tf.reduce_max(sound)
        span = tf.where(high > low, high - low, 1.0)
        places = tf.cast(tf.minimum((sound - low) / span * BINS, BINS - 1.0), tf.int32)
        counts = tf.math.bincount(places, minlength=BINS, maxlength=BINS)
        return tf.concat([tf.stack([low, high]), tf.cast(counts, tf.float32)], 0)

    return tf.cond(some, counted, lambda: tf.zeros(2 + BINS))
