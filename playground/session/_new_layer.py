"""A class to begin with: what *New layer* writes into a cell."""

import keyword
import re
from collections.abc import Mapping
from string import Template
from typing import Any

from playground.catalog import is_own, kind
from playground.errors import EditError

_SOURCE = Template('''\
import keras
import playground as pg


@pg.register
class $name(keras.layers.Layer):
    """Multiplies each feature by a learned factor; write here what your layer does.

    Args:
$texts
    """

    def __init__(self, $parameters, **kwargs):
        super().__init__(**kwargs)
$kept

    def build(self, input_shape):
        self.factor = self.add_weight(
            shape=(input_shape[-1],),
            initializer=$initializer,
            name="factor",
        )

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), $config}
''')
_WIDTH = 88


def layer_source(name: str, settings: Mapping[str, Any] | None = None) -> str:
    """Python that defines and registers a layer of this name: a whole one, to be changed into what is wanted.

    Args:
        name: Of the class.
        settings: What its parameters are called, and their defaults; one, `start`, when there are none.

    Raises:
        EditError: the name is none of a class, or one of Keras's own; a setting's name is none of a parameter.
    """
    if not _is_name(name):
        better = _class_name(name)
        hint = f"; “{better}” is one" if better else ""
        raise EditError(f"“{name}” is no name of a Python class{hint}.")
    if kind(name) is not None and not is_own(name, "layers"):
        raise EditError(f"“{name}” is the name of one of Keras's own layers; give yours another.")
    for setting in settings or ():
        if not _is_name(setting) or setting in ("self", "kwargs"):
            raise EditError(f"“{setting}” is no name of a Python parameter, so no class can have it as a setting.")
    given = dict(settings or {})
    texts = dict.fromkeys(given, "What it does.") or {"start": "Float. The factor before training."}
    parameters = [f"{setting}={value!r}" for setting, value in given.items()] or ["start: float = 1.0"]
    return _SOURCE.substitute(
        name=name,
        texts="\n".join(f"        {setting}: {text}" for setting, text in texts.items()),
        parameters=_wrapped(parameters),
        kept="\n".join(f"        self.{setting} = {setting}" for setting in texts),
        initializer='"ones"' if given else "keras.initializers.Constant(self.start)",
        config=", ".join(f'"{setting}": self.{setting}' for setting in texts),
    )


def _wrapped(parameters: list[str]) -> str:
    """Parameters on one line, or one a line where that would be long."""
    line = ", ".join(parameters)
    return line if len(line) <= _WIDTH else "\n        " + ",\n        ".join(parameters)


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _class_name(text: str) -> str:
    words = re.findall(r"[^\W_]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words).lstrip("0123456789")
    return name if _is_name(name) else ""
