"""Rules beyond shapes: what builds and still goes wrong, each with a code, a severity and, where there is one, a fix.

A new rule is a function with a docstring in the file of its subject, and an entry in that file's `RULES`.
"""

from collections.abc import Iterator, Mapping

from playground.checking._facts import NO_FACTS, Facts
from playground.checking._report import NodeReport, Problem
from playground.checking.rules import (
    _activations,
    _data,
    _drawing,
    _gradients,
    _graph,
    _images,
    _losses,
    _merging,
    _normalisation,
    _precision,
    _runs,
    _sequences,
    _training,
)
from playground.checking.rules._rule import Example as Example, Rule as Rule
from playground.checking.rules._scene import Scene
from playground.network import Network

RULES: tuple[Rule, ...] = (
    *_drawing.RULES,
    *_graph.RULES,
    *_activations.RULES,
    *_images.RULES,
    *_merging.RULES,
    *_normalisation.RULES,
    *_sequences.RULES,
    *_losses.RULES,
    *_data.RULES,
    *_training.RULES,
    *_gradients.RULES,
    *_precision.RULES,
    *_runs.RULES,
)
"""All codes, in the order of the help pages."""

_BY_CODE = {rule.code: rule for rule in RULES}
_AT_NODES: dict[str, tuple[Rule, ...]] = {}
for _rule in RULES:
    for _kind in _rule.kinds:
        _AT_NODES[_kind] = (*_AT_NODES.get(_kind, ()), _rule)
_OF_NETWORKS = tuple(rule for rule in RULES if rule.on_network is not None)


def rule(code: str) -> Rule | None:
    """The rule of a code, or None."""
    return _BY_CODE.get(code)


def judge(
    network: Network, reports: Mapping[str, NodeReport], facts: Facts = NO_FACTS, *, whole: bool = True
) -> Iterator[Problem]:
    """What the rules say of a network whose shapes are found.

    Args:
        network: What is drawn.
        reports: What is known of each of its nodes.
        facts: The data and the training, as far as they are known.
        whole: Whether it is the model itself, and not a network inside of a layer.
    """
    scene = Scene(network, reports, facts, whole=whole)
    for node in network.nodes:
        layer = network.layer_by_id[node.layer]
        rules = _AT_NODES.get(scene.kind(layer), ())
        if rules and reports[node.id].state == "ok":
            for each in rules:
                if each.on_node is not None:
                    yield from map(each.problem, each.on_node(scene, node, layer))
    for each in _OF_NETWORKS:
        if each.on_network is not None:
            yield from map(each.problem, each.on_network(scene))
