"""What `run.json` says of a run: plain values, which another version or another program can read."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from playground.errors import KeepingError
from playground.protocol import DataSummary, RunState, TensorSummary, TrainingSettings

FORMAT = 1
MOST_TAGS, MOST_OF_A_NAME, MOST_OF_A_TAG, MOST_OF_A_NOTE = 20, 200, 40, 10_000
_COLOUR = re.compile("#[0-9a-f]{6}")


class Labels(msgspec.Struct, frozen=True):
    """What people say of a run. A colour is `#rrggbb`; empty where nobody has chosen one."""

    name: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    starred: bool = False
    colour: str = ""

    def __post_init__(self) -> None:
        """Refuse what no table could show.

        Raises:
            KeepingError: the sentence says what.
        """
        if len(self.name) > MOST_OF_A_NAME or "\n" in self.name:
            raise KeepingError(f"The name of a run is one line of at most {MOST_OF_A_NAME} characters.")
        if len(self.note) > MOST_OF_A_NOTE:
            raise KeepingError(f"A note has at most {MOST_OF_A_NOTE:,} characters; this one has {len(self.note):,}.")
        if len(self.tags) > MOST_TAGS:
            raise KeepingError(f"A run has at most {MOST_TAGS} tags; these are {len(self.tags)}.")
        for tag in self.tags:
            if not tag.strip() or len(tag) > MOST_OF_A_TAG or "," in tag or "\n" in tag:
                raise KeepingError(f"A tag is a word or two of at most {MOST_OF_A_TAG} characters without a comma.")
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise KeepingError(f"A colour is written as #rrggbb; got “{self.colour[:20]}”.")

    def but(self, **changes: Any) -> "Labels":
        """These labels with some of them changed; tags lose what is said twice.

        Raises:
            KeepingError: there is no such label, or it can't be that.
        """
        unknown = changes.keys() - set(self.__struct_fields__)
        if unknown:
            known = ", ".join(self.__struct_fields__)
            raise KeepingError(f"A run has {known} to set; “{min(unknown)}” is none of them.")
        if "tags" in changes:
            changes["tags"] = tuple(dict.fromkeys(tag.strip() for tag in changes["tags"]))
        return Labels(**{**msgspec.structs.asdict(self), **changes})


class Process(msgspec.Struct, frozen=True):
    """The process that trains; told apart from later ones of its number by when it was born.

    `host` is the machine that it is on; empty for this one.
    """

    pid: int
    born: float
    host: str = ""


class Environment(msgspec.Struct, frozen=True):
    """What a run ran in."""

    playground: str = ""
    python: str = ""
    keras: str = ""
    backend: str = ""
    tensorflow: str = ""
    platform: str = ""
    device: str = ""


class DataRecord(msgspec.Struct, frozen=True):
    """What a run was trained on, as it was given; `fingerprint` is `Dataset.fingerprint`."""

    name: str
    title: str
    samples: int
    validation_samples: int
    inputs: tuple[TensorSummary, ...]
    targets: tuple[TensorSummary, ...]
    fingerprint: str

    @classmethod
    def of(cls, summary: DataSummary, fingerprint: str) -> "DataRecord":
        """From a summary, without what samples say."""
        inputs, targets = (
            tuple(TensorSummary(tensor.name, tensor.shape, tensor.dtype) for tensor in each)
            for each in (summary.inputs, summary.targets)
        )
        return cls(
            summary.name, summary.title, summary.samples, summary.validation_samples, inputs, targets, fingerprint
        )


class Record(msgspec.Struct, frozen=True):
    """What is known of a run besides its network, its history and its weights.

    `metrics` are the logs of the last epoch that ended, or, before the first has, the latest values; None where one
    is not finite. `besides` says in words what of its training only Python can write, such as callbacks.
    """

    began: datetime
    training: TrainingSettings
    process: Process
    state: RunState = "running"
    ended: datetime | None = None
    labels: Labels = Labels()
    data: DataRecord | None = None
    environment: Environment = Environment()
    steps: int = 0
    epochs: int = 0
    parameters: int = 0
    metrics: dict[str, float | None] = {}
    problem: str = ""
    besides: dict[str, str] = {}
    format: int = FORMAT

    @property
    def seconds(self) -> float | None:
        """How long it took, pauses included; None where its end is not known."""
        return None if self.ended is None else (self.ended - self.began).total_seconds()


def moment(seconds: float) -> datetime:
    """A time in seconds since 1970 as `run.json` has it."""
    return datetime.fromtimestamp(seconds, UTC)


def besides(values: Mapping[str, Any]) -> dict[str, str]:
    """What of a training only Python can write, in words; what is empty is left out."""
    return {name: _words(value) for name, value in values.items() if value}


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(type(each).__name__ for each in value)
    return str(value)
