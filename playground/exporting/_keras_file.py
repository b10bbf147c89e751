"""Keras's own `.keras` file: weights, structure and how the model was compiled."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playground.exporting._answers import answers

if TYPE_CHECKING:
    import keras
    import numpy as np

TITLE = ".keras file"
SUFFIX = ".keras"
FOLDER: frozenset[str] = frozenset()
NAMES_CLASSES = True


def write(model: "keras.Model", path: Path, input_names: Sequence[str]) -> None:  # noqa: ARG001  # all names are kept
    """Write the file `path` with `model.save`."""
    model.save(path)


def load(
    path: Path,
    input_names: Sequence[str],  # noqa: ARG001  # the file knows its inputs
    output_names: Sequence[str],  # noqa: ARG001  # and its outputs
) -> "Callable[[list[np.ndarray]], list[np.ndarray]]":
    """Load in Keras's safe mode, which runs no code that the file brings."""
    import keras

    return partial(answers, keras.saving.load_model(path, safe_mode=True, compile=False))
