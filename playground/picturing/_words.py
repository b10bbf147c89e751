"""A layer in the few words that fit its card, and shapes as wires show them: as in the browser."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.catalog import Kind, Setting, is_operation
from playground.network import INPUT, Layer, Network

_BARE = frozenset({"units", "filters", "rate", "factor", "alpha", "stddev"})
_UNSAID = frozenset({"strides", "axis", "output_shape"})
_FITS = 15
_LONG = 18
_TIMED = 2


def kind_word(name: str) -> str:
    """A kind's name as cards show it: the long ones shortened."""
    if name == INPUT:
        return "Input"
    if is_operation(name):
        return name.rpartition(".")[2]
    if len(name) <= _FITS:
        return name
    for long, short in (
        ("Average", "Avg"),
        ("Pooling", "Pool" if len(name) > _LONG else "Pooling"),
        ("Normalization", "Norm"),
        ("Regularization", "Reg"),
        ("Separable", "Sep"),
        ("Transpose", "T"),
    ):
        name = name.replace(long, short, 1)
    return name


def wire_shape(shape: Sequence[int | None]) -> str:
    """A shape without its batch axis: "26×26×32", "time×64" where a length is unknown, "1" for a scalar."""
    axes = shape[1:]
    unknown = ["time" if at == 0 and len(axes) == _TIMED else "?" for at in range(len(axes))]
    return "×".join(unknown[at] if axis is None else str(axis) for at, axis in enumerate(axes)) or "1"


def counted(amount: int, noun: str) -> str:
    """A number and its noun: "1 problem", "3 problems"."""
    return f"{amount:,} {noun}" + ("" if amount == 1 else "s")


def layer_count(network: Network) -> int:
    """How many layers there are, those inside blocks counted and the blocks themselves not."""
    layers = [network.layer_of(node.id) for node in network.nodes]
    return sum(
        layer_count(layer.network) if layer.network is not None else 1 for layer in layers if layer.kind != INPUT
    )


def block_words(layer: Layer, network: Network) -> str:
    """What a block holds: "5 layers", "2 layers · shared weights"."""
    words = counted(layer_count(network), "layer")
    return f"{words} · shared weights" if layer.repeat > 1 and layer.shared else words


def setting_words(kind: Kind | None, layer: Layer, inputs: int, given: Mapping[str, Any]) -> str:
    """The settings that people change first: "32 · 3×3 · relu"; and what an operation is called with."""
    operation = is_operation(layer.kind)
    called = [_argument(name, value) for name, value in given.items()] if operation else []
    if kind is not None and len(kind.ports) == 1 and kind.ports[0].many and not operation:
        words = [counted(inputs, "input")]
    else:
        words = [_word(setting, layer) for setting in (() if kind is None else kind.settings) if setting.prominent]
    said = [word for word in (*words, *called) if word]
    if not said and kind is not None:
        said = [_usual(setting, layer) for setting in kind.settings if setting.prominent][:2]
    return " · ".join(word for word in said if word)


def _usual(setting: Setting, layer: Layer) -> str:
    """A setting that is as usual, with its name: for a card that would say nothing otherwise."""
    value = layer.settings.get(setting.name, setting.default)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    return f"{_spaced(setting.name)} {value:g}" if isinstance(value, float) else f"{_spaced(setting.name)} {value}"


def _argument(name: str, value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if isinstance(value, int | float | str):
        return f"{name} = {value}"
    return f"{name} = constant"


def _word(setting: Setting, layer: Layer) -> str:
    value = layer.settings.get(setting.name, setting.default)
    usual = value == setting.default and not setting.required
    match value:
        case None:
            return ""
        case bool():
            return "" if usual else f"{'' if value else 'no '}{_spaced(setting.name)}"
        case int() | float():
            return _number(setting, value, usual=usual)
        case list() | tuple():
            return _tuple(setting, value, usual=usual)
        case str():
            return "" if usual or value == "linear" else value
        case {"kind": str(name)} if name != "linear":
            return name
        case _:
            return ""


def _number(setting: Setting, value: float, *, usual: bool) -> str:
    if setting.type == "tuple":
        if usual and setting.name in _UNSAID:
            return ""
        if setting.name == "strides":
            return f"stride {value}"
        return "×".join([str(value)] * max(setting.length, 1))
    if usual and setting.type == "integer":
        return ""
    text = f"{value:,.0f}" if value == int(value) else str(value)
    return text if setting.name in _BARE or setting.required else f"{_spaced(setting.name)} {text}"


def _tuple(setting: Setting, value: Sequence[Any], *, usual: bool) -> str:
    if usual and (setting.type != "tuple" or setting.name in _UNSAID):
        return ""
    axes = [_axis(axis) for axis in value]
    if setting.name == "strides":
        return f"stride {axes[0] if len(set(axes)) == 1 else '×'.join(axes)}"
    return "×".join(axes) or "scalar"


def _axis(axis: Any) -> str:
    """One axis of a tuple; a pair is what comes before and after it."""
    if isinstance(axis, list | tuple):
        return "+".join(dict.fromkeys(str(side) for side in axis))
    return "?" if axis is None else str(axis)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
