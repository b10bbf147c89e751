"""The type of arrays in annotations that are read as the room is entered, when numpy is not yet wanted."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
else:
    Array = Any
