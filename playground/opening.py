"""The verbs that take whatever holds a network: `pg.open` makes a studio of it, `pg.picture` a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground._quiet import import_keras
from playground.picturing import NetworkPicture
from playground.session import config_of, data_of, hidden_in, open_anything
from playground.widget import Studio

if TYPE_CHECKING:
    import keras

    from playground.network import Network


def open(source: "str | Path | Network | keras.Model", **options: Any) -> Studio:  # noqa: A001  # `pg.open` is the public verb
    """A studio on anything that holds a network; weights come along, and the layers begin with them.

    A file or text of whatever origin is read as data: nothing in it is run, and no name in it imported.

    Args:
        source: a functional or sequential Keras model, a `.keras` file, Keras's JSON as a file or as the text that
            `model.to_json()` gives, a document (`.playground.json`), a picture with one inside (`.svg`, `.png`), a
            drawing as text, or a `Network`.
        **options: `data`, `config`, `path`, `hidden`, `runs` and `trackers` as `Studio` takes them.

    Raises:
        PlaygroundError: it can't be read or drawn, or is refused; the sentence says why.
    """
    import_keras()
    found = open_anything(source)
    if found.document is not None:
        options.setdefault("path", found.path)
        options.setdefault("config", config_of(found.document))
        if found.document.data is not None:
            options.setdefault("data", data_of(found.document))
        options.setdefault("hidden", hidden_in(found.document))
    return Studio(found.opened, **options)


def picture(
    source: "Studio | str | Path | Network | keras.Model", path: str | Path | None = None, *, dark: bool = False
) -> NetworkPicture:
    """A picture of a network, for papers and pages; the document is inside, and `open` reads it from there.

    Args:
        source: a studio, or what `open` takes.
        path: where to write it; the ending, `.svg` or `.png`, says as what. None shows it in the notebook only.
        dark: colours for a dark page.

    Returns:
        The picture: `svg` is its text, `png` its bytes, `save(path)` writes it.

    Raises:
        PlaygroundError: the source can't be read, or the path not be written to; the sentence says why.
    """
    if isinstance(source, Studio):
        return source.picture(path, dark=dark)
    import_keras()
    found = open_anything(source)
    made = NetworkPicture(found.opened.network, None, found.document, dark=dark)
    if path is not None:
        made.save(path)
    return made
