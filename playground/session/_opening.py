"""Opening anything that holds a network: documents, pictures of them, Keras models, `.keras` files, Keras's JSON."""

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playground.errors import DocumentError, PlaygroundError
from playground.modeling import Opened, open_json, open_keras_file, open_model
from playground.network import SUFFIX, TEXT_BEGINS, Document, Network, decode_document, from_text, read_document
from playground.picturing import MOST_BYTES, document_in

_KERAS_SUFFIX = ".keras"
_MAX_JSON = 64 * 2**20
_PICTURES = (".png", ".svg")
_LOADED_BY_KERAS = (".h5", ".hdf5", ".pb")


class Found(NamedTuple):
    """What a source holds: the network with its weights, and of a document also its file and the whole of it."""

    opened: Opened
    document: Document | None = None
    path: Path | None = None


def open_anything(source: Any) -> Found:
    """Open what a person has.

    Args:
        source: A `Network`, a functional or sequential Keras model, the path of a document (`.playground.json`), of a
            picture with one inside (`.svg`, `.png`), of a `.keras` file or of Keras's JSON, the text that
            `model.to_json()` gives, or a drawing as text (`to_text`).

    Raises:
        PlaygroundError: it is none of these, can't be read, or is refused; the sentence says why.
    """
    match source:
        case Opened():
            return Found(source)
        case Network():
            return Found(Opened(source))
        case Path():
            return _open_path(source)
        case str() if source.lstrip().startswith(TEXT_BEGINS):
            document = from_text(source)
            return Found(Opened(document.network), document)
        case str() if source.lstrip()[:1] == "{":
            return Found(open_json(source))
        case str():
            return _open_path(Path(source))
        case _ if _is_model(source):
            return Found(open_model(source))
        case _:
            raise PlaygroundError(
                f"pg.open takes a Keras model, a .keras file, Keras's JSON, a {SUFFIX} document, a picture of one "
                f"or a Network; received a {type(source).__name__}."
            )


def open_content(content: bytes, name: str) -> Found:
    """Open what a file of this name holds.

    Raises:
        PlaygroundError: as `open_anything`.
    """
    ending = name.lower()
    if ending.endswith(_PICTURES):
        document = document_in(content)
        return Found(Opened(document.network), document)
    if ending.endswith(_KERAS_SUFFIX):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"model{_KERAS_SUFFIX}")
            path.write_bytes(content)
            return Found(open_keras_file(path, name))
    if ending.endswith(SUFFIX) or (ending.endswith(".json") and b'"class_name"' not in content):
        document = decode_document(content)
        return Found(Opened(document.network), document)
    if ending.endswith(".json"):
        return Found(open_json(content, name))
    raise _refusal(name)


def _open_path(path: Path) -> Found:
    name = path.name.lower()
    if name.endswith(SUFFIX):
        document = read_document(path)
        return Found(Opened(document.network), document, path)
    if path.is_dir():
        raise _refusal(str(path), runs=True)
    if name.endswith(_KERAS_SUFFIX):
        if not path.is_file():
            raise DocumentError(f"{path} can't be read: there is no such file.")
        return Found(open_keras_file(path))
    if name.endswith(_PICTURES):
        return open_content(_read(path, MOST_BYTES), str(path))
    if name.endswith(".json"):
        found = open_content(_read(path, _MAX_JSON), str(path))
        return found._replace(path=None if found.document is None else path)
    raise _refusal(str(path))


def _refusal(name: str, *, runs: bool = False) -> PlaygroundError:
    if runs or name.lower().endswith(_LOADED_BY_KERAS):
        return PlaygroundError(
            f"{name} can run code when it is loaded, so it is not opened; load it in Keras yourself if you trust it, "
            "and open the model: pg.open(keras.models.load_model(...))."
        )
    return PlaygroundError(
        f"{name} is neither a {SUFFIX} document, a picture of one (.svg, .png), a {_KERAS_SUFFIX} file "
        "nor Keras's JSON."
    )


def _read(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            raise DocumentError(f"{path} is larger than {most // 2**20} MiB, more than any model needs.")
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} can't be read: {error.strerror}.") from None


def _is_model(source: Any) -> bool:
    import keras

    return isinstance(source, keras.Model)
