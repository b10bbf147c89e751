"""A scene as PNG, drawn with Pillow at twice its size and reduced, so that lines and letters are smooth."""

import io
import itertools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from playground.picturing._letters import TIMES, runs
from playground.picturing._scene import Circle, Curve, Path, Point, Rect, Scene, Shape, Text
from playground.picturing._theme import mixed

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

MOST_PIXELS = 8_000_000
"""Of a picture; a larger one is scaled down. It is drawn with four times as many."""
MOST_SIDE = 16_000
_SMOOTH = 2
_COLOURS = 256
_CUBE = 6
_DASH = 4.0
_BEND_STEPS = 6


def png_of(
    scene: Scene, *, scale: float = 2.0, most_pixels: int = MOST_PIXELS, text: dict[str, str] | None = None
) -> bytes:
    """The bytes of a PNG file with `scale` pixels to a canvas pixel, fewer where that were more than `most_pixels`.

    `text` is kept in the file by its names, as it is.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    fitting = math.sqrt(most_pixels / (scene.width * scene.height))
    scale = min(scale, fitting, MOST_SIDE / scene.width, MOST_SIDE / scene.height)
    image = _drawn(scene, scale).quantize(palette=_palette(scene), dither=Image.Dither.NONE)
    info = PngInfo()
    for name, value in (text or {}).items():
        info.add_itxt(name, value, zip=False)
    file = io.BytesIO()
    image.save(file, "png", pnginfo=info)
    return file.getvalue()


def _palette(scene: Scene) -> "Image.Image":
    """The colours of a scene as they are, and as many shades of each on the grounds as there is place for."""
    from PIL import Image

    used = Counter(colour for shape in scene.shapes for colour in _colours(shape) if colour)
    colours = [scene.ground, *(colour for colour, _ in used.most_common(_COLOURS - 1) if colour != scene.ground)]
    grounds = [scene.ground, *Counter(shape.fill for shape in scene.shapes if isinstance(shape, Rect))]
    steps = min(max(_COLOURS // len(colours) - 1, 0) // 2, _BEND_STEPS)
    exact = [bytes.fromhex(colour[1:]) for colour in colours]
    shades = (
        bytes.fromhex(mixed(colour, ground, step / (steps + 1))[1:])
        for colour in colours
        for ground in grounds[:2]
        for step in range(1, steps + 1)
    )
    between = [shade for shade in shades if not any(_alike(shade, colour) for colour in exact)]
    image = Image.new("P", (1, 1))
    image.putpalette(b"".join((*exact, *between)))
    return image


def _alike(one: bytes, other: bytes) -> bool:
    """Whether Pillow, which looks colours up in cubes of four, could take one for the other."""
    return all(abs(a - b) <= _CUBE for a, b in zip(one, other, strict=True))


def _colours(shape: Shape) -> tuple[str, ...]:
    match shape:
        case Rect() | Circle():
            return shape.fill, shape.stroke
        case Path() | Text():
            return (shape.colour,)


def _drawn(scene: Scene, scale: float) -> "Image.Image":
    from PIL import Image, ImageDraw

    width, height = (max(1, round(side * scale)) * _SMOOTH for side in (scene.width, scene.height))
    image = Image.new("RGB", (width, height), scene.ground)
    pen = _Pen(ImageDraw.Draw(image), scene, scale * _SMOOTH)
    for shape in scene.shapes:
        pen.draw(shape)
    return image.reduce(_SMOOTH)


class _Pen:
    """Draws shapes in the pixels of an image."""

    def __init__(self, draw: "ImageDraw.ImageDraw", scene: Scene, scale: float) -> None:
        self._draw = draw
        self._corner = scene.x, scene.y
        self._scale = scale

    def draw(self, shape: Shape) -> None:
        match shape:
            case Rect():
                self._rect(shape)
            case Circle():
                self._circle(shape)
            case Path():
                for start, rest in shape.strokes:
                    self._line(_flat(start, rest), shape.colour, shape.line, dashed=shape.dashed)
            case Text():
                self._text(shape)

    def _at(self, x: float, y: float) -> Point:
        return (x - self._corner[0]) * self._scale, (y - self._corner[1]) * self._scale

    def _thick(self, line: float) -> int:
        return max(1, round(line * self._scale))

    def _rect(self, shape: Rect) -> None:
        half = shape.line / 2 if shape.stroke else 0.0
        box = [
            *self._at(shape.x - half, shape.y - half),
            *self._at(shape.x + shape.width + half, shape.y + shape.height + half),
        ]
        radius = shape.radius * self._scale
        if not shape.dashed:
            line = self._thick(shape.line) if shape.stroke else 0
            self._draw.rounded_rectangle(box, radius, shape.fill, shape.stroke or None, line)
            return
        self._draw.rounded_rectangle(box, radius, shape.fill)
        x, y, right, bottom = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        outline = [(x, y), (right, y), (right, bottom), (x, bottom), (x, y)]
        self._line(outline, shape.stroke, shape.line, dashed=True)

    def _circle(self, shape: Circle) -> None:
        radius = shape.radius + (shape.line / 2 if shape.stroke else 0.0)
        box = [*self._at(shape.x - radius, shape.y - radius), *self._at(shape.x + radius, shape.y + radius)]
        if not shape.stroke:
            self._draw.ellipse(box, shape.fill)
        elif not shape.dashed:
            self._draw.ellipse(box, shape.fill, shape.stroke, self._thick(shape.line))
        else:
            self._draw.ellipse(box, shape.fill)
            for start in range(0, 360, 60):
                self._draw.arc(box, start, start + 35, shape.stroke, self._thick(shape.line))

    def _line(self, points: list[Point], colour: str, line: float, *, dashed: bool) -> None:
        for piece in _dashes(points) if dashed else [points]:
            self._draw.line([self._at(*point) for point in piece], colour, self._thick(line), joint="curve")

    def _text(self, shape: Text) -> None:
        size = round(shape.size * self._scale)
        if size < 1:
            return
        x, y = self._at(shape.x, shape.y)
        bold = max(1, round(size / 36)) if shape.bold else 0
        pieces = [piece for part in _parts(shape.words) for piece in runs(part, size)]
        widths = [font.getlength("x" if words == TIMES else words) for words, font in pieces]
        x -= sum(widths) * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
        for (words, font), width in zip(pieces, widths, strict=True):
            if words == TIMES:
                self._times(x, y, size, width, shape.colour)
            else:
                self._draw.text((x, y), words, shape.colour, font, "ls", stroke_width=bold)
            x += width

    def _times(self, x: float, y: float, size: int, width: float, colour: str) -> None:
        half, middle, line = size * 0.2, (x + width / 2, y - size * 0.31), max(1, round(size / 11))
        left, right, top, bottom = middle[0] - half, middle[0] + half, middle[1] - half, middle[1] + half
        self._draw.line([(left, top), (right, bottom)], colour, line)
        self._draw.line([(left, bottom), (right, top)], colour, line)


def _parts(words: str) -> list[str]:
    return [part for part in re.split(f"({TIMES})", words) if part]


def _flat(start: Point, rest: tuple[Point | Curve, ...]) -> list[Point]:
    """A way as short straight pieces."""
    points = [start]
    for piece in rest:
        if not isinstance(piece, Curve):
            points.append(piece)
            continue
        (x1, y1), (cx, cy), (x2, y2) = points[-1], piece.corner, piece.end
        for step in range(1, _BEND_STEPS + 1):
            t = step / _BEND_STEPS
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
            points.append((a * x1 + b * cx + c * x2, a * y1 + b * cy + c * y2))
    return points


def _dashes(points: list[Point]) -> list[list[Point]]:
    """The pieces of a line that are drawn when it is dashed."""
    found: list[list[Point]] = []
    drawn, left = True, _DASH
    for one, other in itertools.pairwise(points):
        length, done = math.dist(one, other), 0.0
        while done < length:
            step = min(left, length - done)
            if drawn:
                found.append([_along(one, other, done / length), _along(one, other, (done + step) / length)])
            done += step
            left -= step
            if left <= 0:
                drawn, left = not drawn, _DASH
    return found


def _along(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
