"""Drawings to begin with: documents that ship with the package."""

from functools import cache
from importlib.resources import files

from playground.errors import DocumentError
from playground.network import SUFFIX, Document, decode_document
from playground.protocol import Template

TEMPLATES = (
    Template("digits_cnn", "Convolutional network", "Reads handwritten digits of 8×8 pixels with two convolutions."),
    Template("digits_mlp", "Dense network", "The same digits, flattened, through two dense layers."),
    Template("digits_residual", "Residual network", "A convolution with a shortcut around it: two branches that meet."),
    Template("spiral_mlp", "Spiral", "Two inputs, three small dense layers, and two arms to tell apart."),
)


def templates() -> tuple[Template, ...]:
    """All templates, in the order they are shown."""
    return TEMPLATES


@cache
def read_template(name: str) -> Document:
    """A template's document.

    Raises:
        DocumentError: there is no template of that name.
    """
    if all(template.name != name for template in TEMPLATES):
        known = ", ".join(template.name for template in TEMPLATES)
        raise DocumentError(f"There is no template “{name}”; there are {known}.")
    return decode_document((files("playground.session") / "templates" / f"{name}{SUFFIX}").read_bytes())
