"""Playground: draw, train, watch and export Keras networks in JupyterLab.

The public names, loaded when first used: importing this package imports neither Keras, TensorFlow nor Jupyter.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from playground import datasets as datasets
    from playground.catalog import register as register
    from playground.checking import Problem as Problem, Report as Report, check as check
    from playground.errors import PlaygroundError as PlaygroundError
    from playground.exporting import export as export
    from playground.keeping import keep as keep, runs as runs
    from playground.modeling import build as build, from_keras as from_keras, to_python as to_python
    from playground.network import Network as Network, difference as difference
    from playground.opening import open as open, picture as picture  # noqa: A004  # the public verb is `pg.open`
    from playground.session import diagnose as diagnose
    from playground.training import (
        TrainingConfig as TrainingConfig,
        find_learning_rate as find_learning_rate,
        train as train,
    )
    from playground.widget import Studio as Studio

_HOMES = {
    "Network": "network",
    "PlaygroundError": "errors",
    "Problem": "checking",
    "Report": "checking",
    "Studio": "widget",
    "TrainingConfig": "training",
    "build": "modeling",
    "check": "checking",
    "diagnose": "session",
    "difference": "network",
    "export": "exporting",
    "find_learning_rate": "training",
    "from_keras": "modeling",
    "keep": "keeping",
    "open": "opening",
    "picture": "opening",
    "register": "catalog",
    "runs": "keeping",
    "to_python": "modeling",
    "train": "training",
}
_ROOMS = ("charts", "datasets", "probing")

__all__ = [*_HOMES, *_ROOMS]  # noqa: PLE0604  # both are literal names, one line up


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"playground.{_HOMES[name]}"), name)
    if name in _ROOMS:
        return import_module(f"playground.{name}")
    raise AttributeError(f"module 'playground' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
