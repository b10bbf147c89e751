"""Other libraries' exceptions as one line of text."""

from playground.catalog import reason_of


def in_a_line(error: Exception) -> str:
    """The kind of an exception and its reason, without terminal colours, advice for programmers and a full stop."""
    return f"{type(error).__name__}: {reason_of(error).removesuffix('.')}" if str(error) else type(error).__name__
