"""A scene as SVG: shapes and escaped words and nothing else, so that it is safe wherever it is shown."""

import re
from html import escape

from playground.picturing._letters import FAMILY, width_of
from playground.picturing._scene import Circle, Curve, Path, Point, Rect, Scene, Shape, Text

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no XML may hold."""
_WIDER = 1.18
"""How much wider letters are in the widest font that browsers take for want of the named ones."""
_DASHES = ' stroke-dasharray="4 4"'


def svg_of(scene: Scene, metadata: str = "") -> str:
    """The text of an SVG file; `metadata` is put into it as it is."""
    width, height = _number(scene.width), _number(scene.height)
    box = f"{_number(scene.x)} {_number(scene.y)} {width} {height}"
    size = f'width="{width}" height="{height}" viewBox="{box}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}" role="img">'
    return "\n".join(
        [
            opening,
            f"<title>{_words(scene.title)}</title>",
            *([metadata] if metadata else []),
            _shape(Rect(scene.x, scene.y, scene.width, scene.height, scene.ground)),
            *map(_shape, scene.shapes),
            "</svg>\n",
        ]
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Rect():
            radius = f' rx="{_number(shape.radius)}"' if shape.radius else ""
            size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
            return f'<rect x="{_number(shape.x)}" y="{_number(shape.y)}" {size}{radius}{_painted(shape)}/>'
        case Circle():
            place = f'cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"'
            return f"<circle {place}{_painted(shape)}/>"
        case Path():
            way = "".join(_way(start, rest) for start, rest in shape.strokes)
            dashes = _DASHES if shape.dashed else ""
            line = f'stroke="{shape.colour}" stroke-width="{_number(shape.line)}"'
            return f'<path d="{way}" fill="none" {line}{dashes}/>'
        case Text():
            weight = ' font-weight="600"' if shape.bold else ""
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            ink = f'font-size="{_number(shape.size)}" fill="{shape.colour}"'
            return f"<text {place} {ink}{weight}{anchor}{_held(shape)}>{_words(shape.words)}</text>"


def _held(shape: Text) -> str:
    """Words that fill their room keep the width they were measured with, whatever font the reader has."""
    width = width_of(shape.words, shape.size, bold=shape.bold)
    if shape.room == 0 or width * _WIDER < shape.room:
        return ""
    return f' textLength="{_number(width)}" lengthAdjust="spacingAndGlyphs"'


def _painted(shape: Rect | Circle) -> str:
    dashes = _DASHES if shape.dashed else ""
    line = f' stroke="{shape.stroke}" stroke-width="{_number(shape.line)}"{dashes}' if shape.stroke else ""
    return f' fill="{shape.fill}"{line}'


def _way(start: Point, rest: tuple[Point | Curve, ...]) -> str:
    return f"M{_pair(start)}" + "".join(_piece(piece) for piece in rest)


def _piece(piece: Point | Curve) -> str:
    return f"Q{_pair(piece.corner)} {_pair(piece.end)}" if isinstance(piece, Curve) else f"L{_pair(piece)}"


def _pair(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _words(words: str) -> str:
    return escape(FORBIDDEN.sub("\ufffd", words), quote=False)
