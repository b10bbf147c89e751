"""Where the user's own kinds were defined, for those who write source."""

import sys

from playground.catalog._catalog import entry
from playground.catalog._types import Family


def home_of(name: str, family: Family) -> str | None:
    """The module from which a kind can be imported under its name; None for one of a notebook or inside a function."""
    found = entry(name, family)
    value = None if found is None else found.value
    module = getattr(value, "__module__", None)
    if module is None or module == "__main__" or getattr(sys.modules.get(module), name, None) is not value:
        return None
    return str(module)
