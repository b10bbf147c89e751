"""How wide words are, and which letters a font has: measured with the scalable font that Pillow brings."""

import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import ImageFont

FAMILY = "Helvetica Neue, Helvetica, Arial, Liberation Sans, Arimo, sans-serif"
"""For the browser; the widths below are near those of the named ones."""
TIMES = "×"
"""Stands in every shape, and the built-in font has it not: it is drawn as two lines."""
BOLDER = 1.07
_MEASURE = 100
_ELLIPSIS = "…"
_INSTALLED = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf", "Arial.ttf", "segoeui.ttf")
_SHAPED = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_NO_LETTER = "\U0010fffe"


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """The width of words in pixels."""
    return sum(map(_advance, words)) * size / _MEASURE * (BOLDER if bold else 1.0)


def cut(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """The words, or as many of their letters as there is room for, with an ellipsis."""
    words = " ".join(words[:500].split())
    if width_of(words, size, bold=bold) <= room:
        return words
    room -= width_of(_ELLIPSIS, size, bold=bold)
    kept = ""
    for letter in words:
        room -= width_of(letter, size, bold=bold)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + _ELLIPSIS


def is_rtl(words: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((each in {"R", "AL"} for each in directions if each in {"L", "R", "AL"}), False)


@cache
def built_in(size: int) -> "ImageFont.FreeTypeFont":
    """The font that Pillow brings, at a size in pixels."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):  # a Pillow built without FreeType
        raise TypeError("Pillow was built without FreeType, which draws its letters.")
    return font


def runs(words: str, size: int) -> "list[tuple[str, ImageFont.FreeTypeFont]]":
    """The words in pieces of one font each: the built-in one, and for letters that it has not an installed one.

    Words that are shaped as a whole, such as those from right to left, stay whole.
    """
    if words.isascii():
        return [(words, built_in(size))]
    if any(unicodedata.bidirectional(letter) in _SHAPED or unicodedata.combining(letter) for letter in words):
        return [(words, _font(_home_of(words), size))]
    pieces = ((home, "".join(letters)) for home, letters in groupby(words, key=_home))
    return [(piece, _font(home, size)) for home, piece in pieces]


@cache
def _home(letter: str) -> str:
    return _home_of(letter)


def _home_of(words: str) -> str:
    """The name of the first font that has all letters; the built-in one, "", when none has."""
    return next((name for name in ("", *_INSTALLED) if all(_has(name, each) for each in words if each.strip())), "")


def _font(name: str, size: int) -> "ImageFont.FreeTypeFont":
    return (_installed(name, size) if name else None) or built_in(size)


@cache
def _installed(name: str, size: int) -> "ImageFont.FreeTypeFont | None":
    from PIL import ImageFont

    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None


@cache
def _has(name: str, letter: str) -> bool:
    font = _installed(name, _MEASURE) if name else built_in(_MEASURE)
    return font is not None and _drawn(font, letter) != _drawn(font, _NO_LETTER)


def _drawn(font: Any, letter: str) -> tuple[Any, bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@cache
def _advance(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if letter == TIMES:
        letter = "x"
    if unicodedata.east_asian_width(letter) in "WF":
        return float(_MEASURE)
    return float(built_in(_MEASURE).getlength(letter))
