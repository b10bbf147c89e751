"""What a problem's code means: its reason, an example that has it, and the same example cured."""

from collections.abc import Iterator
from typing import Any

import msgspec

from playground.catalog import is_operation
from playground.checking._checker import check
from playground.checking._report import Severity
from playground.checking.rules import RULES, Example, Rule, rule
from playground.network import DEFAULT_PORT, Layer, Network, apply


class Explanation(msgspec.Struct, frozen=True):
    """The help page of one code, as plain text.

    `why` has paragraphs. `before` is an example as lines of code, `says` its problem, `cure` what the first fix does,
    `after` the example without the problem; they are empty where a drawing can't show it.
    """

    code: str
    title: str
    severity: Severity
    why: tuple[str, ...]
    before: str = ""
    says: str = ""
    cure: str = ""
    after: str = ""


def explain(code: str) -> Explanation | None:
    """What a code means; None for one that there is not."""
    found = rule(code)
    return None if found is None else _explained(found)


def explanations() -> Iterator[Explanation]:
    """All codes, in the order of the help pages."""
    return map(_explained, RULES)


def _explained(found: Rule) -> Explanation:
    plain = Explanation(found.code, found.title, found.severity, found.why)
    if found.wrong is None:
        return plain
    problem = next(each for each in check(*found.wrong).problems if each.code == found.code)
    after, cure = found.right, ""
    if after is None and problem.fixes:
        cure = problem.fixes[0].label
        after = Example(apply(found.wrong.network, problem.fixes[0].edit)[0], found.wrong.facts)
    return msgspec.structs.replace(
        plain,
        before=_written(found.wrong),
        says="" if "this machine" in problem.message else problem.message,
        cure=cure,
        after="" if after is None else _written(after),
    )


def _written(example: Example) -> str:
    """A drawing as lines of functional Keras, with what is known of data and training as comments."""
    network, data, training = example.network, example.facts.data, example.facts.training
    lines = []
    for array in () if data is None else (*data.inputs, *data.targets):
        sort = "text" if array.text else f"{array.dtype} from {array.low:g} to {array.high:g}"
        lines.append(f"# {array.name}: samples of shape {array.shape}, {sort}")
    if training is not None and training.loss is not None:
        lines.append(f"# loss: {training.loss.kind}({_settings(training.loss.settings)})")
    if training is not None and training.learning_rate is not None:
        lines.append(f"# optimizer: {training.optimizer}(learning_rate={training.learning_rate:g})")
    if training is not None and data is None:
        lines.append(f"# batch_size: {training.batch_size}")
    lines.extend(f"{_name(network, node_id)} = {_call(network, node_id)}" for node_id in network.order)
    return "\n".join(lines)


def _call(network: Network, node_id: str) -> str:
    layer = network.layer_of(node_id)
    nodes = [node.id for node in network.nodes if node.layer == layer.id]
    edges = network.edges_into.get(node_id, ())
    if is_operation(layer.kind):
        called = [*(_name(network, edge.source) for edge in edges), _arguments(layer)]
        return f"{layer.kind}({', '.join(filter(None, called))})"
    made = _name(network, nodes[0]) if nodes[0] != node_id else f"{layer.kind}({_arguments(layer)})"
    given = [
        f"{'' if edge.port == DEFAULT_PORT else f'{edge.port}='}{_name(network, edge.source)}"
        f"{f'[{edge.output}]' if edge.output else ''}"
        for edge in edges
    ]
    if not given:
        return made
    return f"{made}({given[0] if len(given) == 1 else '[' + ', '.join(given) + ']'})"


def _arguments(layer: Layer) -> str:
    frozen = "" if layer.trainable else "trainable=False"
    return ", ".join(filter(None, (_settings(layer.settings), frozen)))


def _settings(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in settings.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"({', '.join(map(_value, value))}{',' if len(value) == 1 else ''})"
    return f"{value:.4g}" if isinstance(value, float) else repr(value).replace("'", '"')


def _name(network: Network, node_id: str) -> str:
    node = network.node_by_id[node_id]
    first = next(each.id for each in network.nodes if each.layer == node.layer)
    name = network.layer_by_id[node.layer].name.replace(" ", "_")
    return name if first == node_id else f"{name}_{node_id}"
