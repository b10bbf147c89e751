"""The formats that can be exported to, by name. A new one is a module with the members of `Format`, and a line here."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from playground.exporting import _keras_file, _saved_model

if TYPE_CHECKING:
    import keras
    import numpy as np

    Answer = Callable[[list[np.ndarray]], list[np.ndarray]]


class Format(Protocol):
    """One export format; a module fits.

    Attributes:
        TITLE: What people call it.
        SUFFIX: Ending of its paths, empty for none.
        FOLDER: The entries it may write when it is a folder; empty when it is a file.
        NAMES_CLASSES: Whether it only names the model's classes, so that it loads where they are known.
    """

    TITLE: str
    SUFFIX: str
    FOLDER: frozenset[str]
    NAMES_CLASSES: bool

    def write(self, model: "keras.Model", path: Path, input_names: Sequence[str]) -> None:
        """Write the model to `path`, which does not exist; each input answers to its name in `input_names`."""

    def load(self, path: Path, input_names: Sequence[str], output_names: Sequence[str]) -> "Answer":
        """Load what was written, as something that turns one array an input into one array an output.

        Runs in the fresh process; in the user's own where only that one knows the model's classes.
        """


FORMATS: Mapping[str, Format] = MappingProxyType({"saved_model": _saved_model, "keras": _keras_file})
"""Every format by its name, the usual one first."""
