"""A network as a table of plain text, for places that show nothing else."""

from playground.catalog import Kind
from playground.checking import NodeReport, Report
from playground.network import Layer, Network
from playground.picturing._cards import kind_of
from playground.picturing._words import block_words, counted, kind_word, layer_count, setting_words

MOST_ROWS = 300
_WIDEST = 40
_HEAD = ("Layer", "Kind", "Settings", "Output shape", "Parameters")


def table_of(network: Network, report: Report) -> str:
    """A row for each layer in the order of the data, the sums, and what is wrong; of very many layers, the first."""
    rows = [_row(network, report, node_id) for node_id in network.order[:MOST_ROWS]]
    widths = [max(len(row[i]) for row in (_HEAD, *rows)) for i in range(len(_HEAD))]
    lines = [f"Network “{_flat(network.name)}”", "", _line(_HEAD, widths), "  ".join("─" * width for width in widths)]
    lines += [_line(row, widths) for row in rows]
    if len(network.nodes) > MOST_ROWS:
        lines.append(f"… and {len(network.nodes) - MOST_ROWS:,} more")
    more = "" if report.ok else "+"
    fixed = report.parameters - report.trainable_parameters
    total = f"{counted(layer_count(network), 'layer')}, {report.parameters:,}{more} parameters"
    lines += ["", total + (f", {fixed:,} of them not trainable" if fixed else "")]
    lines += [f"{problem.severity}: {problem.message}" for problem in report.problems[:MOST_ROWS]]
    return "\n".join(lines)


def _row(network: Network, report: Report, node_id: str) -> tuple[str, ...]:
    node, layer = network.node_by_id[node_id], network.layer_of(node_id)
    kind = kind_of(layer)
    found = report.nodes.get(node_id)
    words = "bypassed" if node.bypassed else _settings(network, node_id, layer, kind)
    name = f"{layer.name} ×{layer.repeat}" if layer.repeat > 1 else layer.name
    return (
        _short(name),
        "Block" if layer.network is not None else _short(kind_word(layer.kind)),
        _short(words),
        _short(_shapes(found)),
        f"{found.parameters:,}" if found is not None and found.state == "ok" else "?",
    )


def _settings(network: Network, node_id: str, layer: Layer, kind: Kind | None) -> str:
    if layer.network is not None:
        return block_words(layer, layer.network)
    into = len(network.edges_into.get(node_id, ()))
    return setting_words(kind, layer, into, network.node_by_id[node_id].arguments)


def _shapes(found: NodeReport | None) -> str:
    if found is None or found.state != "ok":
        return "?" if found is None else found.state
    return ", ".join(str(shape) for shape in found.output_shapes)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    *words, number = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join((*words, number.strip().rjust(widths[-1]))).rstrip()


def _short(words: str) -> str:
    words = _flat(words)
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1] + "…"


def _flat(words: str) -> str:
    """Words on one line, without letters that move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in words)
