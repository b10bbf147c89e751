"""What stands on a card: its frame, its words, its ports, and its badge where something is wrong."""

from collections.abc import Iterator
from typing import NamedTuple

from playground.catalog import Kind
from playground.checking import NodeReport, Problem
from playground.network import Layer, Node
from playground.picturing._cards import WIDTH, Card
from playground.picturing._letters import cut, width_of
from playground.picturing._scene import Circle, Path, Rect, Shape, Text
from playground.picturing._theme import Theme, mixed
from playground.picturing._words import block_words, kind_word, setting_words

_INSET = 10.0
_ROOM = WIDTH - _INSET - 8
_SPINE = 3.0
_SHEET = 4.0


class Subject(NamedTuple):
    """A node with all that its card says."""

    node: Node
    layer: Layer
    kind: Kind | None
    card: Card
    report: NodeReport
    problems: tuple[Problem, ...]
    inputs: int
    shared: bool
    waiting_for: str

    @property
    def waits(self) -> bool:
        """Whether what it gives is unknown because of another node."""
        return self.report.state == "waiting"

    @property
    def unknown(self) -> bool:
        """Whether nobody has said what its kind is."""
        return any(problem.code == "unknown_kind" for problem in self.problems)


def face(subject: Subject, theme: Theme) -> Iterator[Shape]:
    """The shapes of a card, from the lowest to the uppermost."""
    yield from _frame(subject, theme)
    yield from _title(subject, theme)
    yield from _words(subject, theme)
    yield from _ports(subject, theme)
    yield from _badge(subject, theme)


def _frame(subject: Subject, theme: Theme) -> Iterator[Shape]:
    x, y, height = subject.node.x, subject.node.y, subject.card.height
    family = theme.family("" if subject.kind is None else subject.kind.group)
    dashed = subject.waits or subject.unknown or subject.node.bypassed
    faulty = subject.report.state == "faulty" and not subject.unknown
    sheets = 0 if subject.layer.network is None else 2 if subject.layer.repeat > 1 else 1
    for sheet in range(sheets, 0, -1):
        by = sheet * _SHEET
        yield Rect(x + by, y - by, WIDTH, height, theme.panel, theme.border, radius=4)
    line, colour = (2.0, theme.error) if faulty else (1.0, theme.border)
    yield Rect(x, y, WIDTH, height, theme.panel, colour, line, 4, dashed)
    if subject.waits or subject.node.bypassed:
        family = mixed(family, theme.panel, 0.45)
    yield Rect(x, y, _SPINE, height, family, radius=1.5)


def _title(subject: Subject, theme: Theme) -> Iterator[Shape]:
    x, base = subject.node.x + _INSET, subject.node.y + 20.5
    right = subject.node.x + WIDTH - 8
    colour = theme.waiting if subject.waits else theme.text
    layer = subject.layer
    for sign in _signs(subject):
        right -= 12
        yield from sign(right, base - 10, theme)
        right -= 5
    if layer.network is not None:
        times = f"×{layer.repeat}" if layer.repeat > 1 else ""
        taken = width_of(times, 12.5, bold=True) + 5 if times else 0.0
        room = right - x - taken
        yield Text(x, base, cut(layer.name, room, 12.5, bold=True), 12.5, colour, bold=True, room=room)
        if times:
            yield Text(right, base, times, 12.5, colour, bold=True, anchor="end")
        return
    room = right - x
    kind = kind_word(layer.kind)
    name = cut(layer.name, max(0.52 * room, room - 5 - width_of(kind, 12.5, bold=True)), 11)
    kind = cut(kind, room - 5 - width_of(name, 11), 12.5, bold=True)
    quiet = theme.waiting if subject.waits else theme.secondary
    left = room - 5 - width_of(name, 11)
    yield Text(x, base, kind, 12.5, colour, bold=True, room=left)
    yield Text(right, base, name, 11, quiet, anchor="end", room=room - 5 - width_of(kind, 12.5, bold=True))


def _signs(subject: Subject) -> Iterator["_Sign"]:
    if not subject.layer.trainable and subject.report.parameters > 0:
        yield _snowflake
    if subject.shared:
        yield _links


def _words(subject: Subject, theme: Theme) -> Iterator[Shape]:
    x, y = subject.node.x + _INSET, subject.node.y
    quiet = theme.waiting if subject.waits else theme.secondary
    yield Text(x, y + 35.5, cut(_second_line(subject), _ROOM, 11), 11, quiet, room=_ROOM)
    foot = y + subject.card.height - 10
    if subject.report.state == "faulty":
        code = subject.problems[0].code if subject.problems else "cannot be built"
        words = cut(code.replace("_", " ").replace("-", " ").replace(".", " "), _ROOM, 11, bold=True)
        yield Text(x, foot, words, 11, theme.error, bold=True, room=_ROOM)
    elif subject.waits:
        yield Text(x, foot, "— params", 11, quiet)
    else:
        yield Text(x, foot, f"{subject.report.parameters:,} params", 11, quiet)


def _second_line(subject: Subject) -> str:
    if subject.waiting_for:
        return f"waiting for {subject.waiting_for}"
    if subject.node.bypassed:
        return "bypassed"
    if subject.layer.network is not None:
        return block_words(subject.layer, subject.layer.network)
    return setting_words(subject.kind, subject.layer, subject.inputs, subject.node.arguments)


def _ports(subject: Subject, theme: Theme) -> Iterator[Shape]:
    x, y = subject.node.x, subject.node.y
    for inlet in subject.card.inlets:
        yield Circle(x, y + inlet.y, 3.25, theme.panel, theme.wire, dashed=inlet.optional)
        if inlet.label:
            yield Text(x + _INSET, y + inlet.y + 4, cut(inlet.label, 120, 11), 11, theme.secondary, room=120)
    for outlet in subject.card.outlets:
        yield Circle(x + WIDTH, y + outlet, 3.25, theme.panel, theme.wire)


def _badge(subject: Subject, theme: Theme) -> Iterator[Shape]:
    if not subject.problems:
        return
    error = subject.problems[0].severity == "error"
    words = str(len(subject.problems)) if error else "!"
    x, y = subject.node.x + WIDTH, subject.node.y
    yield Circle(x, y, 10, theme.error if error else theme.warning, theme.canvas, 1.0)
    yield Text(x, y + 4.3, words, 12, theme.on_badge, bold=True, anchor="middle")


class _Sign(NamedTuple):
    """Lines of a sign of 12 pixels, in the accent's colour."""

    lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]

    def __call__(self, x: float, y: float, theme: Theme) -> Iterator[Shape]:
        """The sign with its corner at a place."""
        strokes = tuple(((x + a, y + b), ((x + c, y + d),)) for (a, b), (c, d) in self.lines)
        yield Path(strokes, theme.accent, 1.2)


_snowflake = _Sign((((6, 1), (6, 11)), ((1.7, 3.5), (10.3, 8.5)), ((1.7, 8.5), (10.3, 3.5))))
_links = _Sign(
    (
        ((1, 4), (6, 4)),
        ((6, 4), (6, 8)),
        ((6, 8), (1, 8)),
        ((1, 8), (1, 4)),
        ((6, 6), (11, 6)),
        ((11, 6), (11, 10)),
        ((11, 10), (6, 10)),
        ((6, 10), (6, 8)),
    )
)
