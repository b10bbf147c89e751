"""A class to begin with: what *New layer* writes into a cell."""

import keyword
import re
from string import Template

from playground.catalog import is_own, kind
from playground.errors import EditError

_SOURCE = Template('''\
import keras
import playground as pg


@pg.register
class $name(keras.layers.Layer):
    """Multiplies each feature by a learned factor; write here what your layer does.

    Args:
        start: Float. The factor before training.
    """

    def __init__(self, start: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.factor = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            name="factor",
        )

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "start": self.start}
''')


def layer_source(name: str) -> str:
    """Python that defines and registers a layer of this name: a whole one, to be changed into what is wanted.

    Raises:
        EditError: the name is none of a class, or one of Keras's own.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        better = _class_name(name)
        hint = f"; “{better}” is one" if better else ""
        raise EditError(f"“{name}” is no name of a Python class{hint}.")
    if kind(name) is not None and not is_own(name, "layers"):
        raise EditError(f"“{name}” is the name of one of Keras's own layers; give yours another.")
    return _SOURCE.substitute(name=name)


def _class_name(text: str) -> str:
    words = re.findall(r"[^\W_]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words).lstrip("0123456789")
    return name if name.isidentifier() and not keyword.iskeyword(name) else ""
