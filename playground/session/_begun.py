"""What each run began with: held against what is drawn and set now, which is what play would go on with."""

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from playground.network import Network
from playground.session._course import Ahead, Changes, changes, foreseen, other_data
from playground.session._drawing import Drawn, semantics
from playground.training import Origin, Snapshot, TrainingConfig, TrainingRun

if TYPE_CHECKING:
    from playground.datasets import Dataset
    from playground.session._models import Meaning


class Begun:
    """The drawings that runs began with, for as long as there are the runs."""

    def __init__(self) -> None:
        """No run has begun."""
        self._meanings: WeakKeyDictionary[TrainingRun, tuple[Meaning, str]] = WeakKeyDictionary()
        self._drawn: WeakKeyDictionary[Origin, Network] = WeakKeyDictionary()

    def note(self, run: TrainingRun, network: Network, precision: str) -> None:
        """Hear that a run begins on a drawing."""
        self._meanings[run] = (semantics(network), precision)
        self._drawn[run.snapshots.origin] = network

    def drawn(self, moment: Snapshot) -> Network:
        """The drawing that a moment is of."""
        return self._drawn[moment.origin]

    def trains(self, run: TrainingRun, network: Network, precision: str) -> bool:
        """Whether a run trains just what is drawn."""
        return self._meanings.get(run) == (semantics(network), precision)

    def changes(self, run: TrainingRun, network: Network, data: "Dataset | None", config: TrainingConfig) -> Changes:
        """What is drawn and set now that a run has not."""
        drawn, precision = self._meanings[run]
        return changes(
            run.config,
            config,
            edited=drawn != semantics(network),
            data=other_data(run.given, data),
            precision=precision != config.precision,
        )

    def ahead(self, run: TrainingRun, now: Drawn, data: "Dataset | None", config: TrainingConfig) -> Ahead | None:
        """What play would go on with after the latest run; None where it goes on with none, or that can't be said."""
        if run.state in {"finished", "stopped"}:
            return None
        after = run.after if run.state == "failed" and not (run.after and run.after.at) else None
        held: TrainingRun = run if after is None else after.run
        if held not in self._meanings or held.graph is None or (run.state == "failed" and held is run):
            return None
        changed = self.changes(held, now.network, data, config)
        return Ahead(changed.words, foreseen(held.graph, now.network, now.report) if changed.edited else ())
