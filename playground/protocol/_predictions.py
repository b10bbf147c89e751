"""What the browser asks of a model's answers to samples whose truth is known, and what it hears."""

from typing import Literal

import msgspec

from playground.protocol._values import Tagged


class GetPredictions(Tagged, frozen=True, tag="get_predictions"):
    """Ask how the model's answers fit the truth. Replied with a `Predicted`, when they are worked out.

    They are of the validation data, or of the training data where nothing is held back. `unit` is which of several
    labels or numbers is looked at. A newer request of the same view takes the place of one that is not done, which
    then fails with the code `SupersededError`.
    """

    view: str
    output: int = 0
    unit: int = 0


class Predicted(Tagged, frozen=True, tag="predicted"):
    """Answers of one output to `samples` of `total` samples, drawn at random, with the weights after a step.

    `names` are of the classes; of `labels` and `numbers` those that `unit` chooses from. Of labels all but the table is
    about the chosen one: class 0 is without it, class 1 with it. `unsound` samples more had an answer of NaN or
    infinity. What has no such view fails with a sentence.

    Buffers: of each sample uint32 its place, as `Watch` and `GetSamples` take it; truth and answer, uint32 classes or
    float32 numbers; and float32 the probability of the answer and that of the truth, nothing of numbers. Then uint32
    the numbers, among these samples, of the worst errors and of the most certain ones, the first of each first.

    But of numbers there follow: uint32 counts of shape (shown, shown), row the truth, column the answer, of the classes
    `shown`, all or those with most errors; float32 (names, 6) precision, recall, F1, support, area below the ROC and
    average precision of each class or label; float32 (3, bins) probability, share that came true, and count; and for
    each class of `curves` four float32, false and true positives, recall and precision.

    `facts` are figures to print: accuracy, calibration_error; or mae, rmse, bias, r2. `seconds` is how long it took.
    """

    kind: Literal["classes", "labels", "numbers"]
    step: int
    output: int
    unit: int = 0
    source: Literal["validation", "training"] = "validation"
    samples: int = 0
    total: int = 0
    unsound: int = 0
    names: tuple[str, ...] = ()
    shown: tuple[int, ...] = ()
    curves: tuple[int, ...] = ()
    facts: dict[str, float] = msgspec.field(default_factory=dict)
    seconds: float = 0.0
