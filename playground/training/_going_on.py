"""A run that goes on where another was paused, with an edited network: history, epochs, and the optimizer's state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.training._history import History
from playground.training._showing import Showing, put
from playground.training._snapshots import Origin, Snapshot
from playground.training._trail import Trail


@dataclass(frozen=True)
class GoingOn:
    """Where a run begins that takes up another.

    Attributes:
        run: The run it takes up; it must rest.
        kept: The variables that stand for variables of that run's model, by the `id` of the new one. What the
            optimizer remembers of them comes along. At a moment these are all.
        label: What happened between the two, in a word or two; where it is empty, the history gets no mark.
        at: The moment of that run to begin at, in the model that it trained, or of a model before an edit, in one that
            was built anew of its network; None for where it rests.
    """

    run: Any
    kept: Mapping[int, Any] = field(default_factory=dict, repr=False)
    label: str = "edited"
    at: Snapshot | None = None

    def past(self) -> tuple[History, Trail]:
        """What the run begins with: a history of its own, and the trail of the other; a branch has one of its own."""
        before = self.run
        if self.at is None:
            return before.history.copy(), before.trail
        edited = self.at.origin is not before.snapshots.origin
        return before.history.copy(self.at.step, marked=not edited), before.trail.until(self.at.step)

    def origin(self, model: Any) -> Origin:
        """Of what the weights are that a run gives this model, which takes up the other."""
        if self.at is not None:
            return self.at.origin
        same = model is not None and self.run.model is model
        return self.run.snapshots.origin if same else Origin()

    def hand_to(self, run: Any, loop: Any) -> None:
        """Let another run begin where the one it takes up is, or was: weights of a moment, place, memories, mark.

        Args:
            run: The run that begins, with its history; its model is made ready for the first step.
            loop: Its loop.
        """
        before = self.run._loop  # noqa: SLF001  # a run as the other
        if before is None:
            return
        at, step, model = self.at, len(run.history), run.model
        if at is None:
            optimizer, config, kept = before.optimizer, self.run.config, self.kept
        else:
            Showing.leave(model)
            put(model.variables, at.weights)
            optimizer, config, kept = at.optimizer, at.config, {id(each): each for each in model.variables}
            if optimizer is not None:
                optimizer = _ready(optimizer, model)
                put(optimizer.variables, at.memories)
        loop.take_up(before.place if at is None else at.place)
        run.vitals.take_up(self.run.vitals, step)
        run.snapshots.take_up(self.run.snapshots, at)
        same = config.optimizer == run.config.optimizer
        carry_optimizer(optimizer, loop.optimizer, kept, learning_rate=same)
        if step and self.label:
            run.history.mark(self.label, before.epochs_done if at is None else at.epochs)


def _ready(optimizer: Any, model: Any) -> Any:
    """An optimizer with a memory for the model: the same, or another where it has none, which moments may share."""
    if not optimizer.built:
        optimizer = type(optimizer).from_config(optimizer.get_config())
        optimizer.build(model.trainable_variables)
    return optimizer


def carry_optimizer(old: Any, new: Any, kept: Mapping[int, Any], *, learning_rate: bool = False) -> bool:
    """Give an optimizer what one of its class remembers of the variables that stand for others, and its step count.

    Keras keeps such memories in lists with a place for each trained variable, and in single variables. Variables that
    stand for none begin with empty memories.

    Args:
        old: The optimizer of before, built.
        new: An optimizer, built.
        kept: By `id` of a variable of the new model the one of the old model.
        learning_rate: Whether to carry this too: a callback may have changed it.

    Returns:
        Whether it was carried: optimizers of two classes remember different things.
    """
    if type(old) is not type(new) or not (old.built and new.built):
        return False
    inner, its = getattr(old, "inner_optimizer", None), getattr(new, "inner_optimizer", None)
    if inner is not None and not carry_optimizer(inner, its, kept, learning_rate=learning_rate):
        return False
    places = {id(variable): place for place, variable in enumerate(old._trainable_variables)}  # noqa: SLF001  # no public name
    origins = [places.get(id(kept.get(id(variable)))) for variable in new._trainable_variables]  # noqa: SLF001  # likewise
    for name, memory in vars(new).items():
        before = vars(old).get(name)
        if isinstance(memory, list) and isinstance(before, list) and name != "_trainable_variables":
            _carry_list(before, memory, origins, len(places))
    for name in ("_iterations", "_u_product", "step_counter", "dynamic_scale", *(("_learning_rate",) * learning_rate)):
        before, now = vars(old).get(name), vars(new).get(name)
        if before is not None and now is not None and hasattr(now, "assign"):
            now.assign(before)
    return True


def _carry_list(before: list[Any], memory: list[Any], origins: list[int | None], count: int) -> None:
    """One memory of each variable; a list of another length is none."""
    if len(before) != count or len(memory) != len(origins):
        return
    for slot, origin in zip(memory, origins, strict=True):
        source: Any = None if origin is None else before[origin]
        if hasattr(slot, "assign") and tuple(getattr(source, "shape", ((),))) == tuple(slot.shape):
            slot.assign(source)
