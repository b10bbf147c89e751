"""What a run has that the one it takes up had not: in words, and which layers are new."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from playground.catalog import Choice, weights_of
from playground.checking import Report
from playground.modeling import Graph, kept_layers, origins
from playground.network import MAX_WRITTEN_OUT, Network, all_layers, at, drawn_path, unrolled, written_out
from playground.protocol import RunStatus, TrainingSettings
from playground.training import GoingOn, History, Snapshot, TrainingConfig, TrainingRun

if TYPE_CHECKING:
    from playground.datasets import Dataset

_ENDED = ("finished", "stopped", "failed")
_UNMARKED = (
    "epochs",
    "metrics",
    "output_metrics",
    "shuffle",
    "jit_compile",
    "callbacks",
    "observer_share",
    "snapshot_memory",
)
"""Settings whose change bends no curve."""


class Changes(NamedTuple):
    """What was changed while a run rests.

    Attributes:
        some: Whether anything was.
        label: What the history is marked with; empty for what no curve shows.
        words: What play goes on with, such as “the edited network and the new learning rate”; empty without changes.
        edited: Whether the network was.
    """

    some: bool
    label: str
    words: str
    edited: bool


def changes(
    old: TrainingConfig, new: TrainingConfig, *, edited: bool, data: tuple[str, str] | None, precision: bool
) -> Changes:
    """Compare how a run trains with what is drawn and set now; `data` as `other_data` says it."""
    found: list[tuple[str, str]] = []
    if edited:
        found.append(("edited", "the edited network"))
    if data is not None:
        found.append(data)
    if precision:
        found.append(("precision changed", "the other precision"))
    named = _differing(old, new)
    if "optimizer" in named:
        found.append(_optimizer(old.settings().optimizer, new.settings().optimizer))
    if "batch_size" in named:
        found.append((f"batch size {new.batch_size}", "the new batch size"))
    if {"loss", "output_losses"} & named:
        found.append(("loss changed", "the other loss"))
    rest = named - {"optimizer", "batch_size", "loss", "output_losses", "precision"}
    if rest:
        found.append(("settings changed" if rest - {*_UNMARKED} else "", "the new settings"))
    label = ", ".join(label for label, _ in found if label)
    return Changes(bool(found), label, _listed([words for _, words in found]), edited)


def other_data(old: "Dataset | None", new: "Dataset | None") -> tuple[str, str] | None:
    """What data have that others have not: for a mark, and in words for the button; None of the same data."""
    if old is new:
        return None
    before, now = (None if each is None else each.recipe for each in (old, new))
    if old is None or new is None or before is None or now is None:
        return "other data", "the other data"
    if old.name != new.name:
        return new.title, f"the data “{new.title}”"
    match [name for name in now.__struct_fields__ if getattr(now, name) != getattr(before, name)]:
        case ["noise"]:
            return f"noise {now.noise:g}", "the other noise"
        case ["train_share"] if now.train_share is not None:
            return f"train share {now.train_share:.0%}", "the other train share"
        case ["samples"]:
            return f"{now.samples:,} points", "the new points"
        case _:
            return "new points", "the new points"


def moment_words(moment: Snapshot) -> str:
    """What a branch is called that begins there."""
    whole = float(moment.epochs).is_integer()
    return f"branch at epoch {moment.epochs:.0f}" if whole else f"branch at step {moment.step}"


def _optimizer(old: Choice, new: Choice) -> tuple[str, str]:
    if old.kind != new.kind:
        return "optimizer changed", f"{new.kind}, which knows nothing of what {old.kind} remembered"
    names = {name for name in {*old.settings, *new.settings} if old.settings.get(name) != new.settings.get(name)}
    rate = new.settings.get("learning_rate")
    if names == {"learning_rate"}:
        return (f"learning rate {rate:g}" if isinstance(rate, float) else "learning rate"), "the new learning rate"
    return "optimizer changed", "the new settings of the optimizer"


def _differing(old: TrainingConfig, new: TrainingConfig) -> set[str]:
    """Names of the settings that differ, however they are written."""
    shown: list[TrainingSettings] = [old.settings(), new.settings()]
    found = set()
    for name in old.__dataclass_fields__:
        mine, theirs = getattr(old, name), getattr(new, name)
        if mine is theirs or mine == theirs:
            continue
        plain = any(isinstance(each, str | Choice | dict | tuple) or each is None for each in (mine, theirs))
        if plain and name in shown[0].__struct_fields__ and getattr(shown[0], name) == getattr(shown[1], name):
            continue
        found.add(name)
    return found


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def new_layers(old: Graph, new: Graph) -> tuple[str, ...]:
    """Paths in the drawing of the layers that the old model has not, or with weights of other shapes."""
    return _drawn(new.network, new.owners.keys() - kept_layers(old, new).keys())


def foreseen(old: Graph, network: Network, report: Report) -> tuple[str, ...]:
    """The same of a drawing that no model was made of: other shapes are known by their number of parameters.

    A layer of which nothing is known as yet is new only where the old model has none of its id.
    """
    if written_out(network) > MAX_WRITTEN_OUT:
        return ()
    now = unrolled(network)
    came_from, counts = origins(old.network, now), _parameters(network, report)
    found = []
    for path, layer in all_layers(now):
        origin = came_from.get(path)
        if layer.network is not None:
            continue
        if origin is None or at(old.network, origin).kind != layer.kind:
            found.append(path)
            continue
        count = counts.get(drawn_path(path))
        if count is not None and count != _count(old.layers[origin]):
            found.append(path)
    return _drawn(now, found)


def _count(made: Any) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights_of(made))


def _parameters(network: Network, report: Report, prefix: str = "") -> dict[str, int]:
    """By path how many parameters a layer has; those that are not known are left out."""
    found: dict[str, int] = {}
    unknown = set()
    for node in network.nodes:
        path, known = prefix + node.layer, report.nodes.get(prefix + node.id)
        if known is None or known.state != "ok":
            unknown.add(path)
        else:
            found[path] = found.get(path, 0) + known.parameters
    for layer in network.layers:
        if layer.network is not None:
            found |= _parameters(layer.network, report, f"{prefix}{layer.id}/")
    return {path: count for path, count in found.items() if path not in unknown}


def _drawn(network: Network, paths: Iterable[str]) -> tuple[str, ...]:
    """As drawn, and without the inputs: what enters is new to nobody."""
    return tuple(sorted({drawn_path(path) for path in paths if at(network, path).kind != "InputLayer"}))


class Ahead(NamedTuple):
    """What play would go on with that the run has not, in words, and the layers that would be new to it."""

    words: str = ""
    anew: tuple[str, ...] = ()


class Course:
    """How one run on the screen came about, and what is ahead of it.

    Attributes:
        number: Numbers it for the browser.
        told: What the views know before it begins: how many steps, epochs and marks of the run that it takes up.
        ahead: What play would go on with; None while nobody has compared. Whoever edits sees to it.
    """

    def __init__(self, number: int) -> None:
        """A run with this number for the browser, that takes up none."""
        self.number = number
        self.told = (0, 0, 0)
        self.ahead: Ahead | None = None
        self._came = Ahead()
        self._since: Mapping[str, int] = {}

    def next(self, run: TrainingRun, came: Ahead) -> "Course":
        """That of a run which takes up `run`, whose course this is or that of one that failed to, with what `came`."""
        other, history = Course(self.number), run.history
        other.told = (len(history), history.rows().done, len(history.marks))
        other._came = came
        other._since = self._new(run.status) | dict.fromkeys(came.anew, len(history))
        return other

    def branch(self, after: GoingOn) -> History:
        """Make this the course of a branch of a run; the past that it begins with, which the views are to know."""
        past, _ = after.past()
        self.told = (len(past), past.rows().done, len(past.marks))
        return past

    def status(self, run: TrainingRun) -> RunStatus:
        """Where the run stands, under the browser's number, with what is new to it."""
        status = run.status
        # Play goes on with the run that one could not take up; a branch leaves none.
        unbegun = status.state == "failed" and run.after is not None and run.after.at is None
        ahead = (self.ahead or Ahead()) if status.state == "paused" else Ahead()
        if unbegun:
            ahead = self._came if self.ahead is None else self.ahead
        anew = () if status.state in _ENDED else self._new(status)
        return msgspec.structs.replace(
            status,
            run=self.number,
            changed=ahead.words,
            anew=tuple(sorted({*anew, *ahead.anew})),
            shown=None if run.shown is None else run.shown.step,
        )

    def _new(self, status: RunStatus) -> dict[str, int]:
        """Since which step layers are there that the run has not trained for an epoch yet."""
        return {path: step for path, step in self._since.items() if status.step - step < max(1, status.steps_per_epoch)}
