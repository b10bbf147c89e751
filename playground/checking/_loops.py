"""Layers whose loops TensorFlow writes out step by step: how often, which the building of a program takes time for."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.catalog import Kind, kind as kind_of, who
from playground.checking._fixes import replace, set_setting
from playground.checking._report import Fix, Problem, TensorSpec
from playground.network import Layer, Network, Node

UNROLLED = ("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional")
LOOPS = (*UNROLLED, "TimeDistributed", "SpectralNormalization", "AugMix", "RandAugment")
MANY = 100
"""Copies that take some ten seconds before the first step."""
ENDLESS = 10_000
"""Copies with which a run never begins."""
_COUNTS = {
    "SpectralNormalization": ("power_iterations",),
    "AugMix": ("num_chains", "chain_depth"),
    "RandAugment": ("num_ops",),
}


def copies(kind: str, settings: Mapping[str, Any], inputs: Sequence[TensorSpec]) -> int:
    """How often what a layer does once is written out in the program; 1 for a loop that stays a loop."""
    steps = (inputs[0].shape[1] or 1) if inputs and len(inputs[0].shape) > 1 else 1
    inner = settings.get("layer")
    if isinstance(inner, dict) and kind in ("TimeDistributed", "Bidirectional", "SpectralNormalization"):
        within = inner.get("settings")
        once = copies(str(inner.get("kind")), within if isinstance(within, dict) else {}, inputs)
    else:
        once = 1
    if kind == "TimeDistributed":
        return steps * once
    if kind in UNROLLED and settings.get("unroll") is True:
        return steps * once
    for name in _COUNTS.get(kind, ()):
        value = settings.get(name)
        once *= value if isinstance(value, int) and value > 0 else 1
    return once


def shorter(network: Network, node: Node, layer: Layer) -> tuple[Fix, ...]:
    """Edits with which a layer's loop stays a loop, or is short."""
    settings, inner = layer.settings, layer.settings.get("layer")
    if settings.get("unroll") is True:
        return (set_setting(layer, "unroll", value=False),)
    if not isinstance(inner, dict):
        inner = {}
    within = inner.get("settings", {})
    if isinstance(within, dict) and within.get("unroll") is True:
        calm = {**inner, "settings": {name: value for name, value in within.items() if name != "unroll"}}
        return (Fix("Set unroll of the layer inside to false", set_setting(layer, "layer", calm).edit),)
    calls = sum(each.layer == layer.id for each in network.nodes)
    if layer.kind == "TimeDistributed" and inner.get("kind") == "Dense" and calls == 1 and not node.arguments:
        return (replace(network, node, "Dense", within, "Take the Dense itself, which works on each step"),)
    found = kind_of(layer.kind)
    for name in _COUNTS.get(layer.kind, ()):
        usual = None if found is None else found.setting(name)
        if usual is not None and isinstance(settings.get(name), int) and settings[name] > usual.default:
            return (set_setting(layer, name, usual.default),)
    return ()


def loop_problem(
    network: Network, node: Node, layer: Layer, kind: Kind, inputs: Mapping[str, tuple[TensorSpec, ...]]
) -> Problem | None:
    """A layer that is written out so often that no run with it would ever begin."""
    count = copies(kind.name, layer.settings, [spec for specs in inputs.values() for spec in specs])
    if count <= ENDLESS:
        return None
    message = (
        f"{who(layer)} is written out {count:,} times in the program, which would take hours to build; "
        f"up to {ENDLESS:,} can be. {_cure(layer)}"
    )
    return Problem("endless_loop", message, node=node.id, fixes=shorter(network, node, layer))


def loop_advice(layer: Layer, count: int) -> str:
    """What to say of a layer that is written out often."""
    return f"{who(layer)} is written out {count:,} times in the program, and each copy delays a run. {_cure(layer)}"


def _cure(layer: Layer) -> str:
    if layer.kind == "TimeDistributed":
        return "Shorten the sequence, or take a layer that works on all steps at once."
    return "Make the number smaller." if layer.kind in _COUNTS else "Set unroll to false."
