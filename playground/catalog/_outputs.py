"""What the outputs of a layer that has several are called: short words for what Keras says of them in its texts.

Tables where the kind decides, the states of its cells where the settings do; what nothing is known of is numbered.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.network import Layer

_STATES = {
    **dict.fromkeys(("LSTM", "LSTMCell", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), ("hidden state", "cell state")),
    **dict.fromkeys(("GRU", "GRUCell", "SimpleRNN", "SimpleRNNCell"), ("state",)),
}
_SCORED = ("Attention", "AdditiveAttention", "GroupQueryAttention", "MultiHeadAttention")
_RESULTS = {
    **dict.fromkeys(_SCORED, ("output", "scores")),
    **dict.fromkeys(("fft", "fft2", "ifft2", "rfft", "stft"), ("real", "imaginary")),
    **dict.fromkeys(("eig", "eigh"), ("eigenvalues", "eigenvectors")),
    "ctc_decode": ("sequences", "scores"),
    "histogram": ("counts", "edges"),
    "lu_factor": ("factors", "pivots"),
    "moments": ("mean", "variance"),
    "qr": ("q", "r"),
    "slogdet": ("sign", "log determinant"),
    "svd": ("u", "s", "v"),
    "top_k": ("values", "indices"),
}
_PARTS = {
    **dict.fromkeys(("array_split", "dsplit", "hsplit", "split", "vsplit"), "part"),
    "meshgrid": "grid",
    "unravel_index": "axis",
    "unstack": "slice",
}


def output_names(layer: Layer, count: int) -> tuple[str, ...]:
    """The names of the `count` outputs of a layer, in order; none where it has one, which needs no name.

    A block's outputs are called after the layers inside that give them, which its network knows.
    """
    if count < 2 or layer.network is not None:  # noqa: PLR2004  # several
        return ()
    kind = layer.kind.removeprefix("ops.")
    known = _RESULTS.get(kind) or _recurrent(layer.kind, layer.settings, count)
    if len(known) == count:
        return known
    word = _PARTS.get(kind, "output") if kind != layer.kind else "output"
    return tuple(f"{word} {number}" for number in range(1, count + 1))


def _recurrent(kind: str, settings: Mapping[str, Any], count: int) -> tuple[str, ...]:
    if kind == "Bidirectional":
        inner = settings.get("layer")
        states = tuple(_states_of(inner))
        both = [f"{way} {state}" for way in ("forward", "backward") for state in states]
        outputs = ("output",) if settings.get("merge_mode", "concat") is not None else ("forward", "backward")
        return (*outputs, *(both if count > len(outputs) else ()))
    states = tuple(_states_of({"kind": kind, "settings": settings}))
    return ("output", *states) if states else ()


def _states_of(part: Any) -> Iterator[str]:
    """The states that a recurrent layer or a cell of the document keeps; none where that is not known."""
    match part:
        case {"kind": "RNN", "settings": {"cell": cell}}:
            yield from _states_of(cell)
        case {"kind": "StackedRNNCells", "settings": {"cells": list(cells)}} | list(cells):
            for number, cell in enumerate(cells, 1):
                yield from (f"{state} {number}" for state in _states_of(cell))
        case {"kind": str(kind)} | str(kind):
            yield from _STATES.get(kind, ())
