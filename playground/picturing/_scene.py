"""What a picture is made of, before anybody has written it: shapes and words at places, in canvas pixels."""

from typing import Literal, NamedTuple

Point = tuple[float, float]


class Curve(NamedTuple):
    """A round bend: from where the pen is to `end`, drawn towards `corner`."""

    corner: Point
    end: Point


class Rect(NamedTuple):
    """A rectangle; without a `stroke` it has no line."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    line: float = 1.0
    radius: float = 0.0
    dashed: bool = False


class Circle(NamedTuple):
    """A circle around a point."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    line: float = 1.5
    dashed: bool = False


class Path(NamedTuple):
    """Lines of one pen: each begins at a point and goes on by straight lines to points, and by bends."""

    strokes: tuple[tuple[Point, tuple[Point | Curve, ...]], ...]
    colour: str
    line: float = 1.5
    dashed: bool = False


class Text(NamedTuple):
    """One line of words; `y` is where they stand, `x` where they begin, have their middle, or end.

    `room` is how wide they may become in a font that is wider than the one they were measured in; 0 for any width.
    """

    x: float
    y: float
    words: str
    size: float
    colour: str
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    room: float = 0.0


Shape = Rect | Circle | Path | Text


class Scene(NamedTuple):
    """A whole picture: the piece of canvas it shows, its ground, and the shapes from the lowest to the uppermost."""

    x: float
    y: float
    width: float
    height: float
    ground: str
    title: str
    shapes: tuple[Shape, ...]
