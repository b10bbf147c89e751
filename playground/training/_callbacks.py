"""Keras callbacks, called as `fit` calls them. Knows which of them need every batch."""

from collections.abc import Mapping, Sequence
from typing import Any

_TRAIN_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
_TEST_HOOKS = ("on_test_batch_begin", "on_test_batch_end")


class Callbacks:
    """The callbacks of a run.

    Attributes:
        batchwise: The class name of the first callback that acts on single training batches, or None.
        test_batchwise: Whether one acts on single validation batches.
    """

    def __init__(self, callbacks: Sequence[Any], model: Any, epochs: int, steps: int) -> None:
        import keras

        self._batched = [callback for callback in callbacks if _acts(callback, _TRAIN_HOOKS)]
        self.batchwise = type(self._batched[0]).__name__ if self._batched else None
        self.test_batchwise = any(_acts(callback, _TEST_HOOKS) for callback in callbacks)
        self._any = bool(callbacks)
        self._list = keras.callbacks.CallbackList(
            list(callbacks), add_history=True, add_progbar=False, model=model, verbose=0, epochs=epochs, steps=steps
        )

    def __bool__(self) -> bool:
        return self._any

    def call(self, hook: str, *arguments: Any, logs: Mapping[str, Any] | None = None) -> None:
        """Call a hook of all callbacks, such as `on_epoch_end` with the epoch and its logs."""
        getattr(self._list, hook)(*arguments, logs)


def _acts(callback: Any, hooks: Sequence[str]) -> bool:
    """Whether a callback overrides a hook and does something there: Keras's own often override and only count."""
    if type(callback).__module__.startswith("keras."):
        if type(callback).__name__ in ("TerminateOnNaN", "History", "ProgbarLogger"):
            return False
        if getattr(callback, "save_freq", None) == "epoch" or getattr(callback, "update_freq", None) == "epoch":
            return False
    return any(not getattr(getattr(callback, hook), "_is_default", False) for hook in hooks)
