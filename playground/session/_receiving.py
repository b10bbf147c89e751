"""A file that a browser sends in pieces: kept until it is whole, within limits."""

from collections import OrderedDict

from playground.errors import ProtocolError
from playground.protocol import OpenFile

MOST_BYTES = 256 * 2**20
_MOST_FILES = 4


class Receiving:
    """The files that are on their way, by the names that the browser gave their sending; the oldest give way."""

    def __init__(self) -> None:
        """Nothing is on its way yet."""
        self._files: OrderedDict[str, bytearray] = OrderedDict()

    def take(self, piece: OpenFile) -> bytes | None:
        """Keep a piece; the whole file with its last one, None before.

        Raises:
            ProtocolError: the file is too large, or a piece of it is missing; nothing of it is kept.
        """
        file = self._files.setdefault(piece.sending, bytearray())
        end = piece.start + len(piece.content)
        if piece.size > MOST_BYTES:
            self._files.pop(piece.sending)
            raise ProtocolError(
                f"It has {piece.size / 2**20:,.0f} MiB; a browser sends at most {MOST_BYTES // 2**20}. "
                "Open it from a cell, by its path: pg.open(...)."
            )
        if piece.start != len(file) or end > piece.size or (end < piece.size and not piece.content):
            self._files.pop(piece.sending)
            raise ProtocolError("A piece of it was lost on its way to the kernel; open it once more.")
        file += piece.content
        while len(self._files) > _MOST_FILES:
            self._files.popitem(last=False)
        return bytes(self._files.pop(piece.sending)) if end == piece.size else None
