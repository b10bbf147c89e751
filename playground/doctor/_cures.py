"""Cures that several rules give."""

from typing import Any

from playground.catalog import Choice
from playground.checking import insert
from playground.doctor._evidence import Evidence
from playground.network import Batch, ChangeSetting, Layer, Network, Node
from playground.protocol import Cure, TrainingChange


def with_rate(evidence: Evidence, factor: float) -> Cure | None:
    """Another learning rate; None where a schedule decides it."""
    rate = evidence.learning_rate
    if evidence.optimizer is None or rate is None:
        return None
    to = float(f"{rate * factor:.2g}")
    return with_optimizer(evidence, f"Set the learning rate to {to:g}", learning_rate=to)


def with_optimizer(evidence: Evidence, label: str, **settings: Any) -> Cure | None:
    """Other settings of the optimizer."""
    before = evidence.optimizer
    if before is None:
        return None
    return Cure(label, training=TrainingChange(optimizer=Choice(before.kind, {**before.settings, **settings})))


def layer_at(evidence: Evidence, node: str | None) -> Layer | None:
    """The layer of a node of the drawing itself; None for those inside a block, and where nothing is drawn."""
    network = evidence.network
    if network is None or node is None or node not in network.node_by_id:
        return None
    return network.layer_of(node)


def with_activation(evidence: Evidence, nodes: list[str | None], activation: str) -> Cure | None:
    """The same layers with another activation."""
    layers = [each for node in nodes if (each := layer_at(evidence, node)) is not None]
    layers = [layer for layer in {each.id: each for each in layers}.values() if _activated(layer)]
    edits = tuple(ChangeSetting(layer.id, "activation", activation) for layer in layers)
    if not edits:
        return None
    label = f"Use {activation} in {_named(layers)}"
    return Cure(label, edit=edits[0] if len(edits) == 1 else Batch(edits, label))


def insert_before(network: Network, node: Node, kind: str, settings: dict[str, Any]) -> Cure | None:
    """A layer of its own in the only wire into a node; None where there are several."""
    edges = network.edges_into.get(node.id, ())
    if len(edges) != 1:
        return None
    fix = insert(network, edges[0], kind, settings, f"Insert {kind} before “{network.layer_of(node.id).name}”")
    return Cure(fix.label, edit=fix.edit)


def _activated(layer: Layer) -> bool:
    return layer.kind == "Activation" or "activation" in layer.settings


def _named(layers: list[Layer]) -> str:
    return f"“{layers[0].name}”" if len(layers) == 1 else f"{len(layers)} layers"
