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
        self._again: dict[tuple[str, int], str] = {}

    def copy(self) -> "Variables":
        """The names of a scope inside of this one."""
        return Variables(self._names)

    def new(self, wish: str) -> str:
        """An unused name like this one."""
        base = identifier(wish)
        name, number = base, 1
        while name in self._names:
            name, number = f"{base}_{number}", number + 1
        self._names.add(name)
        return name

    def take(self, name: str) -> None:
        """Give this name to nobody."""
        self._names.add(name)

    def again(self, wish: str, number: int = 0) -> str:
        """A name that is given anew to whoever asks with the same words, as the variables of loops are."""
        key = (wish, number)
        if key not in self._again:
            self._again[key] = self.new(wish)
        return self._again[key]


def identifier(text: str) -> str:
    """The text as a variable that shadows no word of Python and none that the source uses itself."""
    word = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower()[:_LONGEST].rstrip("_")
    if not word or word[0].isdigit():
        return f"x_{word}".rstrip("_") if word else "x_"
    return f"{word}_" if word in _TAKEN else word
