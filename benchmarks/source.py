"""How short the Python of known architectures is: `python benchmarks/source.py [NAME ...]`.

Prints for each of `keras.applications`, or for those that are named, its nodes, the lines of its source, the functions
and loops among them, and how long writing takes; and fails where running the source gives another configuration.
"""

import argparse
import inspect
import json
import os
import sys
import time
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from playground.checking import check
from playground.modeling import from_keras, source_of


def main() -> None:
    """Write every architecture, and print a table."""
    known = sorted(name for name, value in vars(keras.applications).items() if inspect.isfunction(value))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="architectures; all of them when none is named")
    names = parser.parse_args().names or known
    print(f"{'architecture':<20}{'nodes':>7}{'lines':>7}{'functions':>11}{'loops':>7}{'time':>10}")
    differing = [name for name in names if not is_same(name)]
    sys.exit(f"Another configuration: {', '.join(differing)}" if differing else 0)


def is_same(name: str) -> bool:
    """Print an architecture's line; whether its source makes the same model."""
    keras.utils.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    network = from_keras(model)
    report = check(network)
    began = time.perf_counter()
    lines = source_of(network, report).splitlines()
    took = (time.perf_counter() - began) * 1000
    functions, loops = (sum(line.lstrip().startswith(word) for line in lines) for word in ("def ", "for "))
    print(f"{name:<20}{len(network.nodes):>7}{len(lines):>7}{functions:>11}{loops:>7}{took:>7.0f} ms", flush=True)
    space: dict[str, Any] = {}
    exec(source_of(network, report, name_operations=True), space)  # noqa: S102  # our own text
    return bool(plain(space["model"]) == plain(model))


def plain(model: Any) -> Any:
    """A model's configuration as a file holds it."""
    return json.loads(json.dumps(model.get_config()))


if __name__ == "__main__":
    main()
