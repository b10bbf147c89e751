"""Opening anything that holds a network: documents, Keras models, `.keras` files, Keras's JSON."""

from pathlib import Path
from typing import Any, NamedTuple

from playground.errors import DocumentError, PlaygroundError
from playground.modeling import Opened, open_json, open_keras_file, open_model
from playground.network import SUFFIX, Document, Network, decode_document, read_document

_KERAS_SUFFIX = ".keras"
_MAX_JSON = 64 * 2**20
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
            `.keras` file or of Keras's JSON, or the text that `model.to_json()` gives.

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
        case str() if source.lstrip()[:1] == "{":
            return Found(open_json(source))
        case str():
            return _open_path(Path(source))
        case _ if _is_model(source):
            return Found(open_model(source))
        case _:
            raise PlaygroundError(
                f"pg.open takes a Keras model, a .keras file, Keras's JSON, a {SUFFIX} document or a Network; "
                f"received a {type(source).__name__}."
            )


def _open_path(path: Path) -> Found:
    name = path.name.lower()
    if name.endswith(SUFFIX):
        document = read_document(path)
        return Found(Opened(document.network), document, path)
    if path.is_dir() or name.endswith(_LOADED_BY_KERAS):
        raise PlaygroundError(
            f"{path} can run code when it is loaded, so it is not opened; load it in Keras yourself if you trust it, "
            "and open the model: pg.open(keras.models.load_model(...))."
        )
    if name.endswith(_KERAS_SUFFIX):
        if not path.is_file():
            raise DocumentError(f"{path} can't be read: there is no such file.")
        return Found(open_keras_file(path))
    if name.endswith(".json"):
        return _open_json(path)
    raise PlaygroundError(f"{path} is neither a {SUFFIX} document, a {_KERAS_SUFFIX} file nor Keras's JSON.")


def _open_json(path: Path) -> Found:
    try:
        if path.stat().st_size > _MAX_JSON:
            raise DocumentError(f"{path} is larger than {_MAX_JSON // 2**20} MiB, more than any model needs.")
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} can't be read: {error.strerror}.") from None
    if b'"class_name"' in raw:
        return Found(open_json(raw, str(path)))
    return Found(Opened((document := decode_document(raw)).network), document, path)


def _is_model(source: Any) -> bool:
    import keras

    return isinstance(source, keras.Model)
