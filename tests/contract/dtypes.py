"""Which dtypes each layer and operation really computes with, found by calling all of them on small arrays.

`python -m tests.contract.dtypes` writes what `playground.catalog` reads of it; some minutes.
"""

import itertools
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np

from playground.catalog import kind, make_layer, takes_text
from playground.catalog._constants import constant, constants
from playground.catalog._dtypes import DTYPES_OF, PATH, port_of_slot, words_of
from playground.checking import call
from playground.network import Network
from tests.unit.modeling import layers, operations

NUMBERS = tuple(each for word, group in DTYPES_OF.items() if word != "string" for each in group)
Combination = tuple[str, ...]


class Trial:
    """One kind, and what enters it: names of tensors, each with the shape and the dtype that suit it."""

    def __init__(self, name: str) -> None:
        self.network = operations.placed(name) if "." in name else layers.placed(name)
        self.layer, self.node = self.network.layer_by_id["it"], self.network.node_by_id["it"]
        found = kind(name)
        assert found is not None
        self.kind = found
        self.many = {port.name for port in found.ports if port.many}
        self.tensors = dict(_tensors(self.network, self.many))
        self.plain = {key: value for key, value in self.node.arguments.items() if key not in self._named()}
        self.dtypes = (*NUMBERS, "string") if takes_text(found) else NUMBERS
        self._known: dict[Combination, bool] = {}

    def _named(self) -> set[str]:
        return {name.partition(".")[0] for name in self.tensors}

    @property
    def usual(self) -> Combination:
        """The dtypes that it is made for."""
        return tuple(dtype for _, dtype in self.tensors.values())

    def runs(self, combination: Combination) -> bool:
        """Whether it gives an answer to arrays of these dtypes, in training and outside of it."""
        if combination not in self._known:
            self._known[combination] = self._runs(combination)
        return self._known[combination]

    def _runs(self, combination: Combination) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self._answers(combination)

    def _answers(self, combination: Combination) -> bool:
        values: dict[str, Any] = {}
        try:
            for (name, (shape, _)), dtype in zip(self.tensors.items(), combination, strict=True):
                port = name.partition(".")[0]
                value = feed(shape, dtype)
                values[port] = [*values.get(port, []), value] if port in self.many else value
            if "." in self.kind.name:
                call(make_layer(self.layer), self.kind, values, self.plain)
                return True
            made = make_layer(self.layer)
            for training in (False, True):
                extra = {"training": training} if made._call_has_training_arg else {}  # Keras's own word
                call(made, self.kind, values, self.plain | extra)
        except Exception:  # noqa: BLE001  # whatever fails, fails
            return False
        return True

    def rows(self) -> list[dict[str, str]]:
        """Boxes of dtypes that cover all combinations which work; none where all do."""
        assert self.runs(self.usual), self.kind.name
        classes = [self._classes(index) for index in range(len(self.tensors))]
        good = {each for each in itertools.product(*classes) if self.runs(each)}
        if len(good) == np.prod([len(each) for each in classes], dtype=int):
            return []
        found, left = [], set(good)
        while left:
            box = self._grown(min(left), classes, good)
            left -= set(itertools.product(*box))
            found.append(
                {
                    name: words_of(frozenset(dtype for each in chosen for dtype in alike[each]))
                    for name, chosen, alike in zip(self.tensors, box, classes, strict=True)
                }
            )
        return found

    @staticmethod
    def _grown(start: Combination, classes: list[dict[str, list[str]]], good: set[Combination]) -> list[set[str]]:
        box = [{each} for each in start]
        for index, alike in enumerate(classes):
            for each in alike:
                wider = [*box[:index], box[index] | {each}, *box[index + 1 :]]
                if good.issuperset(itertools.product(*wider)):
                    box = wider
        return box

    def _classes(self, index: int) -> dict[str, list[str]]:
        """Dtypes of one tensor that work in the same company, under one of them."""
        usual, places = self.usual, range(len(self.tensors))
        others = [usual, *((dtype,) * len(usual) for dtype in self.dtypes)]
        others += [(*usual[:at], dtype, *usual[at + 1 :]) for at in places for dtype in self.dtypes if at != index]
        signatures: dict[tuple[bool, ...], list[str]] = {}
        for dtype in self.dtypes:
            signature = tuple(self.runs((*each[:index], dtype, *each[index + 1 :])) for each in others)
            signatures.setdefault(signature, []).append(dtype)
        return {alike[0]: alike for alike in signatures.values()}


def _tensors(network: Network, many: set[str]) -> Iterator[tuple[str, tuple[list[int], str]]]:
    """The tensors that enter the node `it`, wires and constants alike."""
    node = network.node_by_id["it"]
    found = kind(network.layer_by_id["it"].kind)
    for port in [] if found is None else found.ports:
        slot = 0
        for edge in network.edges_into["it"]:
            if edge.port == port.name:
                settings = network.layer_of(edge.source).settings
                shape = settings.get("batch_shape") or [2, *settings["shape"]]
                dtype = settings.get("dtype", "float32")
                yield port_of_slot(port.name, slot), ([each or 2 for each in shape], dtype)
                slot += 1
        held = node.arguments.get(port.name)
        given = [] if held is None else constants(held, "", "") if port.name in many else [constant(held, "", "")]
        for each in given:
            if each is not None:
                array = np.asarray(each)
                dtype = str(array.dtype).replace("int64", "int32").replace("float64", "float32")
                yield port_of_slot(port.name, slot), (list(array.shape), dtype)
                slot += 1


def feed(shape: list[int], dtype: str) -> Any:
    """Values that every kind can work with: small, square ones symmetric and positive definite."""
    import keras

    if dtype == "string":
        return keras.ops.convert_to_tensor(np.full(shape, "a"))
    if not dtype.startswith(("float", "bfloat", "complex")):
        return keras.ops.cast(np.ones(shape, "int32"), dtype)
    values = np.linspace(0.1, 0.9, int(np.prod(shape)), dtype="float32").reshape(shape)
    if len(shape) > 1 and shape[-1] == shape[-2]:
        values = (values + np.swapaxes(values, -1, -2)) / 8 + np.eye(shape[-1], dtype="float32")
    return keras.ops.cast(values, dtype)


def table(names: list[str]) -> Mapping[str, list[dict[str, str]]]:
    """The rows of all kinds that do not take every dtype."""
    found = {}
    for name in names:
        rows = Trial(name).rows()
        if rows:
            found[name] = rows
    return found


if __name__ == "__main__":
    tried = table(sys.argv[1:] or [*layers.PLACEABLE, *operations.PLACEABLE])
    PATH.write_bytes(msgspec.json.format(msgspec.json.encode(tried), indent=1) + b"\n")
