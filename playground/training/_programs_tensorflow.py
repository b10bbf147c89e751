"""The compiled calls: many of Keras's own steps over data that is on the device. Knows nothing of runs or time."""

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from playground.training._measuring_tensorflow import Applied
from playground.training._small_loops_tensorflow import compile_small_loops_whole

Fold = Callable[[Sequence[Any]], Any]


class Programs:
    """Compiled loops around `model.train_step` and `model.test_step`.

    All take the tensors of the data flat, after their own arguments. Values come back as one row a step, float32, in
    the order of `names`. `loss` in a row is that of the step's batch alone: the model's loss tracker is emptied before
    every step; all other metrics run on from the start of the epoch, as in `fit`.
    """

    def __init__(self, model: Any, batch_size: int, fold: Fold, fold_test: Fold) -> None:
        """Keep what the loops close over; the folds make flat tensors what `train_step` and `test_step` take."""
        self.model = model
        self.batch_size = batch_size
        self.fold = fold
        self.fold_test = fold_test
        self.names: tuple[str, ...] = ()
        self.test_names: tuple[str, ...] = ()
        self.measured: tuple[str, ...] = ()
        self.train = _compiled(self._train)
        self.measured_step = _compiled(self._measured_step)
        self.test = _compiled(self._test)

    def _train(self, order: Any, start: Any, count: Any, *data: Any) -> Any:
        """Steps `start` to `start + count` of an epoch in this order; the last one may be a partial batch."""
        self._reset_at(start)
        samples = order.shape[0]
        values = tf.TensorArray(tf.float32, size=count)

        def body(done: Any, values: Any) -> Any:
            first = (start + done) * self.batch_size
            if samples % self.batch_size == 0:
                indices = tf.slice(order, [first], [self.batch_size])
            else:
                indices = order[first : tf.minimum(first + self.batch_size, samples)]
            return done + 1, values.write(done, self._train_row(_gathered(data, indices)))

        return tf.while_loop(lambda done, _: done < count, body, [tf.constant(0), values])[1].stack()

    def _measured_step(self, order: Any, start: Any, *data: Any) -> Any:
        """One step like those of `train`, and what its optimizer was given and did; `measured` names the variables."""
        self._reset_at(start)
        first = start * self.batch_size
        indices = order[first : tf.minimum(first + self.batch_size, order.shape[0])]
        applied = Applied()
        with applied.listening(self.model.optimizer):
            row = self._train_row(_gathered(data, indices))
        self.measured = tuple(variable.path for variable in applied.variables)
        return (row, *applied.measured())

    def _test(self, start: Any, count: Any, *data: Any) -> Any:
        """Steps of the validation data in its own order; the row of the last one, which counts all before it."""
        self._reset_at(start)
        samples = data[0].shape[0]
        values = tf.TensorArray(tf.float32, size=count)

        def body(done: Any, values: Any) -> Any:
            first = (start + done) * self.batch_size
            if samples % self.batch_size == 0:
                batch = _sliced(data, first, self.batch_size)
            else:
                batch = tuple(array[first : tf.minimum(first + self.batch_size, samples)] for array in data)
            return done + 1, values.write(done, self._test_row(batch))

        return tf.while_loop(lambda done, _: done < count, body, [tf.constant(0), values])[1].read(count - 1)

    def fast_train(self, capacity: int) -> Any:
        """`train` with XLA: whole batches only, at most `capacity` of them a call; the rows past `count` are empty."""

        def train(order: Any, start: Any, count: Any, *data: Any) -> Any:
            self._reset_at(start)
            return self._whole_batches(order, start, count, data, self._rows(capacity, self.names), 0).stack()

        return _compiled(train, xla=True)

    def fast_test(self) -> Any:
        """`test` with XLA: whole batches only."""

        def test(start: Any, count: Any, *data: Any) -> Any:
            self._reset_at(start)
            return self._test_whole_batches(start, count, data)

        return _compiled(test, xla=True)

    def fast_epochs(self, capacity: int, samples: int, tests: int, arrays: int) -> Any:
        """Whole epochs with XLA, each with its validation: at most `capacity` of them a call.

        The call takes the orders, an epoch a row, and the count; gives rows of all steps, and a test row an epoch.
        `samples` and `tests` say how many there are, `arrays` how many of the tensors are the training data's.
        """
        size = self.batch_size
        whole, partial = divmod(samples, size)
        steps = whole + (partial > 0)
        test_whole, test_partial = divmod(tests, size)

        def epochs(orders: Any, count: Any, *tensors: Any) -> Any:
            data, test_data = tensors[:arrays], tensors[arrays:]

            def body(epoch: Any, rows: Any, tested: Any) -> Any:
                order = orders[epoch]
                self.model.reset_metrics()
                rows = self._whole_batches(order, tf.constant(0), tf.constant(whole), data, rows, epoch * steps)
                if partial:
                    last = self._train_row(_gathered(data, order[whole * size :]))
                    rows = rows.write(epoch * steps + whole, last)
                if tests:
                    self.model.reset_metrics()
                    row = tf.zeros([len(self.test_names)])
                    if test_whole:
                        row = self._test_whole_batches(tf.constant(0), tf.constant(test_whole), test_data)
                    if test_partial:
                        row = self._test_row(tuple(array[test_whole * size :] for array in test_data))
                    tested = tested.write(epoch, row)
                return epoch + 1, rows, tested

            rows = self._rows(capacity * steps, self.names)
            tested = self._rows(capacity, self.test_names)
            done = tf.while_loop(lambda epoch, *_: epoch < count, body, [tf.constant(0), rows, tested])
            return done[1].stack(), done[2].stack()

        return _compiled(epochs, xla=True)

    def _whole_batches(self, order: Any, start: Any, count: Any, data: Any, rows: Any, place: Any) -> Any:  # noqa: PLR0917  # private
        def body(done: Any, rows: Any) -> Any:
            indices = tf.gather(order, self._places(start + done))
            return done + 1, rows.write(place + done, self._train_row(_gathered(data, indices)))

        return tf.while_loop(lambda done, _: done < count, body, [tf.constant(0), rows])[1]

    def _test_whole_batches(self, start: Any, count: Any, data: Any) -> Any:
        def body(done: Any, _: Any) -> Any:
            return done + 1, self._test_row(_gathered(data, self._places(start + done)))

        empty = tf.zeros([len(self.test_names)])
        return tf.while_loop(lambda done, _: done < count, body, [tf.constant(0), empty])[1]

    def _places(self, step: Any) -> Any:
        """Positions of a whole batch; a slice would make XLA compile anew for every step that a call starts at."""
        return step * self.batch_size + tf.range(self.batch_size)

    def _rows(self, size: int, names: tuple[str, ...]) -> Any:
        return tf.TensorArray(tf.float32, size=size, element_shape=(len(names),))

    def _reset_at(self, start: Any) -> None:
        def reset() -> Any:
            self.model.reset_metrics()
            return tf.constant(0)

        tf.cond(tf.equal(start, 0), reset, lambda: tf.constant(0))

    def _train_row(self, batch: Sequence[Any]) -> Any:
        tracker = getattr(self.model, "_loss_tracker", None)
        if tracker is not None:
            tracker.reset_state()
        self.names, row = _row(self.model.train_step(self.fold(batch)))
        return row

    def _test_row(self, batch: Sequence[Any]) -> Any:
        self.test_names, row = _row(self.model.test_step(self.fold_test(batch)))
        return row


def _compiled(function: Callable[..., Any], *, xla: bool = False) -> Any:
    """A `tf.function` that does not warn of tracing too often: every model traces its own."""
    if xla:
        compile_small_loops_whole()
    compiled = tf.function(function, autograph=False, jit_compile=xla)
    compiled._omit_frequent_tracing_warning = True  # noqa: SLF001  # there is no public switch
    return compiled


def _row(logs: Any) -> tuple[tuple[str, ...], Any]:
    """Names and values of a step's logs; a metric of several values is recorded by their mean."""
    if not isinstance(logs, dict):
        logs = {"loss": logs}
    values = [tf.reduce_mean(tf.cast(value, tf.float32)) for value in logs.values()]
    return tuple(str(name) for name in logs), tf.stack(values)


def _gathered(data: Sequence[Any], indices: Any) -> tuple[Any, ...]:
    return tuple(tf.gather(array, indices) for array in data)


def _sliced(data: Sequence[Any], first: Any, size: int) -> tuple[Any, ...]:
    return tuple(tf.slice(array, [first, *[0] * (len(array.shape) - 1)], [size, *array.shape[1:]]) for array in data)
