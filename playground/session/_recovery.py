"""What would be lost when the kernel stops, kept on disk: the drawing after each edit, the weights as a run goes on.

Each session keeps one folder. A later process that begins with the same network, in the same notebook, is offered the
newest one whose process is gone.
"""

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from playground import protocol
from playground.errors import DocumentError
from playground.network import SUFFIX, Document, Network, read_document, write_document

if TYPE_CHECKING:
    import numpy as np

DRAWING = f"drawing{SUFFIX}"
WEIGHTS = "weights.npz"
OWNER = "owner.json"
PAUSE = 0.5
"""Seconds that edits are gathered before they are written."""
KEPT_SECONDS = 14 * 24 * 3600


class Trained(NamedTuple):
    """Weights by layer id, the values of every step by name, and the rows of the epochs."""

    weights: dict[str, list["np.ndarray"]]
    steps: dict[str, "np.ndarray"]
    rows: tuple[protocol.EpochRow, ...]


class Found(NamedTuple):
    """What an earlier process left, and a word about it for the screen."""

    folder: Path
    document: Document
    offer: protocol.Recovery


def usual_place() -> Path:
    """Where recoveries of this notebook are kept: the user's state folder, apart by notebook or working folder."""
    state = os.environ.get("XDG_STATE_HOME") or (os.environ.get("LOCALAPPDATA") or "~/.local/state")
    where = os.environ.get("JPY_SESSION_NAME") or os.getcwd()  # noqa: PTH109  # only hashed
    return Path(state).expanduser() / "keras-playground" / "recovery" / _digest(where)


class Keeper:
    """Writes one session's folder, from any thread; a failure to write never disturbs the one who edits or trains."""

    def __init__(self, place: Path, start: Network) -> None:
        """Keep under `place`; `start` is the network that the session begins with. Nothing is written yet."""
        self.place = place
        self.origin = _digest(msgspec.json.encode(start).decode())
        self.folder = place / uuid.uuid4().hex
        self._lock = threading.Lock()
        self._waiting: Document | None = None
        self._timer: threading.Timer | None = None
        atexit.register(self.flush)

    def keep_drawing(self, document: Document) -> None:
        """Write the document soon; of several in a row only the last."""
        with self._lock:
            self._waiting = document
            if self._timer is None:
                self._timer = threading.Timer(PAUSE, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what waits to be written."""
        with self._lock:
            document, self._waiting, self._timer = self._waiting, None, None
            if document is not None:
                with contextlib.suppress(OSError, DocumentError):
                    self._claim()
                    write_document(document, self.folder / DRAWING)

    def keep_trained(self, document: Document, trained: Trained) -> None:
        """Write the weights and the history, and the drawing that they belong to."""
        import numpy as np

        arrays = {f"w/{layer}/{i}": array for layer, group in trained.weights.items() for i, array in enumerate(group)}
        arrays |= {f"s/{name}": values for name, values in trained.steps.items()}
        arrays["rows"] = np.frombuffer(msgspec.json.encode(trained.rows), np.uint8)
        with self._lock, contextlib.suppress(OSError, DocumentError):
            self._claim()
            write_document(document, self.folder / DRAWING)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub confuses names of arrays with its flag
            Path(temporary).replace(self.folder / WEIGHTS)

    def drop(self) -> None:
        """Forget what was kept: it is saved elsewhere, or nobody wants it."""
        with self._lock:
            self._waiting = None
            shutil.rmtree(self.folder, ignore_errors=True)

    def find(self) -> Found | None:
        """The newest that a process now gone has left of the same beginning; old ones are thrown away."""
        found: list[Found] = []
        for folder in self.place.iterdir() if self.place.exists() else ():
            with contextlib.suppress(OSError, ValueError, KeyError, DocumentError):
                owner = json.loads((folder / OWNER).read_text())
                if _lives(owner["pid"], owner["born"]):
                    continue
                kept = max(path.stat().st_mtime for path in folder.iterdir())
                if time.time() - kept > KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
                elif owner["origin"] == self.origin:
                    document = read_document(folder / DRAWING)
                    found.append(Found(folder, document, _offer(document, read_trained(folder), kept)))
        return max(found, key=lambda each: each.offer.kept, default=None)

    def _claim(self) -> None:
        if self.folder.exists():
            return
        self.folder.mkdir(parents=True, mode=0o700)
        owner = {"pid": os.getpid(), "born": _born(os.getpid()), "origin": self.origin}
        (self.folder / OWNER).write_text(json.dumps(owner))


def read_trained(folder: Path) -> Trained | None:
    """The weights and history in a folder; None when there are none, or they can't be read."""
    import numpy as np

    try:
        with np.load(folder / WEIGHTS, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        rows = msgspec.json.decode(arrays.pop("rows").tobytes(), type=tuple[protocol.EpochRow, ...])
    except (OSError, ValueError, KeyError, msgspec.DecodeError):
        return None
    weights: dict[str, list[Any]] = {}
    steps = {}
    for name, array in arrays.items():
        what, _, rest = name.partition("/")
        if what == "w":
            weights.setdefault(rest.rpartition("/")[0], []).append(array)
        else:
            steps[rest] = array
    return Trained(weights, steps, rows)


def _offer(document: Document, trained: Trained | None, kept: float) -> protocol.Recovery:
    return protocol.Recovery(
        name=document.network.name,
        layers=len(document.network.layers),
        steps=0 if trained is None else max((len(values) for values in trained.steps.values()), default=0),
        epochs=0 if trained is None else len(trained.rows),
        kept=kept,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _born(pid: int) -> float:
    import psutil

    return float(psutil.Process(pid).create_time())


def _lives(pid: int, born: float) -> bool:
    """Whether the process of this number is still the one that was born then."""
    import psutil

    try:
        return abs(_born(pid) - born) < 1
    except psutil.Error:
        return False
