"""Ways to make the inputs of a merge equal: project one of them, pad a convolution, change its filters, concatenate."""

from collections.abc import Iterator, Sequence

from playground.catalog import Kind, kind as kind_of
from playground.checking._fixes import fresh, insert, set_setting, together
from playground.checking._report import Fix, TensorSpec
from playground.checking._words import TIMES
from playground.network import AddNode, Connect, Edge, Edit, Network, Node, RemoveNode

Shape = tuple[int | None, ...]

_FEATURES, _GRIDS = 2, (3, 4, 5)
_PAIR = 2
_WIDTHS = ("units", "filters")


def merge_fixes(
    network: Network, node: Node, kind: Kind, edges: Sequence[Edge], specs: Sequence[TensorSpec]
) -> tuple[Fix, ...]:
    """Edits after which a merge of unequal inputs works, the most usual first; none where no single one does.

    Args:
        network: What is drawn.
        node: The merge.
        kind: Its kind.
        edges: The wires that enter it.
        specs: What they bring.
    """
    if len(edges) != _PAIR or len(specs) != _PAIR:
        return ()
    short = _shortcut(network, edges)
    pairs = [(edges[one], specs[one].shape, specs[1 - one].shape) for one in (short, 1 - short)]
    if kind.name == "Concatenate":
        return tuple(_joining(network, pairs))
    return tuple(_adding(network, node, pairs))


def _adding(network: Network, node: Node, pairs: Sequence[tuple[Edge, Shape, Shape]]) -> Iterator[Fix]:
    _, have, want = pairs[0]
    for one, given, wanted in pairs:
        yield from _padded(network, one, given, wanted, channels=True)
    projected = [fix for one, given, wanted in pairs for fix in _projected(network, one, given, wanted)]
    yield from projected[:1]
    if len(have) == len(want) and have[1:-1] == want[1:-1]:
        for one, _, wanted in pairs[::-1]:
            yield from _widened(network, one, wanted)
        if not any(each == 1 for each in (*have[1:], *want[1:])) or have[-1] != want[-1]:
            yield _concatenated(network, node)


def _joining(network: Network, pairs: Sequence[tuple[Edge, Shape, Shape]]) -> Iterator[Fix]:
    for edge, given, wanted in pairs:
        yield from _padded(network, edge, given, wanted, channels=False)
        if len(wanted) == _FEATURES and len(given) in _GRIDS:
            kind = f"GlobalAveragePooling{len(given) - 2}D"
            yield insert(network, edge, kind, {}, f"Insert {kind} after “{_name(network, edge)}”")
            if None not in given[1:]:
                yield insert(network, edge, "Flatten", {}, f"Insert Flatten after “{_name(network, edge)}”")


def _shortcut(network: Network, edges: Sequence[Edge]) -> int:
    """Which of two wires leaves earlier: the one that goes past what the other comes through."""
    first, second = edges
    if first.source in network.downstream([second.source]):
        return 1
    if second.source in network.downstream([first.source]):
        return 0
    return 1


def _projected(network: Network, edge: Edge, given: Shape, wanted: Shape) -> Iterator[Fix]:
    """A layer without activation in the wire that gives it the other's shape: the projection of residual networks."""
    width = wanted[-1]
    if len(given) != len(wanted) or width is None or given == wanted:
        return
    name = _name(network, edge)
    if len(given) == _FEATURES:
        yield insert(network, edge, "Dense", {"units": width}, f"Project “{name}” with Dense {width}")
        return
    strides = [_stride(one, other) for one, other in zip(given[1:-1], wanted[1:-1], strict=True)]
    if len(given) not in _GRIDS or None in strides:
        return
    kind, axes = f"Conv{len(strides)}D", TIMES.join("1" for _ in strides)
    settings = {"filters": width, "kernel_size": 1}
    if set(strides) != {1}:
        settings["strides"] = strides[0] if len(set(strides)) == 1 else strides  # type: ignore[assignment]  # None is out
    step = "" if set(strides) == {1} else f", stride {TIMES.join(map(str, dict.fromkeys(strides)))}"
    yield insert(network, edge, kind, settings, f"Project “{name}” with {kind} {axes}, {width}{step}")


def _stride(have: int | None, want: int | None) -> int | None:
    """The stride of a kernel of 1 that shrinks one axis to the other; None when there is none."""
    if have == want:
        return 1
    if not have or not want or have < want:
        return None
    stride = -(-have // want)
    return stride if -(-have // stride) == want else None


def _padded(network: Network, edge: Edge, given: Shape, wanted: Shape, *, channels: bool) -> Iterator[Fix]:
    """The padding with which the convolution before the merge keeps the size of its image."""
    layer = network.layer_of(edge.source)
    kind = kind_of(layer.kind)
    entering = network.edges_into.get(edge.source, ())
    if kind is None or kind.group != "Convolution" or len(entering) != 1 or len(given) != len(wanted):
        return
    if layer.settings.get("padding", "valid") != "valid" or layer.settings.get("strides", 1) not in (1, [1], [1, 1]):
        return
    other = next(each for each in network.edges_into[edge.target] if each is not edge)
    same_image = entering[0].source == other.source and entering[0].output == other.output
    if same_image and "Transpose" not in kind.name and (not channels or given[-1] == wanted[-1]):
        yield Fix(f"Set padding of “{layer.name}” to same", set_setting(layer, "padding", "same").edit)


def _widened(network: Network, edge: Edge, wanted: Shape) -> Iterator[Fix]:
    """The width of the layer before the merge that the other input has."""
    layer = network.layer_of(edge.source)
    kind, calls = kind_of(layer.kind), sum(node.layer == layer.id for node in network.nodes)
    for setting in _WIDTHS:
        if kind is None or kind.setting(setting) is None or wanted[-1] is None or calls != 1:
            continue
        if kind.group in ("Core", "Convolution") and network.edges_from[edge.source] == (edge,):
            yield Fix(f"Set {setting} of “{layer.name}” to {wanted[-1]}", set_setting(layer, setting, wanted[-1]).edit)


def _concatenated(network: Network, node: Node) -> Fix:
    new, layer = fresh(network, "Concatenate", {}, node.x, node.y)
    edits: tuple[Edit, ...] = (
        RemoveNode(node.id),
        AddNode(Node(new.id, new.layer, new.x, new.y, exposes=node.exposes), layer),
        *(
            Connect(Edge(each.source, new.id, each.output, slot=slot))
            for slot, each in enumerate(network.edges_into[node.id])
        ),
        *(Connect(Edge(new.id, each.target, 0, each.port, each.slot)) for each in network.edges_from.get(node.id, ())),
    )
    return together(f"Concatenate instead of {_kind(network, node)}", edits)


def _name(network: Network, edge: Edge) -> str:
    return network.layer_of(edge.source).name


def _kind(network: Network, node: Node) -> str:
    return network.layer_by_id[node.layer].kind
