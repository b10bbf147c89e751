"""The engine on TensorFlow: runs steps, validation and whole epochs, keeps and restores weights, compiles with XLA.

It decides nothing: which call runs, and how many steps, is said by the loop above it.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from playground.training._programs_tensorflow import Programs
from playground.training._tracing import tracing_of

Array = np.ndarray[Any, Any]
Batchable = tuple[Any, Any, Any]

MOST_STEPS = 4096
_TRIES = 5  # a busy machine makes some slow
_TRY_SECONDS = 0.3


@dataclass(frozen=True)
class Fast:
    """XLA programs that are compiled and ready; `seconds` is what a step took when it was tried alone."""

    kind: str
    train: Any
    test: Any
    capacity: int
    seconds: float


class Retired(Exception):  # noqa: N818  # it is no error: who prepared something has come too late
    """The model was compiled anew, for another engine: what this one would trace now would be of the other's."""


class TensorFlowEngine:
    """Steps of one compiled model, with training and validation data on the device.

    Attributes:
        tracing: See `tracing_of`.
        retired: Whether the model was compiled anew for another engine; then nothing more is traced.
    """

    def __init__(self, model: Any, batch_size: int, train: Batchable, validation: Batchable | None) -> None:
        """Put the data on the device; (x, y, sample_weight) in the structures `train_step` takes."""
        import keras

        self.model = model
        self.batch_size = batch_size
        self.tracing = tracing_of(model)
        self.retired = False
        self._tree = keras.tree
        self._train = self._on_device(train)
        self._test = self._on_device(validation) if validation is not None else []
        self.samples = int(self._train[0].shape[0])
        self.tests = int(self._test[0].shape[0]) if self._test else 0
        self.steps = -(-self.samples // batch_size)
        self.test_steps = -(-self.tests // batch_size)
        self.programs = Programs(model, batch_size, self._folding(train), self._folding(validation))
        self._traced: set[str] = set()
        self._run: set[str] = set()
        self._measured: Any = None
        self.fast: Fast | None = None
        self._order = tf.range(self.samples, dtype=tf.int32)
        self._build(train)
        self._state = [*model.variables, *model.optimizer.variables]

    @property
    def device(self) -> str:
        """Where the steps run: `GPU` or `CPU`."""
        return "GPU" if tf.config.list_logical_devices("GPU") else "CPU"

    def reload(self, train: Batchable, validation: Batchable | None) -> bool:
        """Take other data of the same shapes without compiling anew; False when their shapes differ."""
        new, tests = self._on_device(train), self._on_device(validation) if validation is not None else []
        if _specs(new) != _specs(self._train) or _specs(tests) != _specs(self._test):
            return False
        self._train, self._test = new, tests
        return True

    def make_ready(self) -> None:
        """Trace the graph programs, and let TensorFlow optimise that of the steps, without running a step."""
        if not self.has_run("train"):
            self._call("train", self._order, tf.constant(1), tf.constant(0), *self._train)
        self._learn_names()
        self._traced |= {"train", "test"}

    def take_order(self, order: Array) -> None:
        """Set the order of the samples for the epoch that begins."""
        self._order = tf.constant(order, dtype=tf.int32)

    def train(self, start: int, count: int) -> Array:
        """Run steps of the epoch; a row of values a step."""
        return self._call("train", self._order, tf.constant(start), tf.constant(count), *self._train)

    def prepare_measured(self) -> None:
        """Trace `measured_step` where that is still to be done: safe on another thread while training goes on.

        Raises:
            Retired: It is too late.
        """
        with self._tracing_still():
            if self._measured is None:
                traced = self.programs.measured_step.get_concrete_function(self._order, tf.constant(0), *self._train)
                self._measured = traced

    @property
    def measures(self) -> bool:
        """Whether `measured_step` is ready."""
        return self._measured is not None

    def measured_step(self, start: int) -> tuple[Array, Array, Array]:
        """Run one step on the graph: its row as of `train`, and the numbers and distributions that `Vitals` takes."""
        values = self._measured(self._order, tf.constant(start), *self._train)
        self._run.add("measured_step")
        row, numbers, shapes = (_host(each) for each in values)
        return row[None], numbers, shapes

    def test(self, start: int, count: int) -> Array:
        """Run steps of the validation; one row, over all steps since the first."""
        return self._call("test", tf.constant(start), tf.constant(count), *self._test)

    def fast_train(self, fast: Fast, start: int, count: int) -> Array:
        """`train` through XLA, whole batches only."""
        return _host(fast.train(self._order, tf.constant(start), tf.constant(count), *self._train))[:count]

    def fast_test(self, fast: Fast, start: int, count: int) -> Array:
        """`test` through XLA, whole batches only."""
        return _host(fast.test(tf.constant(start), tf.constant(count), *self._test))

    def fast_epochs(self, fast: Fast, orders: Array) -> tuple[Array, Array]:
        """Run whole epochs through XLA, an order a row; rows of all steps, and a row of validation an epoch."""
        count = len(orders)
        padded = np.zeros((fast.capacity, self.samples), dtype=np.int32)
        padded[:count] = orders
        values, tests = fast.train(tf.constant(padded), tf.constant(count), *self._train, *self._test)
        return _host(values)[: count * self.steps], _host(tests)[:count]

    def compile_steps(self) -> Fast:
        """Compile `train` and `test` for XLA on copies of the weights: safe while training goes on.

        Raises:
            Retired: It is too late.
            Exception: Whatever XLA says of a model that it can't compile.
        """
        self._learn_names()
        capacity = min(MOST_STEPS, max(1, self.samples // self.batch_size))
        train = self.programs.fast_train(capacity)
        order = tf.range(self.samples, dtype=tf.int32)
        seconds = self._try(train, [order, tf.constant(0), tf.constant(1), *self._train])
        test = None
        if self.tests >= self.batch_size:
            test = self.programs.fast_test()
            self._try(test, [tf.constant(0), tf.constant(1), *self._test])
        return Fast("steps", train, test, capacity, seconds)

    def compile_epochs(self) -> Fast:
        """Compile whole epochs for XLA, likewise."""
        self._learn_names()
        capacity = max(1, min(256, MOST_STEPS // self.steps))
        epochs = self.programs.fast_epochs(capacity, self.samples, self.tests, len(self._train))
        orders = tf.zeros((capacity, self.samples), dtype=tf.int32)
        seconds = self._try(epochs, [orders, tf.constant(1), *self._train, *self._test])
        return Fast("epochs", epochs, None, capacity, seconds / self.steps)

    def snapshot(self) -> list[Any]:
        """All weights and the optimizer's state, on the device; cheap, as TensorFlow copies when they next change."""
        return [variable.value.read_value() for variable in self._state]

    @property
    def state_bytes(self) -> int:
        """What a copy of the weights and the optimizer's state takes, in bytes."""
        return sum(math.prod(each.shape) * tf.as_dtype(each.value.dtype).size for each in self._state)

    def to_host(self) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
        """Copies of the values of all weights, and of the optimizer's state, in the memory of the host."""
        values = tuple(_host(variable.value.read_value()) for variable in self._state)
        count = len(self.model.variables)
        return values[:count], values[count:]

    def restore(self, snapshot: Sequence[Any]) -> None:
        """Set weights and optimizer state to what they were."""
        for variable, value in zip(self._state, snapshot, strict=True):
            variable.assign(value)

    @staticmethod
    def is_finite(snapshot: Sequence[Any]) -> bool:
        """Whether no number of a snapshot is NaN or infinite."""
        return all(bool(tf.reduce_all(tf.math.is_finite(value))) for value in snapshot if value.dtype.is_floating)

    def _build(self, train: Batchable) -> None:
        """Make the variables of metrics and optimizer, which must not be made inside a loop."""
        first = slice(self.batch_size)
        batch = self._tree.map_structure(lambda each: None if each is None else tf.constant(each[first]), train)
        self.model._symbolic_build(data_batch=batch)  # noqa: SLF001  # what `fit` does before its first step

    @contextmanager
    def _tracing_still(self) -> Iterator[None]:
        with self.tracing:
            if self.retired:
                raise Retired
            yield

    def _learn_names(self) -> None:
        """Trace the graph programs where they have not run yet: XLA must know how many values a row has."""
        with self._tracing_still():
            if not self.programs.names:
                self.programs.train.get_concrete_function(self._order, tf.constant(0), tf.constant(1), *self._train)
            if self.tests and not self.programs.test_names:
                self.programs.test.get_concrete_function(tf.constant(0), tf.constant(1), *self._test)

    def _try(self, function: Any, arguments: list[Any]) -> float:
        """Compile and run once, then time runs, all on copies of the variables: TensorFlow passes them as captures."""
        with self._tracing_still():
            traced = function.get_concrete_function(*arguments)
        variables = {id(variable.handle): variable for variable in traced.graph.variables}
        copies: list[Any] = []
        captured: list[Any] = []
        for tensor in traced.captured_inputs:
            variable = variables.get(id(tensor))
            if variable is not None:
                copies.append(tf.Variable(variable.read_value(), trainable=False))
                tensor = copies[-1].handle  # noqa: PLW2901  # the copy stands in for it
            captured.append(tensor)
        call = traced._call_flat  # noqa: SLF001  # the only way to run a traced function on other variables
        call(arguments, captured)
        best, began = float("inf"), time.perf_counter()
        for _ in range(_TRIES):
            start = time.perf_counter()
            _host(tf.nest.flatten(call(arguments, captured))[0])
            best = min(best, time.perf_counter() - start)
            if time.perf_counter() - began > _TRY_SECONDS:
                break
        return best

    def _on_device(self, data: Batchable) -> list[Any]:
        return [tf.convert_to_tensor(array) for array in self._tree.flatten(data) if array is not None]

    def _folding(self, structure: Any) -> Callable[[Sequence[Any]], Any]:
        def fold(tensors: Sequence[Any]) -> Any:
            waiting = iter(tensors)
            return self._tree.map_structure(lambda array: None if array is None else next(waiting), structure)

        return fold

    def has_run(self, name: str) -> bool:
        """Whether the next call of `train`, `test` or `measured_step` only runs, and need not compile first."""
        return name in self._run

    def _call(self, name: str, *arguments: Any) -> Array:
        with nullcontext() if name in self._traced else self.tracing:
            values = getattr(self.programs, name)(*arguments)
        self._traced.add(name)
        self._run.add(name)
        return _host(values)


def _specs(tensors: Sequence[Any]) -> list[tuple[Any, Any]]:
    return [(tuple(tensor.shape), tensor.dtype) for tensor in tensors]


def _host(values: Any) -> Array:
    array: Array = values.numpy()
    return array
