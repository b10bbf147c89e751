"""How to train: the value that people write in Python, and its way to and from the plain settings of the protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, get_args

from playground.catalog import Choice
from playground.errors import ConfigError
from playground.protocol import Precision, TrainingSettings
from playground.training._objects import as_setting

_MODES = ("auto", "on", "off")
_PRECISIONS = get_args(Precision)
_PLAIN = ("batch_size", "epochs", "seed", "validation_split", "shuffle", "jit_compile", "precision")


@dataclass(frozen=True)
class TrainingConfig:
    """What `compile` and `fit` need, in one frozen value.

    An optimizer, loss or metric is a name as Keras takes it, a `Choice`, a dict `{"kind": ..., "settings": ...}`, or a
    Keras object. With several outputs `loss` and `metrics` may be lists, or dicts by output name, as for `compile`.

    Attributes:
        optimizer: Updates the weights.
        loss: What is minimised; None chooses one that fits the targets and the last activation.
        metrics: What is measured besides; None chooses accuracy for classes and the mean absolute error for numbers. A
            tuple of choices is measured at every output.
        output_losses: Losses by output name, each in the place of what `loss` says.
        output_metrics: Metrics by output name, likewise.
        loss_weights: How much the loss of an output counts, by its name; 1 where nothing is said.
        batch_size: Samples in a step.
        epochs: Passes over the training data.
        seed: Decides the order of the samples, which are held back, and the first weights of a network built for the
            run. Layers of a model given as a model keep the random state they have, as in `fit`.
        validation_split: Share of the samples held back, drawn at random, when the data brings no validation set.
        shuffle: Whether each epoch takes the samples in a new order.
        class_weight: Weight of a class by label, for a single output; not together with sample weights.
        callbacks: Keras callbacks. Those that act on single batches make every dispatch a single step.
        jit_compile: `auto` measures whether XLA is faster, and changes to it while the run goes on; `on` and `off`
            decide. XLA rounds differently and draws other random numbers for dropout and noise, as under `fit` with
            `jit_compile=True`: for runs that repeat to the last bit choose one of the two.
        precision: Dtype policy of the layers that have none of their own, when a network is built for the run:
            `mixed_float16` and `mixed_bfloat16` compute in 16 bits and keep weights in float32, the first with the
            loss scaled as under `fit`; `default` is Keras's own. A model given as a model has its policies already.
        observer_share: Most of the time that observers may take, 0 to 1. A studio with more than 0.05 shows pictures
            more often where no core of the machine is idle.
        snapshot_memory: Bytes that a run may take for snapshots of its weights, to look back and to go on from an
            earlier moment; 0 for none.
    """

    optimizer: Any = "adam"
    loss: Any = None
    metrics: Any = None
    output_losses: Mapping[str, Any] = field(default_factory=dict)
    output_metrics: Mapping[str, Any] = field(default_factory=dict)
    loss_weights: Mapping[str, float] = field(default_factory=dict)
    batch_size: int = 32
    epochs: int = 10
    seed: int = 0
    validation_split: float = 0.2
    shuffle: bool = True
    class_weight: Mapping[int, float] | None = None
    callbacks: Sequence[Any] = ()
    jit_compile: Literal["auto", "on", "off"] = "auto"
    precision: Precision = "default"
    observer_share: float = 0.05
    snapshot_memory: int = 256 * 2**20

    def __post_init__(self) -> None:
        _check_count("batch_size", self.batch_size, 1)
        _check_count("epochs", self.epochs, 1)
        _check_count("seed", self.seed, 0)
        _check_count("snapshot_memory", self.snapshot_memory, 0)
        _check_share("validation_split", self.validation_split)
        _check_share("observer_share", self.observer_share)
        for name, weight in self.loss_weights.items():
            if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 <= weight < float("inf"):
                raise ConfigError(f"The loss weight of “{name}” must be a number of at least 0, got {weight!r}.")
        if self.jit_compile not in _MODES:
            raise ConfigError(f"jit_compile must be “auto”, “on” or “off”, got {self.jit_compile!r}.")
        if self.precision not in _PRECISIONS:
            named = ", ".join(f"“{each}”" for each in _PRECISIONS)
            raise ConfigError(f"precision must be one of {named}, got {self.precision!r}.")
        if self.optimizer is None:
            raise ConfigError("The training configuration has no optimizer; name one, such as “adam”.")
        if not isinstance(self.callbacks, tuple):
            object.__setattr__(self, "callbacks", tuple(self.callbacks))

    @classmethod
    def from_settings(cls, settings: TrainingSettings) -> Self:
        """The configuration that plain settings describe.

        Raises:
            ConfigError: If a number is out of range.
        """
        return cls(**{name: getattr(settings, name) for name in settings.__struct_fields__})

    def settings(self) -> TrainingSettings:
        """The configuration as plain settings, for the browser and the document file.

        Callbacks, class weights, and what observers and snapshots may take are of Python only, and left out. A loss or
        metric for each output, and one that is not registered, show as chosen (None); such an optimizer shows by its
        name alone.
        """
        metrics = None if self.metrics is None else _metrics(self.metrics)
        return TrainingSettings(
            optimizer=as_setting("optimizers", self.optimizer) or Choice(type(self.optimizer).__name__),
            loss=None if self.loss is None else as_setting("losses", self.loss),
            metrics=metrics,
            output_losses={
                name: made for name, each in self.output_losses.items() if (made := _loss(each)) is not None
            },
            output_metrics={
                name: chosen for name, each in self.output_metrics.items() if (chosen := _metrics(each)) is not None
            },
            loss_weights={name: float(weight) for name, weight in self.loss_weights.items()},
            **{name: getattr(self, name) for name in _PLAIN},
        )

    def changes_to(self, settings: TrainingSettings) -> dict[str, Any]:
        """What other settings change, by name; all else is as Python has set it."""
        shown = self.settings()
        names = [name for name in shown.__struct_fields__ if getattr(settings, name) != getattr(shown, name)]
        return {name: getattr(settings, name) for name in names}

    def with_settings(self, settings: TrainingSettings) -> Self:
        """This configuration with what is changed in its settings; all else stays as Python has set it.

        Raises:
            ConfigError: If a number is out of range.
        """
        return replace(self, **self.changes_to(settings))


def _loss(value: Any) -> Choice | None:
    return None if value is None else as_setting("losses", value)


def _metrics(value: Any) -> tuple[Choice, ...] | None:
    listed = value if isinstance(value, list | tuple) else [value]
    choices = [as_setting("metrics", metric) for metric in listed]
    return None if None in choices else tuple(each for each in choices if each is not None)


def _check_count(name: str, value: Any, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ConfigError(f"{name} must be a whole number of at least {least}, got {value!r}.")


def _check_share(name: str, value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1:
        raise ConfigError(f"{name} must be at least 0 and less than 1, got {value!r}.")
