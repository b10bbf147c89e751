"""The weights of a layer as the browser asks for them: of the model that trains, or trained last."""

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.errors import DocumentError
from playground.network import Network, at
from playground.probing import WeightArray, weights
from playground.protocol import GetWeights, WeightPicture, Weights
from playground.session._vitals import VariableOwners

if TYPE_CHECKING:
    from playground.session._running import Running

Ridges = tuple[Any, Any, Any, Any, Any]
"""Steps; ranges and counts of the values, and of their gradients."""
RIDGES = 24


def weights_of_layer(running: "Running", network: Network, command: GetWeights) -> tuple[Weights, list[Any]]:
    """The pictures of a layer's weights and their buffers.

    Raises:
        DocumentError: the layer is not in the drawing any more.
    """
    try:
        name = at(network, command.layer).name
    except KeyError:
        raise DocumentError("This layer is not in the drawing any more.") from None
    graph, run = running.latest_graph, running.run
    step = 0 if run is None else run.shown_step
    if graph is None:
        return _none(command, step, f"“{name}” gets its weights when the network first trains: press play.")
    layer = graph.owners.get(command.layer)
    if layer is None:
        try:
            block = at(graph.network, command.layer).network is not None
        except KeyError:
            block = False
        if block:
            return _none(
                command, step, f"The weights of “{name}” are those of its layers: open the block, and select one."
            )
        return _none(command, step, f"“{name}” is new to the model: press play, and it gets its weights.")
    arrays = weights(layer, command.page)
    if not arrays:
        return _none(command, step, f"“{name}” has no weights: there is nothing in it to learn.")
    ridges = _ridges(running, command.layer)
    pictures, buffers = [], []
    for array in arrays:
        picture, told = _picture(array, ridges.get(array.name))
        pictures.append(picture)
        buffers += told
    return Weights(command.layer, step, tuple(pictures)), buffers


def _none(command: GetWeights, step: int, sentence: str) -> tuple[Weights, list[Any]]:
    return Weights(command.layer, step, (), sentence), []


def _picture(array: WeightArray, ridges: Ridges | None) -> tuple[WeightPicture, list[Any]]:
    if array.form == "none":
        return WeightPicture(array.name, array.shape, "none", sentence=array.sentence), []
    count, height, width = (1, 1, *array.values.shape)[-3:]
    picture = WeightPicture(
        name=array.name,
        shape=array.shape,
        form=array.form,
        count=count,
        height=height,
        width=width,
        total=array.total,
        first=array.first,
        down=array.blocks[0],
        across=array.blocks[1],
        low=array.low,
        high=array.high,
        unsound=array.unsound,
        moments=0 if ridges is None else len(ridges[0]),
    )
    return picture, [np.ascontiguousarray(array.values), array.counts, *(ridges or ())]


def _ridges(running: "Running", path: str) -> dict[str, Ridges]:
    """By the name of the variable how its values and gradients were distributed, at some of the measured steps.

    The last is among them. Of variables with one name, as a wrapper may have, the first.
    """
    run, graph = running.run, running.latest_graph
    if run is None or graph is None:
        return {}
    shapes = run.vitals.shapes
    if not len(shapes.steps):
        return {}
    kept = np.unique(np.linspace(0, len(shapes.steps) - 1, RIDGES).astype(int))
    found: dict[str, Ridges] = {}
    for place, owner in enumerate(VariableOwners(graph).of(run.vitals.moments.variables)):
        if owner is not None and owner[0] == path and owner[1] not in found:
            values, gradients = (
                [np.ascontiguousarray(each[kept, place, which]) for each in (shapes.ranges, shapes.counts)]
                for which in (0, 1)
            )
            found[owner[1]] = (shapes.steps[kept].astype(np.float64), *values, *gradients)
    return found
