"""Histories and weights as named arrays in a `.npz` file: numbers and text, which NumPy reads and never runs."""

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.protocol import Mark
from playground.training import History, HistoryPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    Array = np.ndarray[Any, Any]

_STEPS, _EPOCHS, _ENDS, _MARKS = "steps/", "epochs/", "epoch_ends/", "marks/"
_NUMBERS = "step_numbers"
_MOST_STEPS = 2**53
"""A browser counts no further."""


class Unreadable(Exception):  # noqa: N818  # it says what a file is, and never reaches a user
    """A file that is not what was written."""


def history_arrays(past: HistoryPart, marks: "Sequence[Mark]" = ()) -> "dict[str, Array]":
    """All of a history: `steps/NAME` float32, `epochs/NAME` float64 at `epoch_ends/epoch` and `epoch_ends/step`.

    The values are those of step 1 and all that follow; where not all are kept, `step_numbers` int64 says of which.
    An epoch without a value has NaN, one whose value is not finite infinity. `marks/step`, `marks/epochs` and
    `marks/label` say what happened in between.
    """
    import numpy as np

    rows = past.epochs
    gapless = past.end == len(past.numbers)
    return {
        **{f"{_STEPS}{name}": values for name, values in past.steps.items()},
        **({} if gapless else {_NUMBERS: past.numbers}),
        f"{_ENDS}epoch": rows.table[:, 0],
        f"{_ENDS}step": rows.table[:, 1],
        **{f"{_EPOCHS}{name}": rows.table[:, 2 + i] for i, name in enumerate(rows.names)},
        f"{_MARKS}step": np.array([mark.step for mark in marks], np.int64),
        f"{_MARKS}epochs": np.array([mark.epochs for mark in marks], np.float64),
        f"{_MARKS}label": np.array([mark.label for mark in marks], dtype=np.str_),
    }


def history_of(arrays: "Mapping[str, Array]") -> History:
    """The history that these are the arrays of; others among them are passed over.

    Raises:
        Unreadable: they are not.
    """
    import numpy as np

    try:
        steps = {name.removeprefix(_STEPS): array for name, array in arrays.items() if name.startswith(_STEPS)}
        epochs = {name.removeprefix(_EPOCHS): array for name, array in arrays.items() if name.startswith(_EPOCHS)}
        places = [arrays[f"{_ENDS}epoch"], arrays[f"{_ENDS}step"]]
        table = np.stack([np.asarray(each, np.float64) for each in (*places, *epochs.values())], axis=1)
        history = History()
        if len({array.shape for array in steps.values()}) > 1 or any(array.ndim != 1 for array in steps.values()):
            raise Unreadable("its series differ in length")
        if steps:
            values = {name: np.asarray(array, np.float32) for name, array in steps.items()}
            numbers = arrays.get(_NUMBERS)
            if numbers is None:
                history.append(values)
            else:
                history.restore(values, _ascending(numbers, len(next(iter(values.values())))))
        if table.ndim != 2 or not np.isfinite(table[:, :2]).all():  # noqa: PLR2004  # rows, columns
            raise Unreadable("its epochs are no table")
        history.append_epochs(tuple(epochs), table)
        history.append_marks(_marks(*(arrays[f"{_MARKS}{name}"] for name in ("step", "label", "epochs"))))
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from None
    return history


def _ascending(numbers: "Array", count: int) -> "Array":
    import numpy as np

    sound = numbers.dtype == np.int64 and numbers.shape == (count,)
    if not sound or (numbers < 1).any() or (numbers > _MOST_STEPS).any() or (np.diff(numbers) < 1).any():
        raise Unreadable("the numbers of its steps are none")
    return numbers


def _marks(*columns: "Array") -> list[Mark]:
    return [
        Mark(int(step), str(label), float(epochs))
        for step, label, epochs in zip(*(column.tolist() for column in columns), strict=True)
    ]


def weight_arrays(states: "Mapping[str, Sequence[Array]]") -> "dict[str, Array]":
    """The states of layers, as `PATH/0`, `PATH/1` and so on."""
    return {f"{path}/{i}": array for path, state in states.items() for i, array in enumerate(state)}


def weights_of(arrays: "Mapping[str, Array]") -> "dict[str, list[Array]]":
    """The states of layers by their path."""
    found: dict[str, list[Any]] = {}
    for name, array in arrays.items():
        found.setdefault(name.rpartition("/")[0], []).append(array)
    return found


def write_arrays(file: Any, arrays: "Mapping[str, Array]") -> None:
    """Write a `.npz`, one array after another; nothing is compressed, so no file can be small and its arrays large."""
    import numpy as np

    np.savez(file, **arrays)  # type: ignore[arg-type]  # the stub confuses arrays' names with its flag


def read_arrays(path: Path, prefixes: tuple[str, ...] = ("",)) -> "dict[str, Array]":
    """Read the arrays of a file whose names begin so.

    Raises:
        OSError: there is no such file, or it can't be read.
        Unreadable: it is damaged, or holds anything but numbers and text.
    """
    import numpy as np

    try:
        with zipfile.ZipFile(path) as archive:
            if any(each.compress_type != zipfile.ZIP_STORED for each in archive.infolist()):
                raise Unreadable("it is compressed")
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {name: file[name] for name in file.files if name.startswith(prefixes)}
    except (ValueError, TypeError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from None
