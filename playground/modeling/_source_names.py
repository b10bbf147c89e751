"""Variables for layers and tensors: identifiers that shadow nothing and are not given twice."""

import builtins
import keyword
import re
from collections.abc import Iterable

_LONGEST = 40
_MODULES = ("activations", "keras", "layers", "np", "ops")
_DATA = ("callbacks", "history", "sample_weight", "x_train", "x_val", "y_train", "y_val")
_WORDS = (*_MODULES, *_DATA, "i", "model", "named", "shortcut", "x")
_TAKEN = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_WORDS})


class Variables:
    """The names of one scope."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._names = {*_TAKEN, *taken}

    def new(self, wish: str) -> str:
        """An unused name like this one."""
        base = identifier(wish)
        name, number = base, 1
        while name in self._names:
            name, number = f"{base}_{number}", number + 1
        self._names.add(name)
        return name


def identifier(text: str) -> str:
    """The text as a variable that shadows no word of Python and none that the source uses itself."""
    word = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower()[:_LONGEST].rstrip("_")
    if not word or word[0].isdigit():
        return f"x_{word}".rstrip("_") if word else "x_"
    return f"{word}_" if word in _TAKEN else word
