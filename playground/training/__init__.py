"""Training in a thread: configurations, runs with their history, and the checks before the first step."""

from playground.protocol import Mark as Mark
from playground.training._adapting import seen_by as seen_by
from playground.training._beside import (
    beside as beside,
    leave_interrupts as leave_interrupts,
    start_thread as start_thread,
)
from playground.training._choices import with_choices as with_choices
from playground.training._config import TrainingConfig as TrainingConfig
from playground.training._epochs import Epochs as Epochs
from playground.training._facts import training_facts as training_facts
from playground.training._finding_rate import RatesTried as RatesTried, find_learning_rate as find_learning_rate
from playground.training._going_on import GoingOn as GoingOn
from playground.training._history import History as History, HistoryPart as HistoryPart
from playground.training._judged import judged as judged, targets_of as targets_of
from playground.training._outputs import Output as Output, outputs_of as outputs_of
from playground.training._preflight import preflight as preflight
from playground.training._run import TrainingRun as TrainingRun
from playground.training._snapshots import Origin as Origin, Snapshot as Snapshot, Snapshots as Snapshots
from playground.training._tracing import tracing_of as tracing_of
from playground.training._trail import Trail as Trail
from playground.training._train import train as train
from playground.training._vitals import Moments as Moments, Shapes as Shapes, Vitals as Vitals
