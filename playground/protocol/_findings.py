"""What the doctor says of a run, and what cures it."""

from typing import Literal

import msgspec

from playground.catalog import Choice
from playground.checking import Severity
from playground.network import Edit

Panel = Literal["training", "activations", "data"]


class TrainingChange(msgspec.Struct, frozen=True):
    """Training settings that a cure changes; None where they stay as they are."""

    optimizer: Choice | None = None
    epochs: int | None = None
    validation_split: float | None = None


class Cure(msgspec.Struct, frozen=True):
    """What cures a finding: an edit of the drawing, or a change of the training settings; `label` says what it does."""

    label: str
    edit: Edit | None = None
    training: TrainingChange | None = None


class Finding(msgspec.Struct, frozen=True):
    """One illness of a run: a stable code, a sentence, the node where it is, and the numbers that show it.

    `evidence` are figures to print, by what they are. `shown` is the panel whose picture shows it.
    """

    code: str
    severity: Severity
    message: str
    evidence: dict[str, float] = {}
    shown: Panel = "training"
    node: str | None = None
    cure: Cure | None = None
