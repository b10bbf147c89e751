"""Other libraries' exceptions as one line of text."""

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = ("Exception encountered when calling", "Arguments received by")


def in_a_line(error: BaseException) -> str:
    """The kind of an exception and the first line of it that says something, without terminal colours."""
    lines = [line.strip() for line in _COLOUR.sub("", str(error)).splitlines()]
    telling = [line for line in lines if line and not line.startswith(_FRAME)]
    return f"{type(error).__name__}: {telling[0]}" if telling else type(error).__name__
