"""What the inputs of an export are called, where the format is narrower than the canvas."""

import keyword
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from playground.errors import ExportError

if TYPE_CHECKING:
    import keras

_SCOPE = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*\Z")


def input_names(model: "keras.Model") -> list[str]:
    """A signature name for each input: the input layer's, made an identifier.

    Every character that is not an ASCII letter, digit or underscore becomes `_`; a name that then starts with no
    letter, or is a Python keyword, gets `input_` in front; of equal names the later ones are numbered: `a_b`, `a_b_2`.
    """
    taken: list[str] = []
    for tensor in getattr(model, "inputs", None) or ():
        name = tensor._keras_history.operation.name  # noqa: SLF001  # Keras has no public way
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not plain[:1].isalpha() or keyword.iskeyword(plain):
            plain = f"input_{plain}"
        taken.append(next(candidate for candidate in _numbered(plain) if candidate not in taken))
    return taken


def refuse_names_without_graph(model: "keras.Model") -> None:
    """Refuse layer names that TensorFlow can't put into a graph, so that the reason is said in our words.

    Raises:
        ExportError: A layer's name has a space or another character that TensorFlow refuses.
    """
    import keras

    for layer in model._flatten_layers(include_self=False):  # noqa: SLF001  # the only walk into nested models
        if not isinstance(layer, keras.layers.InputLayer) and not _SCOPE.match(layer.name):
            raise ExportError(
                f"The {type(layer).__name__} “{layer.name}” can't go into a SavedModel: TensorFlow takes only the "
                "letters a-z, digits and . _ - / in the name of a layer; rename it, or export a .keras file."
            )


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
