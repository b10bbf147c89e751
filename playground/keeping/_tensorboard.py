"""A kept run as logs for TensorBoard, by TensorFlow's own writer; the extra `tensorboard` brings what that needs."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from playground.charts import thin
from playground.errors import KeepingError
from playground.keeping._record import Record
from playground.training import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    Array = np.ndarray[Any, Any]

MOST = 2_000
"""Points of one curve."""
_TRAIN, _VALIDATION = "train", "validation"


def write_tensorboard(folder: Path, record: Record, history: History) -> Path:
    """Write `train` and `validation` as Keras's own callback does: tags `epoch_NAME`, and `batch_NAME` of single steps.

    Of a long curve 2,000 points are written that look like all of it. What was there before is replaced.

    Returns:
        The folder.

    Raises:
        KeepingError: TensorBoard is not installed, or the folder can't be written.
    """
    try:
        import tensorboard  # noqa: F401  # `tf.summary` is nothing without it
        import tensorflow as tf
    except ImportError:
        raise KeepingError(
            "TensorBoard is not installed here; run “pip install keras-playground[tensorboard]”, "
            "and restart the kernel."
        ) from None
    try:
        for part in (_TRAIN, _VALIDATION):
            shutil.rmtree(folder / part, ignore_errors=True)
        for part, curves in _parts(history).items():
            writer = tf.summary.create_file_writer(str(folder / part))
            with writer.as_default():
                if part == _TRAIN:
                    tf.summary.text("settings", _settings(record), step=0)
                for tag, steps, values in curves:
                    for step, value in zip(steps.tolist(), values.tolist(), strict=True):
                        tf.summary.scalar(tag, value, step=step)
            writer.close()
    except (OSError, tf.errors.OpError) as error:
        raise KeepingError(f"Logs for TensorBoard can't be written to {folder}: {error}.") from None
    return folder


def _parts(history: History) -> dict[str, list[Any]]:
    """The curves of each part; validation is left out where nothing was measured."""
    found: dict[str, list[Any]] = {_TRAIN: list(_batches(history)), _VALIDATION: []}
    for tag, steps, values in epoch_curves(history):
        part = _VALIDATION if tag.startswith("val_") else _TRAIN
        found[part].append((f"epoch_{tag.removeprefix('val_')}", steps, values))
    return {part: curves for part, curves in found.items() if curves}


def _batches(history: History) -> "Iterator[tuple[str, Array, Array]]":
    for name, steps, values in step_curves(history):
        yield f"batch_{name}", steps, values


def step_curves(history: History) -> "Iterator[tuple[str, Array, Array]]":
    """By name the steps, from 1 on, and their values: of many such as look like all."""
    past = history.since(0)
    for name, values in past.steps.items():
        yield name, *thin(past.numbers, values, MOST)


def epoch_curves(history: History) -> "Iterator[tuple[str, Array, Array]]":
    """By name the numbers of the epochs, from 0 on as Keras counts, and their values, likewise."""
    import numpy as np

    rows = history.rows()
    for name, values in rows.columns.items():
        known = np.isfinite(values)
        if known.any():
            yield name, *thin(rows.numbers[known].astype(int) - 1, values[known], MOST)


def _settings(record: Record) -> str:
    """What the run was given, as a block of code, so that nothing in it is read as Markdown."""
    plain = {"training": record.training, "data": record.data, "environment": record.environment}
    text = msgspec.json.format(msgspec.json.encode(plain), indent=2).decode()
    return "\n".join(f"    {line}" for line in text.splitlines())
