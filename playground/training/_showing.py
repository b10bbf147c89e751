"""A model with the weights of an earlier moment, for as long as somebody looks back; then it has those of now again."""

import threading
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.training._snapshots import Snapshot

_showing: "weakref.WeakKeyDictionary[Any, Showing]" = weakref.WeakKeyDictionary()


class Showing:
    """Which moment of a run its model has.

    Attributes:
        snapshot: The moment; None for the latest step.
    """

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.turn = threading.RLock()
        self._model: Any = None
        self._present: tuple[np.ndarray[Any, Any], ...] = ()

    def show(self, model: Any, snapshot: Snapshot) -> None:
        """Give the model the weights of a moment; those that it has now are kept for `back`."""
        with self.turn:
            if self.snapshot is None:
                self._present = values_of(model.variables)
                self._model = model
                _showing[model] = self
            put(model.variables, snapshot.weights)
            self.snapshot = snapshot

    def back(self) -> None:
        """Give the model the weights of the latest step again; nothing happens where it has them."""
        with self.turn:
            if self.snapshot is not None:
                put(self._model.variables, self._present)
                self.forget()

    def forget(self) -> None:
        """Leave the model with the weights that it has."""
        _showing.pop(self._model, None)
        self.snapshot, self._model, self._present = None, None, ()

    @staticmethod
    def leave(model: Any) -> None:
        """Another run begins with the weights that the model has now: nobody gives it others any more."""
        showing = _showing.get(model)
        if showing is not None:
            with showing.turn:
                if showing.snapshot is not None:
                    showing.forget()


def values_of(variables: Sequence[Any]) -> tuple[np.ndarray[Any, Any], ...]:
    """Copies of the values of Keras variables, in the memory of the host."""
    import keras

    return tuple(np.array(keras.ops.convert_to_numpy(each.value)) for each in variables)


def put(variables: Sequence[Any], values: Sequence[np.ndarray[Any, Any]]) -> None:
    """Give variables values; of each a copy, since an engine may change in place what it is given."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(np.array(value))
