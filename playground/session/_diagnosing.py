"""From a run to the doctor's evidence: the one place that knows the run, its model and its data, and the doctor."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from playground import doctor
from playground.catalog import Choice, who
from playground.modeling import Graph
from playground.network import all_layers, inside
from playground.probing import Units
from playground.protocol import Finding, Looked
from playground.session._probed import inputs_for
from playground.training import TrainingRun, training_facts

if TYPE_CHECKING:
    from playground.datasets import Dataset

MOST_SAMPLES = 512
LEAST_SAMPLES = 64
MOST_VALUES = 2_000_000
MOST_COLUMNS = 4096
_IMAGE = 3
_RANGES = ("relu", "sigmoid", "tanh")
_ACTIVATED = ("Dense", "EinsumDense", "Activation", "Conv", "Depthwise", "Separable")
_ALONE = {"ReLU": "relu"}
_SCALING = ("Normalization", "Rescaling", "Embedding")
_PASSIVE = (
    "Flatten",
    "Reshape",
    "Permute",
    "Identity",
    "Dropout",
    "GaussianNoise",
    "Random",
    "InputLayer",
    "ZeroPadding",
)


class _Part(NamedTuple):
    """A Keras layer of the model, the node that calls it first, and what to call it."""

    layer: Any
    node: str | None
    name: str
    tensor: Any


class Diagnosing:
    """Examines one run again and again; what has to be compiled is compiled at the first time."""

    def __init__(self, run: TrainingRun) -> None:
        """Begin.

        Args:
            run: A run under way, or one that has ended; its model is there.
        """
        self._run = run
        self._graph = run.graph
        self._parts = tuple(_parts(run.model, self._graph))
        self._data = run.data
        self._batch, self._labels = _batch(run.data)
        self._inputs = tuple(_inputs(run, self._parts)) if run.data is not None else ()
        self._counts = _counts(run.data)
        self._floor = _floor(run, self._counts)
        self._units: Units | None = None
        self._watched = {place: part for place, part in enumerate(self._parts) if _bounded(part) is not None}
        self._last = {id(each) for each in getattr(run.model, "outputs", None) or ()}

    def findings(self) -> tuple[Finding, ...]:
        """What the doctor finds now. Reads the weights, so call it between steps, or when the run rests."""
        return doctor.examine(self.evidence())

    def prepare(self) -> None:
        """Compile what looks at the units, and call it once: the first call is slow. Takes the run's `tracing`."""
        if self._batch is None or not getattr(self._run.model, "inputs", None) or self._units is not None:
            return
        tensors: Any = {str(place): (part.tensor, _bounded(part)) for place, part in self._watched.items()}
        with self._run.tracing:
            units = Units(self._run.model, tensors, inputs_for(self._run.model, self._batch))
        units.look()
        self._units = units

    def looked(self, evidence: doctor.Evidence) -> Looked:
        """What there was to look at."""
        moments = len(evidence.sizes)
        samples = 0 if self._units is None or self._batch is None else len(self._batch)
        return Looked(
            _last(evidence.numbers),
            _last(evidence.epoch_numbers),
            moments,
            len(self._watched) if samples else 0,
            samples,
        )

    def evidence(self) -> doctor.Evidence:
        """All that is known now."""
        run, data = self._run, self._data
        facts, past = training_facts(run.config), run.history.since(0)
        outputs, probabilities = self._look()
        held = None if data is None else data.validation
        return doctor.Evidence(
            steps=past.steps,
            epochs=past.epochs.columns,
            numbers=past.numbers,
            epoch_numbers=past.epochs.numbers,
            sizes=self._sizes(),
            outputs=outputs,
            samples=0 if data is None else len(data),
            held_out=0 if held is None else len(held),
            held_back=run.held_back,
            counts=self._counts,
            class_names=() if data is None else data.class_names,
            labels=self._labels if len(probabilities) else self._labels[:0],
            probabilities=probabilities,
            inputs=self._inputs,
            network=None if self._graph is None else self._graph.network,
            optimizer=_optimizer(run, facts.learning_rate),
            learning_rate=facts.learning_rate,
            weighted=run.config.class_weight is not None or (data is not None and data.sample_weight is not None),
            loss_floor=self._floor,
        )

    def _sizes(self) -> doctor.Sizes:
        moments = self._run.vitals.moments
        owner = {each.path: part for part in self._parts for each in getattr(part.layer, "trainable_weights", ())}
        rank = {each.path: len(each.shape) for each in self._run.model.trainable_weights}
        variables = tuple(
            doctor.Variable(owner[path].node, owner[path].name, rank.get(path, 0) > 1)
            if path in owner
            else doctor.Variable(None, path, rank.get(path, 0) > 1)
            for path in moments.variables
        )
        return doctor.Sizes(variables, moments.gradients, moments.weights, moments.updates, moments.unsound)

    def _look(self) -> tuple[tuple[doctor.Outputs, ...], np.ndarray[Any, Any]]:
        self.prepare()
        if self._units is None:
            return (), np.zeros((0, 0), np.float32)
        shares, answer = self._units.look()
        outputs = tuple(
            doctor.Outputs(
                part.node,
                part.name,
                str(_bounded(part)),
                int(part.tensor.shape[-1] or 1),
                shares[str(place)].dead,
                shares[str(place)].saturated,
                id(part.tensor) in self._last,
            )
            for place, part in self._watched.items()
        )
        ends = [
            doctor.Outputs(part.node, part.name, "", int(part.tensor.shape[-1] or 1), 0.0, 0.0, last=True)
            for part in self._parts
            if id(part.tensor) in self._last and _bounded(part) is None
        ]
        return (*outputs, *ends), _probabilities(answer, len(self._counts))


def diagnose(run: TrainingRun) -> tuple[Finding, ...]:
    """What ails a run: its findings, the worst first, each with figures, and a cure where there is one.

    Gradients and updates are known only of a run that was started with `vitals`, and units and labels only of a
    functional or sequential model. A run that goes on is held meanwhile.

    Args:
        run: What `train` gave.

    Returns:
        `Finding`s with `code`, `severity`, `message`, `node`, `evidence` and `cure`; none of a healthy run, nor of one
        whose model was never made.
    """
    if run.model is None:
        return ()
    with run.held():
        return Diagnosing(run).findings()


def _last(numbers: np.ndarray[Any, Any] | None) -> int:
    return 0 if numbers is None or not len(numbers) else int(numbers[-1])


def _parts(model: Any, graph: Graph | None) -> Iterator[_Part]:
    if graph is None:
        for layer in getattr(model, "layers", ()):
            yield _Part(layer, None, f"“{layer.name}”", _output(layer))
        return
    for path, drawn in all_layers(graph.network):
        where, layer_id = inside(graph.network, path)
        node = next((each.id for each in where.nodes if each.layer == layer_id), None)
        if node is None or path not in graph.layers:
            continue
        at = f"{path.rpartition('/')[0]}/{node}" if "/" in path else node
        tensors = graph.tensors.get(at, ()) if "/" not in path else ()
        yield _Part(graph.layers[path], at, who(drawn), tensors[0] if tensors else None)


def _output(layer: Any) -> Any:
    try:
        tensor = layer.output
    except (AttributeError, ValueError):  # called never, or more than once
        return None
    return tensor if hasattr(tensor, "shape") else None


def _bounded(part: _Part) -> str | None:
    """What bounds the output of a layer; None where nothing does that is watched."""
    kind = type(part.layer).__name__
    if part.tensor is None or len(part.tensor.shape) < 2:  # noqa: PLR2004  # no units
        return None
    activation = getattr(getattr(part.layer, "activation", None), "__name__", "")
    name = _ALONE.get(kind) or (activation if kind.startswith(_ACTIVATED) else "")
    return name if name in _RANGES else None


def _batch(data: "Dataset | None") -> "tuple[Dataset | None, np.ndarray[Any, Any]]":
    """Samples to look at, and their classes where they are held out: evenly spread over what there is."""
    none = np.zeros(0, np.int64)
    if data is None:
        return None, none
    source = data if data.validation is None else data.validation
    values = sum(int(np.prod(array.shape[1:])) for array in source.inputs.values())
    most = min(MOST_SAMPLES, max(LEAST_SAMPLES, MOST_VALUES // max(1, values)), len(source))
    batch = source.take(np.linspace(0, len(source) - 1, most).astype(np.int64))
    if data.validation is None or not data.classes:
        return batch, none
    (target,) = batch.targets.values()
    return batch, target.reshape(len(target)).astype(np.int64)


def _counts(data: "Dataset | None") -> np.ndarray[Any, Any]:
    if data is None or not data.classes:
        return np.zeros(0, np.int64)
    (target,) = data.targets.values()
    return np.bincount(target.reshape(len(target)), minlength=data.classes)


def _probabilities(answer: np.ndarray[Any, Any], classes: int) -> np.ndarray[Any, Any]:
    """What a model says as probabilities of classes; nothing when it says something else."""
    nothing = np.zeros((0, 0), np.float32)
    if answer.ndim != 2 or not classes or not np.isfinite(answer).all():  # noqa: PLR2004  # one vector a sample
        return nothing
    if answer.shape[1] == 1 and classes == 2:  # noqa: PLR2004  # one number for two classes
        low, high = answer.min(), answer.max()
        one = answer[:, 0] if 0 <= low <= high <= 1 else 1 / (1 + np.exp(-np.clip(answer[:, 0], -50, 50)))
        return np.stack([1 - one, one], axis=1)
    if answer.shape[1] != classes:
        return nothing
    if answer.min() < 0 or abs(answer.sum(axis=1) - 1).max() > 0.01:  # noqa: PLR2004  # half precision
        raised = np.exp(answer - answer.max(axis=1, keepdims=True))
        answer = raised / raised.sum(axis=1, keepdims=True)
    return answer


def _inputs(run: TrainingRun, parts: tuple[_Part, ...]) -> Iterator[doctor.Input]:
    data = run.data
    if data is None or not getattr(run.model, "inputs", None):
        return
    kinds = [type(part.layer).__name__ for part in parts]
    first = next((kind for kind in kinds if not kind.startswith(_PASSIVE)), "")
    unscaled = not any(word in first for word in _SCALING)
    nodes = {id(part.tensor): part.node for part in parts if part.tensor is not None}
    arrays = data.inputs_for([tensor.name for tensor in run.model.inputs])
    for tensor, (name, array) in zip(run.model.inputs, arrays.items(), strict=False):
        if array.dtype.kind != "f" or str(tensor.dtype).startswith("int") or array.size == 0:
            continue
        some = array[:: max(1, array.size // MOST_VALUES)]
        flat = some.reshape(len(some), -1) if array.ndim < _IMAGE else some.reshape(-1, 1)
        flat = flat[:, :MOST_COLUMNS].astype(np.float64)
        columns = tuple(map(doctor.Column, flat.mean(axis=0).tolist(), flat.std(axis=0).tolist()))
        yield doctor.Input(nodes.get(id(tensor)), name, columns, unscaled)


def _optimizer(run: TrainingRun, rate: float | None) -> Choice | None:
    chosen = run.config.settings().optimizer
    if chosen is None or rate is None:
        return chosen
    return Choice(chosen.kind, {**chosen.settings, "learning_rate": rate})


def _floor(run: TrainingRun, counts: np.ndarray[Any, Any]) -> float | None:
    """The loss of the best constant answer: the entropy of the classes, or the variance; None of other losses."""
    loss = str(getattr(run.model, "loss", None) and _loss_name(run.model.loss)).lower().replace("_", "")
    data = run.data
    if data is None or len(data.targets) != 1:
        return None
    if "crossentropy" in loss and len(counts):
        shares = counts[counts > 0] / counts.sum()
        return float(-(shares * np.log(shares)).sum())
    if loss in {"mse", "meansquarederror"}:
        (target,) = data.targets.values()
        return float(np.var(target.astype(np.float64), axis=0).mean())
    return None


def _loss_name(loss: Any) -> str:
    return loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
