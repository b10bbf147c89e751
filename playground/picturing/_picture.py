"""A picture of a network: written as SVG or PNG, with the document inside, and shown by a notebook."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from playground.checking import Report, check
from playground.errors import DocumentError
from playground.network import Document, Network
from playground.picturing._drawing import scene_of
from playground.picturing._inside import KEYWORD, metadata_of, text_of
from playground.picturing._png import png_of
from playground.picturing._svg import svg_of
from playground.picturing._table import table_of

MOST_NODES = 1_000
"""Of a network that a notebook shows as a picture; of a larger one it shows the table alone."""
_SHOWN_PIXELS = 4_000_000
_MOST_SVG = 60_000


class NetworkPicture:
    """A drawing as a picture, made when it is asked for.

    Args:
        network: what is drawn.
        report: what checking says of it; None to check it now.
        document: what is put inside; None for the network alone.
        dark: colours for a dark page.
    """

    def __init__(
        self, network: Network, report: Report | None = None, document: Document | None = None, *, dark: bool = False
    ) -> None:
        self._document = Document(network) if document is None else document
        self._report = check(network) if report is None else report
        self._network, self._dark = network, dark
        self._scene = scene_of(network, self._report, dark=dark)

    @property
    def svg(self) -> str:
        """The text of an SVG file with the document inside."""
        return svg_of(self._scene, metadata_of(self._document))

    @property
    def png(self) -> bytes:
        """The bytes of a PNG file with the document inside: two pixels to a canvas pixel, fewer for a large drawing."""
        return png_of(self._scene, text={KEYWORD: text_of(self._document)})

    def save(self, path: str | Path) -> Path:
        """Write the picture; the ending of the path, `.svg` or `.png`, says as what.

        Raises:
            DocumentError: it has another ending, or can't be written to.
        """
        target = Path(path)
        match target.suffix.lower():
            case ".svg":
                content = self.svg.encode()
            case ".png":
                content = self.png
            case _:
                raise DocumentError(f"{target} is no place for a picture; end the path in .svg or .png.")
        try:
            target.write_bytes(content)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DocumentError(f"{target} can't be written: {reason}; choose another place.") from None
        return target

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return shown(self._network, self._report, dark=self._dark)

    def __repr__(self) -> str:
        """The network's name and size."""
        return f"<Picture of “{self._network.name}”: {len(self._network.nodes)} nodes>"


def shown(network: Network, report: Report, *, dark: bool = False) -> dict[str, Any]:
    """What a notebook keeps to show by MIME type: a small PNG, an SVG where that is small too, and a table of text."""
    found: dict[str, Any] = {"text/plain": table_of(network, report)}
    if 0 < len(network.nodes) <= MOST_NODES:
        scene = scene_of(network, report, dark=dark)
        png = png_of(scene, scale=1.5, most_pixels=_SHOWN_PIXELS)
        found["image/png"] = b64encode(png).decode()
        svg = svg_of(scene)
        if len(svg) <= _MOST_SVG:
            found["image/svg+xml"] = svg
    return found
