"""Data from a folder of images, one folder a class. TensorFlow decodes and resizes."""

from pathlib import Path

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError

_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}
_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")


def from_folder(path: str | Path, *, image_size: tuple[int, int] = (64, 64), color_mode: str = "rgb") -> Dataset:
    """Make a data set of images, the name of an image's folder being its class.

    Args:
        path: A folder with one folder for each class, of PNG, JPEG, GIF or BMP files.
        image_size: Height and width that every image is resized to.
        color_mode: `rgb`, `grayscale` or `rgba`.

    Returns:
        Images as float32 in 0..1 of shape (height, width, channels), labels in alphabetical order of the folders.

    Raises:
        DataError: If the folder is missing, has no class folders or no images, or an image can't be read.
    """
    root = Path(path)
    if color_mode not in _CHANNELS:
        raise DataError(f"color_mode must be “rgb”, “grayscale” or “rgba”, got {color_mode!r}.")
    if not root.is_dir():
        raise DataError(f"There is no folder “{root!s}”; check the path, which starts in the current folder.")
    classes = sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not classes:
        raise DataError(
            f"Folder “{root!s}” has no folders in it; put the images of each class into a folder of its own."
        )
    images, labels = [], []
    for label, name in enumerate(classes):
        files = sorted(file for file in (root / name).rglob("*") if file.suffix.lower() in _ENDINGS)
        if not files:
            raise DataError(f"Class folder “{name}” has no images ({', '.join(_ENDINGS)}); fill it or take it away.")
        images += [_read(file, image_size, _CHANNELS[color_mode]) for file in files]
        labels += [label] * len(files)
    return from_arrays(
        np.stack(images), np.array(labels, dtype=np.int64), name=root.name or "images", class_names=classes
    )


def _read(file: Path, image_size: tuple[int, int], channels: int) -> Array:
    import tensorflow as tf

    try:
        image = tf.io.decode_image(file.read_bytes(), channels=channels, expand_animations=False)
    except (OSError, tf.errors.InvalidArgumentError):
        raise DataError(f"Image “{file!s}” can't be read; replace it or take it away.") from None
    array: Array = tf.image.resize(image, image_size, antialias=True).numpy()
    return array / np.float32(255)
