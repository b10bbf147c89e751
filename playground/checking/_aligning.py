"""Ways to give one input of a merge the shape that the others have, and to merge without that."""

from collections.abc import Iterator, Sequence
from typing import Any

from playground.catalog import kind as kind_of
from playground.checking._fixes import fresh, insert, set_setting, together
from playground.checking._report import Fix
from playground.checking._words import TIMES
from playground.network import AddNode, Connect, Edge, Edit, Network, Node, RemoveNode

Shape = tuple[int | None, ...]

FEATURES, _GRIDS = 2, (3, 4, 5)
_WIDTHS = ("units", "filters")


def projected(network: Network, edge: Edge, given: Shape, wanted: Shape) -> Iterator[Fix]:
    """A layer without activation in the wire that gives it the other's shape: the projection of residual networks."""
    width = wanted[-1]
    if len(given) != len(wanted) or width is None or given == wanted:
        return
    name = name_of(network, edge)
    if len(given) == FEATURES:
        yield insert(network, edge, "Dense", {"units": width}, f"Project “{name}” with Dense {width}")
        return
    strides = [_stride(one, other) for one, other in zip(given[1:-1], wanted[1:-1], strict=True)]
    if len(given) not in _GRIDS or None in strides:
        return
    kind, axes = f"Conv{len(strides)}D", TIMES.join("1" for _ in strides)
    settings: dict[str, Any] = {"filters": width, "kernel_size": 1}
    if set(strides) != {1}:
        settings["strides"] = strides[0] if len(set(strides)) == 1 else strides
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


def padded(
    network: Network, edge: Edge, given: Shape, wanted: Shape, others: Sequence[Edge], *, channels: bool
) -> Iterator[Fix]:
    """The padding with which the convolution before the merge keeps the size of its image, which `others` bring."""
    layer = network.layer_of(edge.source)
    kind = kind_of(layer.kind)
    entering = network.edges_into.get(edge.source, ())
    if kind is None or kind.group != "Convolution" or len(entering) != 1 or len(given) != len(wanted):
        return
    if layer.settings.get("padding", "valid") != "valid" or layer.settings.get("strides", 1) not in (1, [1], [1, 1]):
        return
    came = (entering[0].source, entering[0].output)
    same_image = any((each.source, each.output) == came for each in others)
    if same_image and "Transpose" not in kind.name and (not channels or given[-1] == wanted[-1]):
        yield Fix(f"Set padding of “{layer.name}” to same", set_setting(layer, "padding", "same").edit)


def widened(network: Network, edge: Edge, wanted: Shape) -> Iterator[Fix]:
    """The width of the layer before the merge that the other input has."""
    layer = network.layer_of(edge.source)
    kind, calls = kind_of(layer.kind), sum(node.layer == layer.id for node in network.nodes)
    for setting in _WIDTHS:
        if kind is None or kind.setting(setting) is None or wanted[-1] is None or calls != 1:
            continue
        if kind.group in ("Core", "Convolution") and network.edges_from[edge.source] == (edge,):
            yield Fix(f"Set {setting} of “{layer.name}” to {wanted[-1]}", set_setting(layer, setting, wanted[-1]).edit)


def pooled(network: Network, edge: Edge, given: Shape) -> Iterator[Fix]:
    """A global average over an image or a sequence, which leaves a row of its channels."""
    if len(given) in _GRIDS:
        kind = f"GlobalAveragePooling{len(given) - 2}D"
        yield insert(network, edge, kind, {}, f"Insert {kind} after “{name_of(network, edge)}”")


def flattened(network: Network, edge: Edge, given: Shape) -> Iterator[Fix]:
    """A Flatten over an image or a sequence of known size."""
    if len(given) in _GRIDS and None not in given[1:]:
        yield insert(network, edge, "Flatten", {}, f"Insert Flatten after “{name_of(network, edge)}”")


def concatenated(network: Network, node: Node) -> Fix:
    """The same inputs joined along the last axis."""
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


def name_of(network: Network, edge: Edge) -> str:
    """The name of the layer that a wire comes from."""
    return network.layer_of(edge.source).name


def _kind(network: Network, node: Node) -> str:
    return network.layer_by_id[node.layer].kind
