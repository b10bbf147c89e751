"""What would be lost when the kernel stops, kept on disk: the drawing after each edit, the weights as a run goes on.

Each session keeps one folder. A later process that begins with the same network, in the same notebook, is offered the
newest one whose process is gone.
"""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
import uuid
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from playground import protocol
from playground.errors import DocumentError
from playground.keeping import (
    Process,
    Unreadable,
    history_arrays,
    history_of,
    lives,
    own_process,
    read_arrays,
    weight_arrays,
    weights_of,
    write_arrays,
)
from playground.network import SUFFIX, Document, Network, read_document, typed_json, write_document
from playground.session._soon import Soon
from playground.training import History, HistoryPart, Mark

if TYPE_CHECKING:
    import numpy as np

DRAWING = f"drawing{SUFFIX}"
WEIGHTS = "weights.npz"
OWNER = "owner.json"
PAUSE = 0.5
"""Seconds that edits are gathered before they are written."""
KEPT_SECONDS = 14 * 24 * 3600
_NAME = re.compile("[0-9a-f]{32}")
_OF_WEIGHTS = "weights/"


class Trained(NamedTuple):
    """Weights by layer id, what was measured up to one moment, and what happened in between."""

    weights: dict[str, list["np.ndarray"]]
    past: HistoryPart
    marks: tuple[Mark, ...] = ()

    @property
    def history(self) -> History:
        """All but the weights, as the past of a run."""
        return history_of(history_arrays(self.past, self.marks))


class Found(NamedTuple):
    """What an earlier process left, and a word about it for the screen."""

    folder: Path
    document: Document
    offer: protocol.Recovery


def usual_place(where: str = "") -> Path:
    """Where recoveries are kept: the user's state folder, apart by document, or by notebook or working folder."""
    state = os.environ.get("XDG_STATE_HOME") or (os.environ.get("LOCALAPPDATA") or "~/.local/state")
    where = where or os.environ.get("JPY_SESSION_NAME") or os.getcwd()  # noqa: PTH109  # only hashed
    return Path(state).expanduser() / "keras-playground" / "recovery" / _digest(where)


class Owner(msgspec.Struct, frozen=True):
    """Whose a folder is: the process, told apart from later ones of its number, and a digest of what it began with."""

    pid: int
    born: float
    origin: str
    lineage: int = 0
    """Which drawing it was that was written last, of those that were opened one in the place of the other."""

    @property
    def process(self) -> Process:
        """The process."""
        return Process(self.pid, self.born)


class Keeper:
    """Writes one session's folder, from any thread; a failure to write never disturbs the one who edits or trains."""

    def __init__(self, place: Path, start: Network, document: Callable[[], Document]) -> None:
        """Keep under `place`; nothing is written yet.

        Args:
            place: The folder that holds a folder for each session.
            start: The network that the session begins with.
            document: Asked for the drawing as it stands whenever it is written: an older one never comes last.
        """
        self.place = place
        self.origin = _digest(msgspec.json.encode(start).decode())
        self.folder = place / uuid.uuid4().hex
        self.lineage = 0
        self._document = document
        self._owner: Owner | None = None
        self._writing = threading.Lock()
        self._soon = Soon(PAUSE, self._write)

    @property
    def name(self) -> str:
        """Names the session among all that ever were."""
        return self.folder.name

    def stand_in(self, name: str) -> Found | None:
        """Go on as the session of this name, whose process is gone: what it has left is given, not offered.

        Whoever begins in this process what that session began with, is offered what this one keeps.
        """
        _stand_ins.add(self)
        folder = self.place / name
        if not _NAME.fullmatch(name):
            return None
        with contextlib.suppress(OSError, msgspec.DecodeError, DocumentError):
            owner = typed_json((folder / OWNER).read_bytes(), Owner)
            if not lives(owner.process):
                self.origin = owner.origin
                document, kept = read_document(folder / DRAWING), (folder / DRAWING).stat().st_mtime
                return Found(folder, document, _offer(document, read_trained(folder), kept, name))
        return None

    def keep_drawing(self) -> None:
        """Write the drawing soon, once for several edits in a row; returns at once."""
        self._soon.ask()

    def flush(self) -> None:
        """Write the drawing now if it waits to be written."""
        self._soon.flush()

    def _write(self) -> None:
        with self._writing, contextlib.suppress(OSError, DocumentError):
            self._write_drawing()

    def keep_trained(self, lineage: int, trained: Trained) -> None:
        """Write the weights and the history of a drawing (see `Lineages`), and the drawing that stands."""
        arrays = {f"{_OF_WEIGHTS}{name}": array for name, array in weight_arrays(trained.weights).items()}
        arrays |= history_arrays(trained.past, trained.marks)
        with self._writing, contextlib.suppress(OSError, DocumentError):
            self._write_drawing()
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    write_arrays(file, arrays)
                Path(temporary).replace(self.folder / weights_name(lineage))
            finally:
                Path(temporary).unlink(missing_ok=True)

    def find(self) -> Found | None:
        """The newest that a process now gone has left of the same beginning; old ones are thrown away."""
        here = {each.folder for each in tuple(_stand_ins) if each is not self}
        for each in tuple(_stand_ins):
            each.flush()
        left: list[tuple[float, Path]] = []
        for folder in self.place.iterdir() if self.place.exists() else ():
            with contextlib.suppress(OSError, msgspec.DecodeError):
                owner = typed_json((folder / OWNER).read_bytes(), Owner)
                if lives(owner.process) and folder not in here:
                    continue
                kept = max(path.stat().st_mtime for path in folder.iterdir())
                if time.time() - kept > KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
                elif owner.origin == self.origin:
                    left.append((kept, folder))
        for kept, folder in sorted(left, reverse=True):
            with contextlib.suppress(DocumentError):
                document = read_document(folder / DRAWING)
                return Found(folder, document, _offer(document, read_trained(folder), kept, folder.name))
        return None

    def _write_drawing(self) -> None:
        process = own_process()
        owner = Owner(process.pid, process.born, self.origin, self.lineage)
        if owner != self._owner or not (self.folder / OWNER).exists():
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            (self.folder / OWNER).write_bytes(msgspec.json.encode(owner))
            self._owner = owner
        write_document(self._document(), self.folder / DRAWING)


def weights_name(lineage: int) -> str:
    """The file of the weights of one of the drawings that were opened one in the place of the other."""
    return f"weights-{lineage}.npz" if lineage else WEIGHTS


_stand_ins: "weakref.WeakSet[Keeper]" = weakref.WeakSet()
"""Those that went on, in this process, as sessions of one that is gone."""


def read_trained(folder: Path) -> Trained | None:
    """The weights and history of the drawing in a folder; None when there are none, or they can't be read.

    Weights of another drawing, that was opened before or after it in the same session, are none of it.
    """
    try:
        lineage = typed_json((folder / OWNER).read_bytes(), Owner).lineage
        arrays = read_arrays(folder / weights_name(lineage))
        history = history_of(arrays)
    except (OSError, Unreadable, msgspec.DecodeError):
        return None
    weights = {name.removeprefix(_OF_WEIGHTS): array for name, array in arrays.items() if name.startswith(_OF_WEIGHTS)}
    return Trained(weights_of(weights), history.since(0), history.marks)


def _offer(document: Document, trained: Trained | None, kept: float, session: str) -> protocol.Recovery:
    return protocol.Recovery(
        name=document.network.name,
        layers=len(document.network.layers),
        steps=0 if trained is None else trained.past.end,
        epochs=0 if trained is None else trained.past.epochs.done,
        kept=kept,
        session=session,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
