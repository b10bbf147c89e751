"""Which dtypes a layer or an operation computes with, as trying has shown: Keras itself lets pass what then fails.

`dtypes.json` is written by `make dtypes`. By kind it has rows: a combination of dtypes works where some row holds the
dtype at every input. Of an input that takes many tensors, `name.1` stands for those behind the first.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

FLOATS = ("float16", "bfloat16", "float32", "float64")
INTEGERS = ("int8", "int16", "int32", "int64")
DTYPES_OF = {
    "float": FLOATS,
    "int": INTEGERS,
    "uint": ("uint8", "uint16", "uint32", "uint64"),
    "complex": ("complex64", "complex128"),
    "bool": ("bool",),
    "string": ("string",),
}
"""All dtypes, by the word for each group of them."""

PATH = Path(__file__).with_name("dtypes.json")

Row = Mapping[str, frozenset[str]]


def dtypes_taken(kind: str) -> tuple[Row, ...]:
    """The rows of a kind; none where every dtype works, or nobody has tried."""
    return _table().get(kind, ())


def port_of_slot(port: str, slot: int) -> str:
    """What a row calls a tensor of an input: the same for the first, or the only, one."""
    return f"{port}.1" if slot else port


def words_of(dtypes: frozenset[str]) -> str:
    """Dtypes as the table has them: a word for each whole group, then the others."""
    whole = [word for word, group in DTYPES_OF.items() if len(group) > 1 and dtypes.issuperset(group)]
    known = {each for word in whole for each in DTYPES_OF[word]}
    order = [each for group in DTYPES_OF.values() for each in group]
    return " ".join([*whole, *(each for each in order if each in dtypes and each not in known)])


@cache
def _table() -> dict[str, tuple[Row, ...]]:
    raw = msgspec.json.decode(PATH.read_bytes(), type=dict[str, list[dict[str, str]]])
    return {
        kind: tuple({port: _read(words) for port, words in row.items()} for row in rows) for kind, rows in raw.items()
    }


def _read(words: str) -> frozenset[str]:
    return frozenset(each for word in words.split() for each in DTYPES_OF.get(word, (word,)))
