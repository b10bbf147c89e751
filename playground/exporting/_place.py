"""Where an export goes: nothing is there until all of it is, and what was there stays until then."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playground.errors import ExportError


@contextlib.contextmanager
def staging(target: Path, *, contents: frozenset[str], overwrite: bool) -> Iterator[Path]:
    """A folder beside `target` to write into; gone at the end, whatever happened.

    One missing folder above the target is made, and taken away again when the export fails; more than one missing
    is taken for a mistyped path.

    Args:
        target: What `move_in` will put in place.
        contents: The entries that an export of this format has when it is a folder; empty when it is a file.
        overwrite: Whether an export that is there may be replaced.

    Raises:
        ExportError: The target exists and may not be replaced, or its place can't be written to.
    """
    _refuse_occupied(target, contents, overwrite=overwrite)
    parent = target.parent
    made = False
    try:
        if not parent.exists() and parent.parent.is_dir():
            parent.mkdir()
            made = True
        with tempfile.TemporaryDirectory(dir=parent, prefix=f".{target.name[:40]}.partial-") as folder:
            yield Path(folder)
    except OSError as error:
        raise ExportError(reason(error, target)) from error
    finally:
        if made and not target.exists():
            with contextlib.suppress(OSError):
                parent.rmdir()


def move_in(staged: Path, target: Path) -> None:
    """Put the finished export in its place; should that fail, the one that was there is put back.

    A file is replaced in one step of the file system. A folder can't be: between two renames the old one stands in
    the staging folder.
    """
    if not target.is_dir():
        staged.replace(target)
        return
    replaced = staged.with_name("replaced")
    target.rename(replaced)
    try:
        staged.rename(target)
    except BaseException:
        replaced.rename(target)
        raise


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [entry for entry in path.rglob("*") if entry.is_file()]
    return sum(file.stat().st_size for file in files)


def reason(error: OSError, target: Path) -> str:
    """One sentence on why a place could not be written to, and the cure."""
    where = target.parent
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"There is no room on the disk for the export “{target}”: free some, or choose another place."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"The folder “{where}” can't be written to: choose another place for the export “{target.name}”."
        case errno.ENOTDIR:
            return f"The export “{target}” needs a folder where there is a file: choose another place."
        case errno.ENOENT:
            return f"The folder “{where}” for the export “{target.name}” does not exist: make it, or correct the path."
        case errno.ENAMETOOLONG:
            return f"The name of the export “{target.name[:60]}...” is too long for this disk: choose a shorter one."
        case _:
            return f"The export “{target}” could not be written ({error.strerror or error}): choose another place."


def _refuse_occupied(target: Path, contents: frozenset[str], *, overwrite: bool) -> None:
    try:
        there = os.path.lexists(target)
        entries = {entry.name for entry in target.iterdir()} if target.is_dir() else None
    except OSError as error:
        raise ExportError(reason(error, target)) from error
    if not there:
        return
    if not overwrite:
        raise ExportError(f"The export “{target}” exists: choose another path, or pass overwrite=True to replace it.")
    if contents and entries is None:
        raise ExportError(f"“{target}” is a file, where this export is a folder: choose another path.")
    if not contents and entries is not None:
        raise ExportError(f"“{target}” is a folder, where this export is a file: choose another path.")
    foreign = sorted((entries or set()) - contents)
    if foreign:
        raise ExportError(
            f"The folder “{target}” is not an export, since it holds “{foreign[0]}”, so it is not replaced: "
            "choose another path."
        )
