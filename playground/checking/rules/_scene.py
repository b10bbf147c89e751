"""What a rule looks at: a network whose shapes are known, its data and training, and the ways through it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from playground.catalog import Choice, Kind, kind as kind_of
from playground.checking._facts import NO_FACTS, ArrayFacts, DataFacts, DeviceFacts, Facts, TrainingFacts, in_order
from playground.checking._fitting import Place, fitting_loss
from playground.checking._report import NodeReport, TensorSpec
from playground.checking._structure import INPUT, exposed, reaching
from playground.network import Layer, Network, Node

PASSIVE = frozenset(
    {"Flatten", "Reshape", "Permute", "Identity", "ActivityRegularization", "Dropout", "SpatialDropout1D"}
    | {"SpatialDropout2D", "SpatialDropout3D", "GaussianDropout", "AlphaDropout", "GaussianNoise"}
)
"""Layers that hand their input's values on, in another shape or with some left out."""

_ACTIVATIONS = {
    "ELU": "elu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
    "ReLU": "relu",
    "Softmax": "softmax",
}
ACTIVATIONS = frozenset({"Activation", *_ACTIVATIONS})
"""Layers that are an activation and nothing else."""

_ACTIVATED = ("Core", "Convolution")


class Output(NamedTuple):
    """An output of the model: the node, the place as data and losses see it, and the node of its last activation."""

    node: Node
    place: Place
    activated: Node


class Bound(NamedTuple):
    """An output with the target that it is to learn and the loss that compares them."""

    output: Output
    target: ArrayFacts
    loss: Choice


class Scene:
    """One network as rules see it; made for one check.

    Attributes:
        network: What is drawn.
        reports: What is known of each node.
        data: The data; None when none is chosen.
        training: How it is trained; None when nobody said.
        device: What it is trained on; None for this machine.
        whole: Whether this is the model itself, and not a network inside of a layer.
    """

    def __init__(
        self, network: Network, reports: Mapping[str, NodeReport], facts: Facts = NO_FACTS, *, whole: bool = True
    ) -> None:
        """Look at a network; nothing is computed before it is asked for."""
        self.network = network
        self.reports = reports
        self.data: DataFacts | None = facts.data if whole else None
        self.training: TrainingFacts | None = facts.training if whole else None
        self.device: DeviceFacts | None = facts.device
        self.whole = whole
        self._kinds: dict[str, Kind | None] = {}

    # --- layers ----------------------------------------------------------------------------------------------

    def kind(self, layer: Layer) -> str:
        """The kind's own name, whatever name the document gives it; empty when it is unknown."""
        found = self._kind(layer)
        return "" if found is None else found.name

    def kind_at(self, node_id: str) -> str:
        """The kind of the layer that a node calls."""
        return self.kind(self.network.layer_of(node_id))

    def value(self, layer: Layer, setting: str) -> Any:
        """A setting as it is: what is stored, or the kind's default."""
        if setting in layer.settings:
            return layer.settings[setting]
        kind = self._kind(layer)
        known = None if kind is None else kind.setting(setting)
        return None if known is None else known.default

    def axes(self, layer: Layer, setting: str, count: int) -> tuple[int, ...] | None:
        """A setting of one number an axis, a single number standing for all; None when it is something else."""
        value = self.value(layer, setting)
        if isinstance(value, int) and not isinstance(value, bool):
            return (value,) * count
        if isinstance(value, list | tuple) and len(value) == count and all(isinstance(each, int) for each in value):
            return tuple(value)
        return None

    def takes_activation(self, layer: Layer) -> bool:
        """Whether the layer has an activation of its own on what it computes."""
        kind = self._kind(layer)
        return kind is not None and kind.group in _ACTIVATED and kind.setting("activation") is not None

    def activation(self, layer: Layer) -> str:
        """The activation on what a layer gives, `linear` when there is none."""
        kind = self.kind(layer)
        if kind in _ACTIVATIONS:
            return _ACTIVATIONS[kind]
        if kind != "Activation" and not self.takes_activation(layer):
            return "linear"
        value = self.value(layer, "activation")
        named = value.get("kind") if isinstance(value, dict) else value
        found = kind_of(named, "activations") if isinstance(named, str) else None
        return "linear" if found is None else found.name

    def _kind(self, layer: Layer) -> Kind | None:
        if layer.kind not in self._kinds:
            self._kinds[layer.kind] = kind_of(layer.kind)
        return self._kinds[layer.kind]

    # --- ways ------------------------------------------------------------------------------------------------

    def inputs(self, node_id: str) -> tuple[TensorSpec, ...]:
        """What enters a node whose report is `ok`, in the order of its wires."""
        edges = self.network.edges_into.get(node_id, ())
        return tuple(self.reports[edge.source].outputs[edge.output] for edge in edges)

    def before(self, node_id: str) -> Node | None:
        """The node whose wire is the only one that enters; None when there are others or none."""
        edges = self.network.edges_into.get(node_id, ())
        return self.network.node_by_id[edges[0].source] if len(edges) == 1 else None

    def after(self, node_id: str) -> Node | None:
        """The node to which the only wire that leaves goes, unless the model returns this node's output too."""
        edges = self.network.edges_from.get(node_id, ())
        if len(edges) != 1 or exposed(self.network, node_id):
            return None
        return self.network.node_by_id[edges[0].target]

    def calls(self, layer: Layer) -> int:
        """How many nodes call a layer."""
        return self._calls.get(layer.id, 0)

    def first_worker(self, node_id: str) -> Node | None:
        """The first node along the only way from here that changes values; None when the way parts or ends."""
        node = self.after(node_id)
        while node is not None and self.kind_at(node.id) in PASSIVE:
            node = self.after(node.id)
        return node

    @cached_property
    def _calls(self) -> dict[str, int]:
        calls: dict[str, int] = {}
        for node in self.network.nodes:
            calls[node.layer] = calls.get(node.layer, 0) + 1
        return calls

    @cached_property
    def reaching(self) -> frozenset[str]:
        """Ids of the nodes from which an output of the model can be reached."""
        return reaching(self.network)

    # --- where data meets the network ------------------------------------------------------------------------

    @cached_property
    def known(self) -> bool:
        """Whether every node has its shapes."""
        return all(report.state == "ok" for report in self.reports.values())

    @cached_property
    def entrances(self) -> tuple[Node, ...]:
        """Nodes where data enters, in the order of the model's inputs."""
        return tuple(node for node in self.network.nodes if self.network.layer_by_id[node.layer].kind == INPUT)

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The model's outputs in its order, as far as their shapes are known."""
        return tuple(self._outputs())

    @cached_property
    def fed(self) -> tuple[tuple[Node, Place, ArrayFacts], ...]:
        """Each entrance with the array that feeds it; empty while data and network differ in count."""
        data, nodes = self.data, self.entrances
        if data is None or not self.known or len(nodes) != len(data.inputs):
            return ()
        arrays = in_order(data.inputs, [self.network.layer_of(node.id).name for node in nodes])
        return tuple((node, self._entrance(node), array) for node, array in zip(nodes, arrays, strict=True))

    @cached_property
    def bound(self) -> tuple[Bound, ...]:
        """Each output with its target and loss; empty while data and network differ in count, or nothing is trained."""
        data = self.data
        if data is None or self.training is None or not self.known or len(self.outputs) != len(data.targets):
            return ()
        targets = in_order(data.targets, [output.place.name for output in self.outputs])
        return tuple(
            Bound(output, target, self.loss(output) or fitting_loss(output.place, target))
            for output, target in zip(self.outputs, targets, strict=True)
        )

    def loss(self, output: Output) -> Choice | None:
        """The loss that somebody chose for an output; None when it is chosen to fit."""
        if self.training is None:
            return None
        return self.training.losses.get(output.place.name, self.training.loss)

    def _entrance(self, node: Node) -> Place:
        spec = self.reports[node.id].outputs[0]
        return Place(self.network.layer_of(node.id).name, spec.shape, spec.dtype)

    def _outputs(self) -> Iterator[Output]:
        for node in self.network.nodes if self.whole else ():
            report = self.reports[node.id]
            for index in exposed(self.network, node.id):
                if report.state == "ok" and 0 <= index < len(report.outputs):
                    spec, activated = report.outputs[index], self._activated(node)
                    activation = self.activation(self.network.layer_by_id[activated.layer])
                    name = self.network.layer_by_id[node.layer].name
                    yield Output(node, Place(name, spec.shape, spec.dtype, activation), activated)

    def _activated(self, node: Node) -> Node:
        while self.kind_at(node.id) in PASSIVE:
            before = self.before(node.id)
            if before is None:
                return node
            node = before
        return node
