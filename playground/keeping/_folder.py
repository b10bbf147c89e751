"""The folder of one run: files that are written whole or not at all, and read as data.

`run.json` says what is known of the run, `network.playground.json` is its drawing, `history.npz` has every step and
`weights.npz` the weights at its end. The first two are always there; a folder without them is no run.
"""

import contextlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from playground.errors import DocumentError, KeepingError
from playground.keeping._arrays import Unreadable
from playground.keeping._record import FORMAT, Labels, Record
from playground.network import SUFFIX, Document, read_document, typed_json, write_document

RECORD = "run.json"
NETWORK = f"network{SUFFIX}"
HISTORY = "history.npz"
WEIGHTS = "weights.npz"
MOST_OF_A_RECORD = 4 * 2**20
Read = TypeVar("Read")
_NAME = re.compile(r"[\w][\w .-]{0,99}")

_writing = threading.Lock()
"""Held while `run.json` is read and written again: what people say and how far it is are said by different threads."""


def new_id(began: datetime) -> str:
    """A name for a run's folder, which sorts by when it began."""
    return f"{began:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def is_id(text: str) -> bool:
    """Whether a text can be the name of a run's folder, and nothing else, such as a way to another place."""
    return _NAME.fullmatch(text) is not None


def create(folder: Path, record: Record, document: Document) -> None:
    """Make the folder of a run; it appears with all that makes it one.

    Raises:
        KeepingError: it can't be made.
    """
    making = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    try:
        making.mkdir(parents=True)
        write_document(document, making / NETWORK)
        _write(making / RECORD, lambda file: file.write(_encoded(record)))
        making.replace(folder)
    except (OSError, DocumentError) as error:
        raise KeepingError(_trouble(folder, error)) from None
    finally:
        shutil.rmtree(making, ignore_errors=True)


def update(folder: Path, record: Record, document: Document | None = None) -> None:
    """Say how far a run is now; what people said of it stays. Nothing happens to one that was deleted meanwhile.

    Raises:
        KeepingError: it can't be written.
    """
    with _writing:
        if not (folder / RECORD).exists():
            return
        with contextlib.suppress(KeepingError):  # what was damaged is made whole
            record = msgspec.structs.replace(record, labels=read_record(folder).labels)
        _put(folder, RECORD, lambda file: file.write(_encoded(record)))
    if document is not None:
        try:
            write_document(document, folder / NETWORK)
        except DocumentError as error:
            raise KeepingError(_trouble(folder, error)) from None


def relabel(folder: Path, change: Callable[[Labels], Labels]) -> Record:
    """Change what people say of a run, and give what it says then.

    Raises:
        KeepingError: it can't be read or written.
    """
    with _writing:
        record = read_record(folder)
        record = msgspec.structs.replace(record, labels=change(record.labels))
        _put(folder, RECORD, lambda file: file.write(_encoded(record)))
    return record


def put_file(folder: Path, name: str, write: Callable[[Any], Any]) -> None:
    """Write a file of a run; nothing happens when the run was deleted meanwhile.

    Raises:
        KeepingError: it can't be written; what was there is untouched.
    """
    if folder.exists():
        _put(folder, name, write)


def read_record(folder: Path) -> Record:
    """What `run.json` says.

    Raises:
        KeepingError: it is not there, or says something else.
    """
    path = folder / RECORD
    try:
        if path.stat().st_size > MOST_OF_A_RECORD:
            raise KeepingError(f"{path} is larger than any record of a run; delete the folder if it is none.")
        raw = path.read_bytes()
        number = msgspec.json.decode(raw, type=dict[str, Any]).get("format")
        if type(number) is int and number > FORMAT:
            raise KeepingError(f"{path} is of a later version of Playground, which kept this run; update to read it.")
        record = typed_json(raw, Record)
    except OSError as error:
        raise KeepingError(f"{path} can't be read: {error.strerror}.") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise KeepingError(f"{path} is damaged: {error}; delete the folder, or mend the file.") from None
    if record.began.tzinfo is None or (record.ended is not None and record.ended.tzinfo is None):
        raise KeepingError(f"{path} is damaged: its times have no time zone; delete the folder, or mend the file.")
    return record


def read_network(folder: Path) -> Document:
    """The drawing of a run, with how it was trained and the name of its data.

    Raises:
        KeepingError: it can't be read.
    """
    try:
        return read_document(folder / NETWORK)
    except DocumentError as error:
        raise KeepingError(f"The network of run “{folder.name}” can't be read: {error}") from None


def read_file(folder: Path, name: str, what: str, read: Callable[[Path], Read]) -> Read | None:
    """Another file of a run; None where there is none.

    Raises:
        KeepingError: it can't be read.
    """
    try:
        return read(folder / name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeepingError(f"The {what} of run “{folder.name}” can't be read: {error.strerror}.") from None
    except Unreadable as error:
        raise KeepingError(f"The {what} of run “{folder.name}” can't be read; {name} is damaged ({error}).") from None


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; 0 where it is gone."""
    try:
        return sum(each.stat().st_size for each in path.iterdir()) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


def modified(path: Path) -> float:
    """When a file was last written, in seconds since 1970; 0 where it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _encoded(record: Record) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def _put(folder: Path, name: str, write: Callable[[Any], Any]) -> None:
    try:
        _write(folder / name, write)
    except OSError as error:
        raise KeepingError(_trouble(folder, error)) from None


def _write(path: Path, write: Callable[[Any], Any]) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _trouble(folder: Path, error: Exception) -> str:
    why = str(error) if isinstance(error, DocumentError) else getattr(error, "strerror", None) or str(error)
    return f"A run can't be kept in {folder.parent}: {why}; make room, or choose another folder for runs."
