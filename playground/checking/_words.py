"""Shapes, names and sizes as the sentences and fixes of problems show them."""

from collections.abc import Iterable

from playground.checking._report import TensorSpec

TIMES = "\N{MULTIPLICATION SIGN}"


def size(spec: TensorSpec) -> str:
    """A shape without its batch axis: `28 x 28 x 32` with the sign for times, `?` where unknown."""
    sample = spec.shape[1:]
    return TIMES.join("?" if each is None else str(each) for each in sample) if sample else "single values"


def listed(words: Iterable[str]) -> str:
    """Words as English lists them: `a, b and c`."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last


def free(wish: str, taken: Iterable[str]) -> str:
    """The wish itself where it is not taken, otherwise with the first number that makes it free."""
    names = set(taken)
    name, number = wish, 1
    while name in names:
        name, number = f"{wish}_{number}", number + 1
    return name


def bytes_text(count: float) -> str:
    """A number of bytes in the unit that suits it, as `1.5 GB`."""
    for unit in ("bytes", "kB", "MB", "GB", "TB", "PB"):
        if count < 1000 or unit == "PB":  # noqa: PLR2004  # the step from one unit to the next
            break
        count /= 1000
    return f"{count:,.3g} {unit}" if count < 1000 else f"{count:,.0f} {unit}"  # noqa: PLR2004  # likewise
