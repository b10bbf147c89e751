"""A layer or an operation that does not compute with what comes in: said by the table of what was tried, and cured."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from playground.catalog import DTYPES_OF, Kind, dtypes_taken, port_of_slot, who, words_of
from playground.checking._fixes import insert, set_setting, together
from playground.checking._report import Fix, Problem, TensorSpec
from playground.checking._words import listed
from playground.network import INPUT, Edge, Layer, Network, Node, apply

_CAST = "ops.cast"
_FIRST = ("float32", "int32", "int64", "bool")
_WORDS = {
    "float": "floats",
    "int": "integers",
    "uint": "unsigned integers",
    "complex": "complex numbers",
    "bool": "booleans",
    "string": "text",
}
_ANY = frozenset(each for group in DTYPES_OF.values() for each in group)

Row = Mapping[str, frozenset[str]]
_Cast = tuple[Edge, str]


class _Given(NamedTuple):
    """A tensor that enters: what a row calls it, the dtypes that it may count as, and its wire; None of a constant."""

    name: str
    dtypes: frozenset[str]
    edge: Edge | None

    def fits(self, row: Row) -> bool:
        return self.name not in row or not self.dtypes.isdisjoint(row[self.name])


def dtype_problem(
    network: Network, node: Node, layer: Layer, kind: Kind, inputs: Mapping[str, tuple[TensorSpec, ...]]
) -> Problem | None:
    """What comes in has a dtype, or dtypes together, that the kind fails on when it runs; None when it works."""
    entering = tuple((port, tuple(spec.dtype for spec in specs)) for port, specs in inputs.items())
    if not node.arguments and _fit(kind.name, entering):
        return None
    rows = dtypes_taken(kind.name)
    if not rows:
        return None
    given = list(_given(network, node, kind, inputs))
    if any(all(each.fits(row) for each in given) for row in rows):
        return None
    casts = _casts(rows, given)
    fixes = (*_inserted(network, casts), *_declared(network, rows, given))
    cure = "Wire something else to it" if not fixes else fixes[0].label
    cure = f"{cure} before it." if cure.startswith("Insert") else f"{cure}."
    message = f"{who(layer)} {_complaint(kind, rows, given, casts)}. {cure}"
    return Problem("wrong_dtype", message, node=node.id, fixes=fixes)


@lru_cache(4096)
def _fit(kind: str, entering: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    """Whether dtypes by port are known to work: what nearly every node is asked in each check."""
    rows = dtypes_taken(kind)
    given = [
        _Given(port_of_slot(port, slot), frozenset({dtype}), None)
        for port, dtypes in entering
        for slot, dtype in enumerate(dtypes)
    ]
    return not rows or any(all(each.fits(row) for each in given) for row in rows)


def _given(network: Network, node: Node, kind: Kind, inputs: Mapping[str, tuple[TensorSpec, ...]]) -> Iterator[_Given]:
    edges = network.edges_into.get(node.id, ())
    for port in kind.ports:
        wires = [edge for edge in edges if edge.port == port.name]
        for slot, (edge, spec) in enumerate(zip(wires, inputs.get(port.name, ()), strict=False)):
            yield _Given(port_of_slot(port.name, slot), frozenset({spec.dtype}), edge)
        held = node.arguments.get(port.name)
        constants = held if port.many and isinstance(held, list) else [held]
        for slot, value in enumerate(each for each in constants if each is not None):
            yield _Given(port_of_slot(port.name, slot + len(wires)), _dtypes_of_constant(value), None)


def _dtypes_of_constant(value: Any) -> frozenset[str]:
    """What a constant counts as: an array is of its dtype, and plain numbers become what they meet."""
    if isinstance(value, dict):
        dtype = value.get("dtype")
        return frozenset({dtype}) if isinstance(dtype, str) and dtype in _ANY else _ANY
    front = [value]
    while front:
        each = front.pop()
        if isinstance(each, list | tuple):
            front.extend(each)
        elif isinstance(each, float):
            return frozenset({*DTYPES_OF["float"], *DTYPES_OF["complex"]})
    return _ANY


def _complaint(kind: Kind, rows: tuple[Row, ...], given: list[_Given], casts: list[_Cast]) -> str:
    """What the kind takes instead of the one tensor that does not fit, that of the first cast before others."""
    for blamed in sorted(given, key=lambda each: all(edge is not each.edge for edge, _ in casts)):
        rest = [each for each in given if each is not blamed]
        taken: set[str] = set()
        for row in rows:
            if all(each.fits(row) for each in rest):
                taken |= row.get(blamed.name, _ANY)
        if taken and blamed.edge is not None:
            at = f" at “{blamed.edge.port}”" if len(kind.ports) > 1 else ""
            beside = f" beside {_together(rest)}" if rest and len(rows) > 1 else ""
            return f"takes {_said(frozenset(taken))}{at}{beside}; received {_together([blamed])}"
    met = _together(given)
    return f"does not compute with {met}{' together' if ' and ' in met else ''}"


def _together(given: list[_Given]) -> str:
    return listed(dict.fromkeys(next(iter(each.dtypes)) if len(each.dtypes) == 1 else "numbers" for each in given))


def _said(dtypes: frozenset[str]) -> str:
    *first, last = [_WORDS.get(word, word) for word in words_of(dtypes).split()]
    return f"{', '.join(first)} or {last}" if first else last


def _casts(rows: tuple[Row, ...], given: list[_Given]) -> list[_Cast]:
    """The fewest casts after which some row holds all; none where casts can't do it."""
    ways = [way for row in rows if (way := _casts_for(row, given)) is not None]
    return min(ways, default=[], key=lambda way: (len(way), [_FIRST.index(dtype) for _, dtype in way]))


def _casts_for(row: Row, given: list[_Given]) -> list[_Cast] | None:
    casts = []
    for each in given:
        if each.fits(row):
            continue
        target = next((dtype for dtype in _FIRST if dtype in row[each.name]), None)
        if each.edge is None or target is None or "string" in each.dtypes:
            return None
        casts.append((each.edge, target))
    return casts


def _inserted(network: Network, casts: list[_Cast]) -> tuple[Fix, ...]:
    grown, edits = network, []
    for edge, dtype in casts:
        made = insert(grown, edge, _CAST, {"dtype": dtype}, "")
        grown = apply(grown, made.edit)[0]
        edits.append(made.edit)
    words = listed(dict.fromkeys(dtype for _, dtype in casts)) if casts else ""
    label = f"Insert Cast to {words}" if len(casts) == 1 else f"Insert {len(casts)} Casts to {words}"
    return (together(label, edits),) if casts else ()


def _declared(network: Network, rows: tuple[Row, ...], given: list[_Given]) -> tuple[Fix, ...]:
    """Another dtype of the Input that alone does not fit, and feeds nothing else."""
    for row in rows:
        wrong = [each for each in given if not each.fits(row)]
        if len(wrong) != 1 or wrong[0].edge is None:
            continue
        source = network.layer_of(wrong[0].edge.source)
        target = next((dtype for dtype in (*_FIRST, "string") if dtype in row[wrong[0].name]), None)
        if source.kind == INPUT and len(network.edges_from[wrong[0].edge.source]) == 1 and target is not None:
            fix = set_setting(source, "dtype", target)
            return (Fix(f"{fix.label} at “{source.name}”", fix.edit),)
    return ()
