"""From a network and what checking says of it to a scene: cards, wires, notes and a title."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from playground.checking import NodeReport, Problem, Report
from playground.network import Layer, Network, Node, apply, arrange
from playground.picturing._cards import WIDTH, Card, card, kind_of
from playground.picturing._faces import Subject, face
from playground.picturing._letters import cut, width_of
from playground.picturing._notes import paper
from playground.picturing._routing import Box, Wanted, Way, routes
from playground.picturing._scene import Circle, Curve, Path, Rect, Scene, Shape, Text
from playground.picturing._theme import DARK, LIGHT, Theme
from playground.picturing._wires import bent, crossings, label_place, parting
from playground.picturing._words import counted, layer_count, wire_shape

_MARGIN = 24.0
_HEADING = 44.0
_PORT = 4.0
_UNKNOWN = NodeReport("waiting")


def scene_of(network: Network, report: Report, *, dark: bool = False) -> Scene:
    """The whole drawing. Nodes that nobody has placed, one on the other, are arranged first."""
    if len({(node.x, node.y) for node in network.nodes}) < len(network.nodes):
        network = apply(network, arrange(network))[0]
    theme = DARK if dark else LIGHT
    calls = Counter(node.layer for node in network.nodes)
    subjects = {node.id: _subject(network, report, node, shared=calls[node.layer] > 1) for node in network.nodes}
    wires = list(_wires(network, report, subjects, theme))
    shapes = [
        *(shape for note in network.notes for shape in paper(note, theme)),
        *(shape for shape in wires if not isinstance(shape, Text | Rect)),
        *(shape for subject in subjects.values() for shape in face(subject, theme)),
        *(shape for shape in wires if isinstance(shape, Text | Rect)),
    ]
    x, y, right, bottom = _bounds(shapes)
    x, y = x - _MARGIN, y - _MARGIN - _HEADING
    width = max(right + _MARGIN - x, 320.0)
    title = _title(network, report, theme, (x + _MARGIN, y + _MARGIN, width - 2 * _MARGIN))
    return Scene(x, y, width, bottom + _MARGIN - y, theme.canvas, network.name, (*title, *shapes))


def _subject(network: Network, report: Report, node: Node, *, shared: bool) -> Subject:
    layer = network.layer_by_id[node.layer]
    found = report.nodes.get(node.id, _UNKNOWN)
    kind = kind_of(layer)
    waiting = "" if found.waiting_for is None else _name_of(network, found.waiting_for)
    return Subject(
        node=node,
        layer=layer,
        kind=kind,
        card=card(network, node.id, kind, len(found.outputs)),
        report=found,
        problems=_problems_of(report, node, layer),
        inputs=len(network.edges_into.get(node.id, ())),
        shared=shared,
        waiting_for=waiting,
    )


def _name_of(network: Network, node_id: str) -> str:
    return network.layer_of(node_id).name if node_id in network.node_by_id else ""


def _problems_of(report: Report, node: Node, layer: Layer) -> tuple[Problem, ...]:
    """What is wrong with a node, and with what is inside of it."""
    found = [
        problem
        for problem in report.problems
        if problem.severity != "hint"
        and problem.node is not None
        and (problem.node == node.id or (layer.network is not None and problem.node.startswith(f"{layer.id}/")))
    ]
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


class _Wire(NamedTuple):
    wanted: Wanted
    faulty: bool
    words: str
    target: str


def _wires(network: Network, report: Report, subjects: dict[str, Subject], theme: Theme) -> Iterator[Shape]:
    wires = [_wire(network, report, subjects, index) for index in range(len(network.edges))]
    boxes = [_box(subject.node, subject.card) for subject in subjects.values()]
    ways = routes([wire.wanted for wire in wires], boxes)
    tensors = [wire.wanted.tensor for wire in wires]
    families: dict[tuple[str, int], list[Way]] = defaultdict(list)
    for way, tensor in zip(ways, tensors, strict=True):
        families[tensor].append(way)
    said: set[tuple[tuple[str, int], str]] = set()
    for wire, way, gaps in zip(wires, ways, crossings(ways, tensors), strict=True):
        colour = theme.error if wire.faulty else theme.wire
        yield Path(bent(way, gaps), colour, dashed=not wire.words)
        dot = parting(way, [other for other in families[wire.wanted.tensor] if other is not way])
        if dot is not None:
            yield Circle(*dot, 2.5, colour)
        if (wire.wanted.tensor, wire.target) not in said:
            said.add((wire.wanted.tensor, wire.target))
            yield from _label(wire, way, theme)


def _wire(network: Network, report: Report, subjects: dict[str, Subject], index: int) -> _Wire:
    edge = network.edges[index]
    source, target = subjects[edge.source], subjects[edge.target]
    left, right = _box(source.node, source.card), _box(target.node, target.card)
    inlet = next(each for each in target.card.inlets if (each.port, each.slot) == (edge.port, edge.slot))
    outputs = report.nodes.get(edge.source, _UNKNOWN).outputs
    return _Wire(
        Wanted(
            (edge.source, edge.output),
            (left.x + left.width + _PORT, left.y + source.card.outlets[edge.output]),
            (right.x - _PORT, right.y + inlet.y),
            left,
            right,
        ),
        target.report.state == "faulty",
        wire_shape(outputs[edge.output].shape) if edge.output < len(outputs) else "",
        edge.target,
    )


def _box(node: Node, shape: Card) -> Box:
    return Box(node.x, node.y, WIDTH, shape.height)


def _label(wire: _Wire, way: Way, theme: Theme) -> Iterator[Shape]:
    words = wire.words or "?"
    (x, y), above = label_place(way)
    width = width_of(words, 11) + 8
    if above and way[-1][0] - way[0][0] < width - 8:
        return  # it would lie on the cards; their shapes say it too
    if wire.faulty or not above:
        yield Rect(x - width / 2, y - 7.5, width, 15, theme.error_wash if wire.faulty else theme.canvas, radius=2)
    colour = theme.error if wire.faulty else theme.text if wire.words else theme.waiting
    yield Text(x, y + 4, words, 11, colour, anchor="middle", room=width - 4)


def _title(network: Network, report: Report, theme: Theme, place: tuple[float, float, float]) -> tuple[Shape, ...]:
    x, y, room = place
    more = "" if report.ok else "+"
    words = f"{counted(layer_count(network), 'layer')} · {report.parameters:,}{more} parameters"
    problems = sum(problem.severity == "error" for problem in report.problems)
    if problems:
        words += f" · {counted(problems, 'problem')}"
    return (
        Text(x, y + 12, cut(network.name, room, 14, bold=True), 14, theme.text, bold=True, room=room),
        Text(x, y + 29, cut(words, room, 11), 11, theme.error if problems else theme.secondary, room=room),
    )


def _bounds(shapes: list[Shape]) -> tuple[float, float, float, float]:
    """The least and the greatest x and y that something is drawn at."""
    across: list[float] = []
    down: list[float] = []
    for shape in shapes:
        match shape:
            case Rect():
                across += shape.x, shape.x + shape.width
                down += shape.y, shape.y + shape.height
            case Path():
                for (x, y), rest in shape.strokes:
                    points = [(x, y), *(piece.end if isinstance(piece, Curve) else piece for piece in rest)]
                    across += (point[0] for point in points)
                    down += (point[1] for point in points)
    return min(across, default=0.0), min(down, default=0.0), max(across, default=0.0), max(down, default=0.0)
