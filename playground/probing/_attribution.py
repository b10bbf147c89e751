"""How much each part of what goes in has to do with one number that comes out, by gradients."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.errors import PlaygroundError
from playground.probing._forward import model_of
from playground.probing._gradients_tensorflow import gradients
from playground.probing._inputs import input_tensors
from playground.probing._sources import Source, run_from, sources_of
from playground.probing._target import Target, Wish, answer_of, scores, target_of, units_of

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import ArrayLike

    from playground.modeling import Graph

AT_ONCE = 64
"""So many samples go through the model at once, however many an explanation makes of one."""
MOST_STEPS = 1_000

Baseline = Literal["zeros", "mean"]
Tick = Callable[[], None]


def no_tick() -> None:
    """Nothing between two steps."""


@dataclass(frozen=True)
class Attribution:
    """What one input has to do with the answer.

    Attributes:
        input: The name of the model's input.
        at: Where the gradient was taken: the path of the layer, such as an embedding; empty for the input itself.
        values: float32, with the samples first: of the shape of the input, or of what `at` puts out.
        given: What was there, of the same shape.
    """

    input: str
    at: str
    values: "np.ndarray"
    given: "np.ndarray"

    @property
    def per_position(self) -> "np.ndarray":
        """The values added up over the last axis, colours or the parts of an embedding, where there is a position."""
        return self.values.sum(axis=-1) if self.values.ndim > 2 else self.values  # noqa: PLR2004  # samples and one more


@dataclass(frozen=True)
class Attributions:
    """What each input has to do with one number of the answer.

    Attributes:
        parts: One for each input, and for each layer that makes real numbers of tokens.
        units: The index of the target in the answer, sample by sample.
        score: float32 `(samples,)`, the target's number.
        baseline_score: The same for the baseline, where the method has one.
    """

    parts: tuple[Attribution, ...]
    units: tuple[tuple[int, ...], ...]
    score: "np.ndarray"
    baseline_score: "np.ndarray | None" = None

    @property
    def gap(self) -> "np.ndarray":
        """By how much the sum of all values misses `score - baseline_score`: float32 `(samples,)`, 0 when complete.

        Raises:
            PlaygroundError: The method has no baseline, so its values add up to nothing in particular.
        """
        if self.baseline_score is None:
            raise PlaygroundError("Only integrated gradients add up to the answer; these values have no baseline.")
        total = sum(part.values.reshape(len(part.values), -1).sum(axis=1) for part in self.parts)
        gap: np.ndarray = total - (self.score - self.baseline_score)
        return gap


def integrated_gradients(
    model: "keras.Model | Graph",
    x: Any,
    target: Wish = None,
    *,
    baseline: "Baseline | Sequence[ArrayLike]" = "zeros",
    steps: int = 64,
    tick: Tick = no_tick,
) -> Attributions:
    """Integrated gradients: what each value adds to the answer on the straight way from a baseline to the sample.

    The integral is a sum over the middles of `steps` equal pieces, so that the values add up to the difference of
    the answers but for `Attributions.gap`, which more steps make smaller.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        target: A `Target`, or its unit: a class, or the index of one value; the largest answer without it.
        baseline: `zeros`, the `mean` of the batch, or one array a source, of its shape without the samples. For tokens
            it is a baseline of their embeddings.
        steps: From 1 to 1,000.
        tick: Called before each step; what it raises ends the work.

    Returns:
        Values of the inputs' shapes; for whole numbers and text of the shape of the first real numbers made of them.

    Raises:
        PlaygroundError: No gradient reaches an input, or there is no such target.
        DataError: The batch does not fit the model's inputs.

    Source:
        Sundararajan, Taly, Yan: Axiomatic Attribution for Deep Networks. ICML 2017, equation 3.
    """
    from keras import ops

    if not 1 <= steps <= MOST_STEPS:
        raise PlaygroundError(f"Integrated gradients take 1 to {MOST_STEPS:,} steps, not {steps}.")
    prepared = _Prepared(model, x, target)
    bases = _baselines(prepared.sources, baseline)
    sums: list[Any] = [0.0] * len(bases)
    for step in range(steps):
        tick()
        share = (step + 0.5) / steps
        between = [base + share * (each.tensor - base) for each, base in zip(prepared.sources, bases, strict=True)]
        sums = [total + grad for total, grad in zip(sums, prepared.gradients_at(between), strict=True)]
    values = [
        (each.tensor - base) * total / steps for each, base, total in zip(prepared.sources, bases, sums, strict=True)
    ]
    full = [ops.broadcast_to(base, each.tensor.shape) for each, base in zip(prepared.sources, bases, strict=True)]
    return prepared.attributions(values, prepared.scores_at(full))


def smooth_grad(
    model: "keras.Model | Graph",
    x: Any,
    target: Wish = None,
    *,
    samples: int = 25,
    noise: float = 0.15,
    seed: int = 0,
    tick: Tick = no_tick,
) -> Attributions:
    """SmoothGrad: the gradient of the answer, averaged over copies of the sample with noise on it.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        target: A `Target`, or its unit: a class, or the index of one value; the largest answer without it.
        samples: How many copies, from 1 to 1,000.
        noise: Standard deviation of the Gaussian noise, as a share of the range of the sample's values; 0 with one
            copy is the plain gradient.
        seed: What the noise is drawn from.
        tick: Called before each copy; what it raises ends the work.

    Returns:
        Signed gradients, as `integrated_gradients` gives its values.

    Raises:
        PlaygroundError: No gradient reaches an input, or there is no such target.
        DataError: The batch does not fit the model's inputs.

    Source:
        Smilkov, Thorat, Kim, Viégas, Wattenberg: SmoothGrad: removing noise by adding noise. 2017, section 2.
    """
    import numpy as np
    from keras import ops

    if not 1 <= samples <= MOST_STEPS or noise < 0:
        raise PlaygroundError(
            f"SmoothGrad takes 1 to {MOST_STEPS:,} copies and noise from 0, not {samples} copies with noise {noise}."
        )
    prepared = _Prepared(model, x, target)
    random = np.random.default_rng(seed)
    sums: list[Any] = [0.0] * len(prepared.sources)
    for _ in range(samples):
        tick()
        noisy = []
        for each in prepared.sources:
            value = ops.convert_to_numpy(each.tensor)
            flat = value.reshape(len(value), -1)
            spread = (flat.max(axis=1) - flat.min(axis=1)).reshape(-1, *[1] * (value.ndim - 1))
            drawn = value + noise * spread * random.standard_normal(value.shape)
            noisy.append(ops.convert_to_tensor(drawn, dtype=each.tensor.dtype))
        sums = [total + grad for total, grad in zip(sums, prepared.gradients_at(noisy), strict=True)]
    return prepared.attributions([total / samples for total in sums])


class _Prepared:
    """A model, a batch and a target, ready to be differentiated at any values of its sources."""

    def __init__(self, model: "keras.Model | Graph", x: Any, target: Wish) -> None:
        self._model = model_of(model)
        self._inputs = input_tensors(self._model, x)
        self.sources: tuple[Source, ...] = sources_of(self._model, self._inputs)
        self._target: Target = target_of(target)
        answer = self._answer([each.tensor for each in self.sources])
        self._units = units_of(answer, self._target)
        self._score = scores(answer, self._units)

    def _answer(self, tensors: Sequence[Any]) -> Any:
        outputs = run_from(self._model, self._inputs, self.sources, tensors)
        return answer_of(outputs, self._target, self._model.name)

    def scores_at(self, tensors: Sequence[Any]) -> Any:
        """The target's number for each sample, with these values at the sources."""
        return scores(self._answer(tensors), self._units)

    def gradients_at(self, tensors: Sequence[Any]) -> list[Any]:
        """Its gradient with respect to each source; zero where the answer does not depend on one."""
        from keras import ops

        function: Callable[..., Any] = lambda *given: ops.sum(self.scores_at(given))  # noqa: E731  # one line, one use
        _, found = gradients(function, tensors)
        if all(each is None for each in found):
            raise PlaygroundError(
                f"No gradient reaches the inputs of the model “{self._model.name}”: something between them and the "
                "output has none, such as rounding; occlusion needs no gradient."
            )
        return [ops.zeros_like(tensor) if each is None else each for each, tensor in zip(found, tensors, strict=True)]

    def attributions(self, values: Sequence[Any], baseline_score: Any = None) -> Attributions:
        """The values with what they belong to, on the host."""
        import numpy as np
        from keras import ops

        def host(tensor: Any) -> "np.ndarray":
            return np.asarray(ops.convert_to_numpy(ops.cast(tensor, "float32")))

        names = [tensor._keras_history.operation.name for tensor in self._model.inputs]  # noqa: SLF001  # no public way
        parts = tuple(
            Attribution(names[each.input], each.path, host(value), host(each.tensor))
            for each, value in zip(self.sources, values, strict=True)
        )
        score = None if baseline_score is None else host(baseline_score)
        return Attributions(parts, self._units, host(self._score), score)


def _baselines(sources: Sequence[Source], baseline: "Baseline | Sequence[ArrayLike]") -> list[Any]:
    from keras import ops

    if isinstance(baseline, str):
        if baseline not in ("zeros", "mean"):
            raise PlaygroundError(f"A baseline is “zeros”, “mean” or one array a source, not “{baseline}”.")
        if baseline == "zeros":
            return [ops.zeros_like(each.tensor[:1]) for each in sources]
        return [ops.mean(each.tensor, axis=0, keepdims=True) for each in sources]
    if len(baseline) != len(sources):
        raise PlaygroundError(f"There are {len(baseline)} baselines for {len(sources)} sources: give one for each.")
    made = []
    for each, given in zip(sources, baseline, strict=True):
        base = ops.convert_to_tensor(given, dtype=each.tensor.dtype)
        if tuple(base.shape) != tuple(each.tensor.shape[1:]):
            raise PlaygroundError(
                f"A baseline has the shape of what it stands for without the samples, {tuple(each.tensor.shape[1:])}; "
                f"this one has {tuple(base.shape)}."
            )
        made.append(ops.expand_dims(base, 0))
    return made
