"""Reading a `.keras` file of anybody: an archive and an HDF5 file, held to limits; nothing in it is run or imported."""

import io
import math
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from playground.errors import DocumentError

CONFIG = "config.json"
WEIGHTS = "model.weights.h5"
ASSETS = "assets/"
MAX_MEMBERS = 1_000
MAX_CONFIG = 64 * 2**20
MAX_ASSETS = 256 * 2**20
MAX_OBJECTS = 500_000
_SPARE = 64 * 2**20
_BYTES_A_PARAMETER = 40
"""Of a double with two moments of its optimizer, and what HDF5 itself takes."""


class KerasFile:
    """An open `.keras` file, whose members are known to be harmless in number, name and size."""

    def __init__(self, path: Path, called: str = "") -> None:
        """Look at the members; nothing is unpacked yet. Sentences call the file by its path, or as it is `called`.

        Raises:
            DocumentError: it is no such file, or one that is refused; the sentence says why.
        """
        self._called = called or str(path)
        try:
            self._archive = zipfile.ZipFile(path)
            self._sizes = {info.filename: info.file_size for info in self._archive.infolist() if not info.is_dir()}
            count = len(self._archive.infolist())
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise DocumentError(f"{self._called} is no .keras file: {_first_line(error)}.") from None
        if count > MAX_MEMBERS:
            self._refuse(f"holds {count:,} files; a model has a handful")
        for name in self._sizes:
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name or ":" in name:
                self._refuse(f"holds a file called “{repr(name[:80])[1:-1]}”, which leads out of it")
        if CONFIG not in self._sizes:
            self._refuse(f"has no {CONFIG}, in which Keras says what the model is")
        if any(name.endswith(".weights.json") for name in self._sizes):
            self._refuse("keeps its weights in several parts; load it in Keras and save it as one file")

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def config(self) -> Any:
        """What `config.json` holds, as plain values."""
        return decode_json(self._read(CONFIG, MAX_CONFIG), f"{CONFIG} of {self._called}")

    def weights(self, parameters: int) -> bytes | None:
        """The HDF5 file with the weights of that many parameters, looked through; None where there is none.

        Raises:
            DocumentError: it is larger than they could be, broken, or leads to other files.
        """
        if WEIGHTS not in self._sizes:
            return None
        raw = self._read(WEIGHTS, parameters * _BYTES_A_PARAMETER + _SPARE)
        reason = h5_fault(raw, parameters)
        if reason:
            self._refuse(f"holds weights that can't be read: {reason}")
        return raw

    def assets(self) -> dict[str, bytes]:
        """The files that belong to layers, such as vocabularies, by their names below the folder of assets."""
        found, left = {}, MAX_ASSETS
        for name in self._sizes:
            if name.startswith(ASSETS) and name != ASSETS:
                found[name.removeprefix(ASSETS)] = self._read(name, left)
                left -= len(found[name.removeprefix(ASSETS)])
        return found

    def _read(self, name: str, most: int) -> bytes:
        if self._sizes[name] > most:
            self._refuse(f"holds a {name} of {self._sizes[name] / 2**20:,.0f} MiB, more than {most / 2**20:,.0f}")
        try:
            with self._archive.open(name) as member:
                raw = member.read(most + 1)
        except (OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile) as error:
            self._refuse(f"is broken at {name}: {_first_line(error)}")
        except Exception as error:  # noqa: BLE001  # each method of compression has errors of its own
            self._refuse(f"is broken at {name}: {_first_line(error)}")
        if len(raw) > most:
            self._refuse(f"holds a {name} that is larger than it says")
        return raw

    def _refuse(self, reason: str) -> Any:
        raise DocumentError(f"{self._called} {reason}.")


def decode_json(raw: bytes | str, what: str) -> Any:
    """JSON as plain values.

    Raises:
        DocumentError: it is none.
    """
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise DocumentError(f"{what} is not JSON: {_first_line(error)}.") from None


def h5_fault(raw: bytes, parameters: int) -> str:
    """Why weights in an HDF5 file are refused: links and data elsewhere, or more than there can be; empty if not."""
    import h5py

    most = parameters * _BYTES_A_PARAMETER + _SPARE
    try:
        with h5py.File(io.BytesIO(raw), "r") as file:
            for count, (name, item) in enumerate(_objects(file)):
                if count > MAX_OBJECTS:
                    return f"it has more than {MAX_OBJECTS:,} parts"
                if not isinstance(item, h5py.Group | h5py.Dataset):
                    return f"“{name[:80]}” leads elsewhere"
                if isinstance(item, h5py.Dataset):
                    if item.external or item.is_virtual:
                        return f"“{name[:80]}” has its values in another file"
                    if math.prod(item.shape or ()) * item.dtype.itemsize > most:
                        return f"“{name[:80]}” is larger than all parameters together"
    except Exception as error:  # noqa: BLE001  # h5py raises whatever its library tells it
        return _first_line(error)
    return ""


def _objects(group: Any, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Everything in an HDF5 file by its path; for a link that is not to the file itself, the link."""
    import h5py

    for name in group:
        link = group.get(name, getlink=True)
        path = f"{prefix}{name}"
        item = group[name] if isinstance(link, h5py.HardLink) else link
        yield path, item
        if isinstance(item, h5py.Group):
            if depth > MAX_MEMBERS // 10:
                raise ValueError("its groups are nested too deeply")
            yield from _objects(item, f"{path}/", depth + 1)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0][:200].rstrip(".")
