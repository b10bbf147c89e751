"""What the browser asks of the model in the studio, and what it hears: why it answers as it does."""

from typing import Literal

import msgspec

from playground.protocol._values import Tagged

Method = Literal["grad_cam", "integrated_gradients", "smooth_grad", "occlusion", "maximise"]


class ExplainSample(Tagged, frozen=True, tag="explain_sample"):
    """Ask why the model answers a sample as it does. Replied with a `SampleExplained`.

    The reply comes when it is worked out; a newer one of the same view takes the place of one that is not, which then
    fails with the code `SupersededError`. `node` is whose maps Grad-CAM shows, and what is maximised; `unit` the class
    or unit, the largest answer without it. `options`: `steps`, `window`, `stride`, `noise`, `seed`, `blur`, `jitter`.
    """

    view: str
    method: Method
    sample: int = 0
    node: str | None = None
    unit: int | None = None
    output: int = 0
    input: int = 0
    options: dict[str, float] = msgspec.field(default_factory=dict)


class ExplainedPart(msgspec.Struct, frozen=True):
    """What one input has to do with the answer.

    Buffers: of an `image` its pixels, uint8 of shape (height, width, channels); where `shape` is not empty the heat,
    float32 of that shape: two axes lie over the pixels, one goes with the `words`, which of `features` are their names.
    """

    name: str
    kind: Literal["image", "words", "features"]
    at: str = ""
    height: int = 0
    width: int = 0
    channels: int = 0
    shape: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    signed: bool = False


class SampleExplained(Tagged, frozen=True, tag="sample_explained"):
    """The answer to `ExplainSample`: one part an input, with its buffers, and the number that is explained.

    `unit` is an index of the answer, `units` how many the output has on its last axis. `score` is that number, for
    Grad-CAM before the softmax; with `baseline_score` the parts add up to the difference, but for `gap`. `layer` is
    whose maps they are. `curve` is how a maximised activation grew.
    """

    method: Method
    sample: int
    samples: int
    label: str
    step: int
    unit: tuple[int, ...]
    units: int
    score: float
    parts: tuple[ExplainedPart, ...]
    layer: str = ""
    baseline_score: float | None = None
    gap: float | None = None
    curve: tuple[float, ...] = ()


class ShowComputation(Tagged, frozen=True, tag="show_computation"):
    """Ask how one value of a node came about, for a sample. Replied with a `ComputationShown`.

    `position` is the value's index in the node's output without the samples; one with too few axes is filled up
    with the middles. The reply comes as that of `ExplainSample`.
    """

    view: str
    node: str
    sample: int = 0
    position: tuple[int, ...] = ()


class ShownTerm(msgspec.Struct, frozen=True):
    """One summand."""

    label: str
    value: float
    weight: float
    product: float


class ComputationShown(Tagged, frozen=True, tag="computation_shown"):
    """The answer to `ShowComputation`: products of `inputs` and `weights`, the bias, and what the activation makes.

    Buffers: inputs and weights, float32 of the lengths of `indices`, then one for each name in `columns`; none where
    they are too many. `terms` are the largest summands, `others` how many more there are and `rest` their sum. `shape`
    is that of the node's output, without the samples. `real` is what the model says, in its own precision.
    """

    node: str
    kind: str
    position: tuple[int, ...]
    shape: tuple[int, ...]
    operation: str
    axes: tuple[str, ...]
    indices: tuple[tuple[int, ...], ...]
    terms: tuple[ShownTerm, ...]
    others: int
    rest: float
    bias: float
    total: float
    activation: str
    value: float
    real: float
    step: int
    facts: dict[str, float] = msgspec.field(default_factory=dict)
    columns: tuple[str, ...] = ()


ExplanationCommand = ExplainSample | ShowComputation
ExplanationAnswer = SampleExplained | ComputationShown
