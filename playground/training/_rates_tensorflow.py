"""The learning rate of steps that are done: the optimizer's, or its schedule's at their numbers. Knows no run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

Floats = np.ndarray[Any, np.dtype[np.float32]]
_BLOCK = 4096


class Rates:
    """Reads the learning rate of one optimizer, at no cost to the compiled steps.

    A schedule is a function of the number of the step: it is computed for thousands of steps in one call, ahead.
    """

    def __init__(self, optimizer: Any) -> None:
        """Compile the schedule, if there is one."""
        import keras

        self._optimizer = getattr(optimizer, "inner_optimizer", optimizer)
        schedule = vars(self._optimizer).get("_learning_rate")
        self._schedule: Callable[[Any], Any] | None = None
        self._first, self._block = 0, np.empty(0, np.float32)
        self._known = True
        if isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule):
            self._schedule = _of_many(schedule)
            self.latest(1)

    def latest(self, count: int) -> Floats | None:
        """Of the last `count` steps, shape (count,); None where the optimizer can't say.

        Without a schedule it is that of now for all of them: nobody changes it while they are run.
        """
        if not self._known:
            return None
        try:
            if self._schedule is None:
                return np.full(count, float(self._optimizer.learning_rate), np.float32)
            # Of steps that a loss scale skipped, the numbers are those of the steps before.
            first = max(0, int(self._optimizer._iterations) - count)  # noqa: SLF001  # `iterations` counts accumulated ones once
            return self._scheduled(first, count)
        except Exception:  # noqa: BLE001  # whatever a stranger's optimizer or schedule raises, training goes on
            self._known = False
            return None

    def _scheduled(self, first: int, count: int) -> Floats:
        if not self._first <= first <= first + count <= self._first + len(self._block):
            numbers = tf.range(first, first + max(count, _BLOCK), dtype=tf.int64)
            self._first, self._block = first, self._schedule(numbers).numpy()  # type: ignore[misc]  # asked for with one only
        return self._block[first - self._first :][:count]


def _of_many(schedule: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def each(number: Any) -> Any:
        return tf.cast(schedule(number), tf.float32)

    compiled: Callable[[Any], Any] = tf.function(
        lambda numbers: tf.vectorized_map(each, numbers),
        input_signature=[tf.TensorSpec([None], tf.int64)],
        autograph=False,
    )
    return compiled
