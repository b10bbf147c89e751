"""The document file, `NAME.playground.json`: read strictly, written atomically, migrated from older formats."""

import contextlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from playground.errors import DocumentError
from playground.network._model import Network
from playground.network._typed import typed
from playground.network._validate import validate, validate_settings

FORMAT = 5
SUFFIX = ".playground.json"
MAX_BYTES = 64 * 1024 * 1024

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _without_groups(data: dict[str, Any]) -> dict[str, Any]:
    """Take out the list of groups that each network had until format 3, and that was never filled."""
    waiting = [data.get("network")]
    while waiting:
        network = waiting.pop()
        if isinstance(network, dict):
            network.pop("blocks", None)
            layers = network.get("layers")
            inner = layers if isinstance(layers, list) else []
            waiting += [layer.get("network") for layer in inner if isinstance(layer, dict)]
    return data


MIGRATIONS: dict[int, Migration] = {1: dict, 2: dict, 3: _without_groups, 4: dict}
"""From a format to the next: `MIGRATIONS[1]` turns a document of format 1 into one of format 2.

Format 2 has networks inside layers and the signature, format 3 has notes and nodes that are bypassed or pinned; older
documents have none of these and stay as they are. Format 4 lost the groups of nodes, which blocks made needless. Format
5 has the `view`.
"""


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds: the network, and as plain data how and on what it is to be trained, and how it is shown."""

    network: Network
    training: dict[str, Any] | None = None
    data: dict[str, Any] | None = None
    view: dict[str, Any] | None = None
    format: int = FORMAT


def encode_document(document: Document) -> bytes:
    """The bytes of a document file: indented UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def decode_document(raw: bytes, *, newest: int = FORMAT, migrations: dict[int, Migration] | None = None) -> Document:
    """Read a document, migrating it from an older format.

    Raises:
        DocumentError: the bytes are not a document, with the path of the value and the reason.
    """
    if len(raw) > MAX_BYTES:
        raise DocumentError(f"A document has at most {MAX_BYTES // 2**20} MiB; this one has {len(raw) / 2**20:.0f}.")
    try:
        data = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DocumentError(f"This is not JSON: {error}.") from None
    if not isinstance(data, dict):
        raise DocumentError(f"A document is a JSON object; this is a {type(data).__name__}.")
    data = _migrated(data, newest, MIGRATIONS if migrations is None else migrations)
    try:
        document = typed(data, Document)
    except RecursionError:
        raise DocumentError("This document is nested too deeply.") from None
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        raise DocumentError(f"{message}.", path.rstrip("`") or "$") from None
    validate(document.network)
    validate_settings(document.training or {}, "$.training")
    validate_settings(document.data or {}, "$.data")
    validate_settings(document.view or {}, "$.view")
    return document


def read_document(path: str | Path) -> Document:
    """Read a document file.

    Raises:
        DocumentError: there is no such file, or it is not a document.
    """
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(f"A document has at most {MAX_BYTES // 2**20} MiB; {path} has {size / 2**20:.0f}.")
        raw = Path(path).read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} can't be read: {error.strerror}.") from None
    return decode_document(raw)


def write_document(document: Document, path: str | Path) -> Path:
    """Write a document file; the old one stays whole until the new one is whole on disk.

    Raises:
        DocumentError: the file could not be written; the old one, if any, is untouched.
    """
    target = Path(path)
    validate(document.network)
    if not target.name or "\0" in str(target):
        raise DocumentError(f"“{path!s}” names no file; give the path of one, such as “network{SUFFIX}”.")
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(encode_document(document))
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except OSError as error:
        raise DocumentError(f"{target} can't be written: {error.strerror}; choose another place.") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return target


def _migrated(data: dict[str, Any], newest: int, migrations: dict[int, Migration]) -> dict[str, Any]:
    number = data.get("format")
    if type(number) is not int or number < 1:
        raise DocumentError(f"A document has a format number from 1 on; this one has {number!r}.", "$.format")
    if number > newest:
        raise DocumentError(
            f"This document has format {number}; this version reads up to {newest}. Update Playground to open it.",
            "$.format",
        )
    while number < newest:
        data = {**migrations[number](data), "format": number + 1}
        number += 1
    return data
