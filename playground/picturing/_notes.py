"""A note as paper with plain words: its Markdown read as far as a line of letters goes."""

import re
from collections.abc import Iterator

from playground.network import Note
from playground.picturing._letters import cut, is_rtl, width_of
from playground.picturing._scene import Rect, Shape, Text
from playground.picturing._theme import Theme

_SIZE = 12.0
_LINE = 17.0
_INSET = 10.0
_MOST_LETTERS = 5_000
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
_ITEM = re.compile(r"^(\s*)[-*+]\s+")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}\)")
_MARKS = re.compile(r"(\*\*|__|~~|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")


def paper(note: Note, theme: Theme) -> Iterator[Shape]:
    """The sheet, and as many lines as fit on it."""
    yield Rect(note.x, note.y, note.width, note.height, theme.note, theme.note_edge, radius=4)
    room, base = note.width - 2 * _INSET, note.y + 8 + _SIZE
    for words, bold in _lines(note.text, room):
        if base > note.y + note.height - 4:
            return
        if words and is_rtl(words):
            yield Text(note.x + note.width - _INSET, base, words, _SIZE, theme.text, bold, "end", room)
        elif words:
            yield Text(note.x + _INSET, base, words, _SIZE, theme.text, bold, room=room)
        base += _LINE


def plain(line: str) -> str:
    """A line of Markdown without its marks."""
    line = _ITEM.sub(r"\1• ", line)
    return _MARKS.sub("", _LINK.sub(r"\1", line)).strip()


def _lines(text: str, room: float) -> Iterator[tuple[str, bool]]:
    if room <= 0:
        return
    for source in text[:_MOST_LETTERS].splitlines():
        heading = _HEADING.match(source)
        bold = heading is not None
        for line in _wrapped(plain(source[heading.end() :] if heading else source), room, bold=bold):
            yield line, bold


def _wrapped(words: str, room: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, _SIZE, bold=bold) > room:
            yield line
            line = word
        else:
            line = longer
        if width_of(line, _SIZE, bold=bold) > room:
            line = cut(line, room, _SIZE, bold=bold)
    yield line
