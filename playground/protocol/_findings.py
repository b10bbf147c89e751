"""What the doctor says of a run, and what cures it; how it is asked for and told."""

from typing import Literal

import msgspec

from playground.catalog import Choice
from playground.checking import Severity
from playground.network import Edit
from playground.protocol._values import Tagged, TrainingSettings

Panel = Literal["training", "activations", "gradients", "data"]


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


class Looked(msgspec.Struct, frozen=True):
    """What the doctor had before it: how many steps, and finished epochs; and of what else.

    The gradients of `moments` steps, and the units of `layers` layers with `samples` samples.
    """

    steps: int = 0
    epochs: int = 0
    moments: int = 0
    layers: int = 0
    samples: int = 0


class Findings(Tagged, frozen=True, tag="findings"):
    """What ails a run, the worst first, in the place of what was told of it before.

    `looked` is None while nothing was looked at. `training` is how the run trains: a cure that changes the settings is
    one of these.
    """

    run: int
    findings: tuple[Finding, ...] = ()
    looked: Looked | None = None
    training: TrainingSettings | None = None


class GetFindings(Tagged, frozen=True, tag="get_findings"):
    """Ask what ails the latest run. Replied with the latest `Findings`."""


class ApplyCure(Tagged, frozen=True, tag="apply_cure"):
    """Apply a cure as one undo step; the next run begins with it."""

    cure: Cure


DoctorCommand = GetFindings | ApplyCure
