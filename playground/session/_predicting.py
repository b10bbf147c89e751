"""The model's answers to samples that it has not learned from, as Python gets them and as the browser shows them."""

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from playground import charts, probing, protocol
from playground.errors import DataError, PlaygroundError
from playground.modeling import Graph
from playground.probing import Predictions
from playground.session._explaining import explained, require_ready
from playground.session._inside import looked_inside
from playground.session._newest import Tick
from playground.session._probed import inputs_for
from playground.training import TrainingConfig, outputs_of

if TYPE_CHECKING:
    from playground.datasets import Dataset
    from playground.session._running import Running

Array = np.ndarray[Any, Any]
Explaining = protocol.ExplanationCommand | protocol.InsideCommand | protocol.GetPredictions
"""What is worked out with the weights of one moment, on another thread than the one that asks."""

MOST_SAMPLES = 2_000
MOST_SECONDS = 10.0
PATIENCE = 20.0
"""Seconds to wait for a moment between two steps: nobody asked for predictions now, so a run is not held for them."""
MOST_SHOWN = 30
"""Classes in the matrix; of more, those with most errors."""
MOST_CURVES = 12
MOST_ERRORS = 48
_CURVE_POINTS = 200
_PROBABILITIES = ("softmax", "sigmoid")


class Studied(NamedTuple):
    """A model, the run that trains it or will, and on what."""

    running: "Running"
    graph: Graph
    data: "Dataset | None"
    config: TrainingConfig


class _Held(NamedTuple):
    """The samples to be answered: where they are, and their numbers there."""

    source: "Dataset"
    rows: Array
    validation: bool


def predictions_of(
    studied: Studied,
    *,
    output: int = 0,
    samples: int = MOST_SAMPLES,
    seconds: float = MOST_SECONDS,
    tick: Tick = lambda: None,
) -> Predictions:
    """What the model answers to samples of the validation data, or of the training data where nothing is held back.

    A run that goes on does so; the answers are all of the weights after one of its steps.

    Args:
        studied: The model; of its run, the configuration says what was held back.
        output: Which output of several.
        samples: At most so many, drawn at random, the same each time.
        seconds: After so long, those answered so far are taken.
        tick: Called on the way, and ends it by raising.

    Raises:
        PlaygroundError: There is no data, or there are no predictions of such an output; the sentence says why.
    """
    running, graph, data, config = studied
    if data is None or not data.targets:
        raise DataError(
            "There are no samples with a truth to compare answers with; choose a data set, or set `studio.data`."
        )
    require_ready(graph, data, "look at its predictions")
    run = running.run
    config = config if run is None else run.config
    outputs = outputs_of(graph.model, data, config)
    if not 0 <= output < len(outputs):
        raise PlaygroundError(f"The network has no output {output}: it has {len(outputs)}.")
    out = outputs[output]
    held = _held(data, config)
    chosen = held.rows[np.random.default_rng(0).permutation(len(held.rows))[:samples]]
    batch = held.source.take(chosen)
    step, still = running.moment(graph, PATIENCE)
    arrays = inputs_for(graph.model, batch)
    from_logits = out.loss.settings.get("from_logits")
    logits = False if out.activation in _PROBABILITIES else True if from_logits is True else None
    one_hot = next(facts.one_hot for facts in data.facts.targets if facts.name == out.target)

    def read(count: int) -> Predictions:
        some = [array[:count] for array in arrays]
        answer = probing.predict(graph.model, some, output=output, still=still, tick=tick, seconds=seconds)
        return probing.read_predictions(
            batch.targets[out.target][: len(answer)],
            answer,
            loss=out.loss.kind,
            logits=logits,
            one_hot=one_hot,
            names=data.class_names,
            who=out.name,
        )

    read(1)  # what has no view is refused before all are asked
    return _placed(read(samples), chosen, held, step)


def worked_out(studied: Studied, wish: Explaining, tick: Tick) -> tuple[protocol.Answer, list[Any]]:
    """What a command asks for, with the weights of now.

    Raises:
        PlaygroundError: it makes no sense; the sentence says why.
    """
    if isinstance(wish, protocol.GetPredictions):
        return predicted(studied, wish, tick)
    if isinstance(wish, protocol.InsideCommand):
        return looked_inside(studied.running, studied.graph, studied.data, wish, tick)
    return explained(studied.running, studied.graph, studied.data, wish, tick)


def predicted(studied: Studied, wish: protocol.GetPredictions, tick: Tick) -> tuple[protocol.Predicted, list[Array]]:
    """The answer to a request for predictions, and its buffers.

    Raises:
        PlaygroundError: as `predictions_of`.
    """
    began = time.monotonic()
    found = predictions_of(studied, output=wish.output, tick=tick)
    unit = min(max(wish.unit, 0), len(found.names) - 1)
    told = protocol.Predicted(
        kind=found.kind,
        step=found.step,
        output=wish.output,
        unit=unit,
        source=found.source,
        samples=len(found.truth),
        total=found.total,
        unsound=found.unsound,
        names=found.names,
    )
    places = _places(studied.data, found.rows)
    told, buffers = (_numbers if found.kind == "numbers" else _classes)(found, unit, told, places)
    return msgspec.structs.replace(told, seconds=time.monotonic() - began), buffers


def _held(data: "Dataset", config: TrainingConfig) -> _Held:
    if data.validation is not None:
        return _Held(data.validation, np.arange(len(data.validation)), validation=True)
    held = data.held_back(config.validation_split, config.seed)
    if len(held) in (0, len(data)):
        return _Held(data, np.arange(len(data)), validation=False)
    return _Held(data, held, validation=True)


def _placed(found: Predictions, chosen: Array, held: _Held, step: int) -> Predictions:
    return Predictions(
        found.kind,
        found.names,
        found.truth,
        found.scores,
        chosen[found.rows],
        found.unsound,
        len(held.rows),
        "validation" if held.validation else "training",
        step,
    )


def _places(data: "Dataset | None", rows: Array) -> Array:
    """The places of samples in the order of those that can be looked at, uint32."""
    if data is None:
        return np.zeros(0, np.uint32)
    order = data.probe_order()
    places = np.empty(len(order), np.uint32)
    places[order] = np.arange(len(order))
    return places[rows]


def _numbers(
    found: Predictions, unit: int, told: protocol.Predicted, places: Array
) -> tuple[protocol.Predicted, list[Array]]:
    truth, answers = found.truth[:, unit], found.scores[:, unit]
    fit = probing.fit(truth, answers)
    worst = probing.largest_residuals(truth, answers, MOST_ERRORS)
    facts = {
        "mae": fit.mean_absolute_error,
        "rmse": fit.root_mean_squared_error,
        "bias": fit.bias,
        "r2": fit.r2,
    }
    none = np.zeros(0, np.float32)
    buffers = [places, _floats(truth), _floats(answers), none, none, worst.astype(np.uint32), none.astype(np.uint32)]
    return msgspec.structs.replace(told, facts=_finite(facts)), buffers


def _classes(
    found: Predictions, unit: int, told: protocol.Predicted, places: Array
) -> tuple[protocol.Predicted, list[Array]]:
    labels = found.kind == "labels"
    # Of several labels each is a question of its own: without it, or with it.
    truth = found.truth[:, unit].astype(np.int64) if labels else found.truth
    chances = np.stack([1 - found.scores[:, unit], found.scores[:, unit]], axis=1) if labels else found.scores
    answers = chances.argmax(axis=1)
    table = probing.confusion_matrix(truth, answers, chances.shape[1])
    shown = _shown(table)
    right = truth == answers
    at = np.arange(len(truth))
    calibration = probing.calibration(right, np.clip(chances[at, answers], 0, 1))
    if labels or chances.shape[1] == 2:  # noqa: PLR2004  # yes or no: the probability of yes, and how often it was so
        calibration = probing.calibration(truth == 1, np.clip(chances[:, 1], 0, 1))
    drawn, rows, areas = _curves(found, unit)
    rows = rows if labels else np.stack([*probing.class_scores(table), *areas], axis=1)
    facts = {"accuracy": float(right.mean()) if len(right) else np.nan, "calibration_error": calibration.error}
    return msgspec.structs.replace(told, shown=tuple(shown), curves=tuple(drawn), facts=_finite(facts)), [
        places,
        truth.astype(np.uint32),
        answers.astype(np.uint32),
        _floats(chances[at, answers]),
        _floats(chances[at, truth]),
        probing.worst_errors(truth, chances, MOST_ERRORS).astype(np.uint32),
        probing.certain_errors(truth, chances, MOST_ERRORS).astype(np.uint32),
        table[np.ix_(shown, shown)].astype(np.uint32),
        _floats(rows),
        _floats(np.stack([calibration.confidence, calibration.share, calibration.counts])),
        *[_floats(part) for number in drawn for part in drawn[number]],
    ]


def _shown(table: Array) -> list[int]:
    """The classes that the matrix has room for: all, or those with most errors, in their order."""
    if len(table) <= MOST_SHOWN:
        return list(range(len(table)))
    errors = table.sum(axis=0) + table.sum(axis=1) - 2 * table.diagonal()
    return sorted(np.argsort(-errors, kind="stable")[:MOST_SHOWN].tolist())


def _curves(found: Predictions, unit: int) -> tuple[dict[int, tuple[Array, ...]], Array, Array]:
    """Of some classes or labels their curves; the table of all; and their areas, of shape (2, names)."""
    numbers = range(len(found.names))
    rows, areas = np.zeros((len(numbers), 6)), np.full((2, len(numbers)), np.nan)
    curves = {}
    for number in numbers:
        truth = found.truth[:, number] if found.kind == "labels" else found.truth == number
        scores = found.scores[:, number]
        roc, both = probing.roc(truth, scores), probing.precision_recall(truth, scores)
        areas[:, number] = roc.area, both.area
        curves[number] = (roc, both)
        if found.kind == "labels":
            counts = probing.confusion_matrix(truth.astype(int), (scores > 0.5).astype(int), 2)  # noqa: PLR2004  # yes or no
            rows[number] = [*(each[1] for each in probing.class_scores(counts)), roc.area, both.area]
    ranks = np.nan_to_num(areas[0], nan=2)
    if found.kind == "labels" and np.isfinite(areas[0, unit]):
        ranks[unit] = -1  # the one that is looked at is among them
    worst = np.argsort(ranks, kind="stable")[:MOST_CURVES]
    drawn = sorted(number for number in worst.tolist() if np.isfinite(areas[0, number]))
    if found.kind == "classes" and len(numbers) == 2:  # noqa: PLR2004  # the other is its mirror image
        drawn = [number for number in drawn if number == 1]
    thinned = {
        number: tuple(part for curve in curves[number] for part in charts.thin(curve.x, curve.y, _CURVE_POINTS))
        for number in drawn
    }
    return thinned, rows, areas


def _floats(values: Any) -> Array:
    return np.ascontiguousarray(values, np.float32)


def _finite(facts: dict[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in facts.items() if np.isfinite(value)}
