"""The document file of a session: written soon after each change, and never over what somebody else has put there."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from playground import protocol
from playground.errors import ConflictError, DocumentError
from playground.network import SUFFIX, Document, read_document, write_document
from playground.session._soon import Soon

PAUSE = 1.0
"""Seconds that changes are gathered before they are written."""


class DocumentFile:
    """Where a session's drawing is kept, and whether what is there is what it has.

    Attributes:
        path: The file; None while there is none.
        trouble: Why the last change is not in the file; None when nothing is wrong.
    """

    def __init__(self, path: Path | None, document: Callable[[], Document], told: Callable[[], None]) -> None:
        """Keep the `document`, asked for whenever it is written; `told` is called when writing by itself has ended.

        What the file holds already counts as ours if it is the same network.
        """
        self.path = path
        self.trouble: protocol.FileTrouble | None = None
        self._document = document
        self._told = told
        self._writing = threading.Lock()
        self._soon = Soon(PAUSE, self._write_by_itself)
        self._seen = None if path is None else self._beginning(path)
        self._changes, self._written = 0, None if self._seen is None else 0

    @property
    def saved(self) -> bool:
        """Whether the file holds the drawing as it stands."""
        return self._written == self._changes

    def _beginning(self, path: Path) -> str | None:
        digest = _digest(path)
        try:
            return digest if digest and read_document(path).network == self._document().network else None
        except DocumentError:
            return None

    def changed(self) -> None:
        """Write soon; returns at once, and never raises. Nothing is written while there is no file."""
        self._changes += 1
        if self.path is not None:
            self._soon.ask()

    def forget_change(self) -> None:
        """Take the drawing as it stands for what the file holds: it was just read from there."""
        self._soon.forget()
        self._written = self._changes

    def flush(self) -> None:
        """Write now what waits to be written."""
        self._soon.flush()

    def write(self, path: Path | None = None, *, overwrite: bool = False) -> Path:
        """Write now, to another path if one is given, which is the file from then on.

        Raises:
            ConflictError: the file holds what this session has neither read nor written, and `overwrite` is False.
            DocumentError: there is no path, or it can't be written to.
        """
        with self._writing:
            target = self.path if path is None else path
            if target is None:
                raise DocumentError("This drawing has no file yet; give the path to save it to.")
            known = self._seen if target == self.path else None
            found = _digest(target)
            if not overwrite and found != known:
                raise ConflictError(_difference(target, known, found))
            self._soon.forget()
            changes = self._changes  # read first: what changes from here on is not in the file
            write_document(self._document(), target)
            self.path, self._seen, self.trouble, self._written = target, _digest(target), None, changes
            return target

    def read(self) -> Document:
        """What the file holds now, which counts as known from then on.

        Raises:
            DocumentError: there is no file, or it is not a document.
        """
        with self._writing:
            if self.path is None:
                raise DocumentError("This drawing has no file yet.")
            document, self._seen = read_document(self.path), _digest(self.path)
            self.trouble = None
            return document

    def _write_by_itself(self) -> None:
        try:
            self.write()
        except DocumentError as error:
            self.trouble = protocol.FileTrouble(str(error), conflict=isinstance(error, ConflictError))
        self._told()


def document_path(path: str | Path) -> Path:
    """The path with the ending by which `open` knows a document."""
    return Path(path) if str(path).endswith(SUFFIX) or not str(path) else Path(f"{path}{SUFFIX}")


def _difference(path: Path, known: str | None, found: str | None) -> str:
    if found is None:
        return f"{path} was deleted or moved by another program; save the drawing again, or elsewhere."
    if known is None:
        return f"{path} is there already; choose another name, or overwrite it."
    return f"{path} was changed by another program; take what is there, or overwrite it."


def _digest(path: Path) -> str | None:
    """What tells the content of a file from any other; None where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
