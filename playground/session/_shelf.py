"""The personal palette: blocks as documents in a folder of the user's, shared by all that they draw."""

import contextlib
import os
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

from playground.errors import DocumentError, EditError
from playground.network import SUFFIX, Document, Network, check_name, read_document, write_document
from playground.protocol import SavedBlock, SavedBlocks

VARIABLE = "PLAYGROUND_BLOCKS"
MOST = 500
"""So many files of the folder are looked at."""

Listener = Callable[[SavedBlocks], None]


def usual_shelf() -> Path:
    """The folder of saved blocks: what the variable `PLAYGROUND_BLOCKS` names, or one among the user's data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME") or (os.environ.get("LOCALAPPDATA") or "~/.local/share")
    return Path(data).expanduser() / "keras-playground" / "blocks"


class Shelf:
    """Saved blocks by name; one file each, `NAME.playground.json`. What can't be read is listed with the reason."""

    def __init__(self) -> None:
        """Nothing is read or made yet."""
        self._lock = threading.Lock()
        self._listeners: list[weakref.WeakMethod[Listener]] = []
        self._read: dict[Path, tuple[tuple[int, int], SavedBlock]] = {}

    def listen(self, listener: Listener) -> None:
        """Call a bound method when what is saved changes, for as long as its owner lives."""
        with self._lock:
            self._listeners = [each for each in self._listeners if each() is not None]
            self._listeners.append(weakref.WeakMethod(listener))

    def blocks(self) -> SavedBlocks:
        """What is saved now, by name."""
        folder = usual_shelf()
        with self._lock:
            try:
                files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.name.lower())[:MOST]
            except OSError:
                files = []
            found = {path: self._entry(path) for path in files}
            self._read = {path: entry for path, entry in found.items() if entry is not None}
        return SavedBlocks(tuple(entry[1] for entry in self._read.values()), str(folder))

    def _entry(self, path: Path) -> tuple[tuple[int, int], SavedBlock] | None:
        """A file in a few words; it is read anew when it has changed, and left out when it is gone by now."""
        name = path.name.removesuffix(SUFFIX)
        try:
            about = path.stat()
        except OSError:
            return None
        stamp = (about.st_mtime_ns, about.st_size)
        known = self._read.get(path)
        if known is not None and known[0] == stamp:
            return known
        try:
            network = _block(path)
        except DocumentError as error:
            return stamp, SavedBlock(name, 0, str(error))
        return stamp, SavedBlock(name, len(network.nodes))

    def read(self, name: str) -> Network:
        """The network of a saved block.

        Raises:
            DocumentError: there is none of that name, or it can't be used.
        """
        return _block(self._path(name))

    def save(self, name: str, network: Network, *, overwrite: bool = False) -> None:
        """Save a network as a block.

        Raises:
            DocumentError: the name is taken, or is none of a file, or the file can't be written.
        """
        path = self._path(name)
        if path.exists() and not overwrite:
            raise DocumentError(f"A block “{name}” is saved already; choose another name, or replace it.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DocumentError(f"The folder {path.parent} can't be made: {error.strerror}.") from None
        write_document(Document(network=network), path)
        self._changed()

    def rename(self, name: str, to: str) -> None:
        """Give a saved block another name.

        Raises:
            DocumentError: there is no such block, or the name is taken, or is none of a file.
        """
        path, target = self._path(name), self._path(to)
        if path == target:
            return
        if target.exists():
            raise DocumentError(f"A block “{to}” is saved already; choose another name.")
        try:
            path.rename(target)
        except OSError as error:
            raise DocumentError(f"The block “{name}” can't be renamed: {error.strerror}.") from None
        self._changed()

    def delete(self, name: str) -> None:
        """Take a saved block away; nothing happens when it is gone.

        Raises:
            DocumentError: the file can't be deleted.
        """
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise DocumentError(f"The block “{name}” can't be deleted: {error.strerror}.") from None
        self._changed()

    def _path(self, name: str) -> Path:
        """The file of a name, which stays inside the folder whatever the name is."""
        try:
            check_name(name, "block")
        except EditError as error:
            raise DocumentError(str(error)) from None
        if name.startswith(".") or "\\" in name or name != name.strip():
            raise DocumentError(
                f"“{repr(name)[1:-1]}” names no file; a block's name begins with a letter and has no “\\”."
            )
        return usual_shelf() / f"{name}{SUFFIX}"

    def _changed(self) -> None:
        told = self.blocks()
        with self._lock:
            heard = [listener for each in self._listeners if (listener := each()) is not None]
        for listener in heard:
            with contextlib.suppress(Exception):  # a view that is gone must not fail the one who saves
                listener(told)


def _block(path: Path) -> Network:
    network = read_document(path).network
    if not network.inputs:
        raise DocumentError("This drawing has no Input, and a block begins with what comes into it.")
    if not network.outputs:
        raise DocumentError("This drawing returns nothing, and a block has to give something.")
    return network


shelf = Shelf()
"""The one of this process; studios hear of each other's blocks through it."""
