"""Runs in folders: kept as they go on, listed, compared, and read back. Knows no screen and no session."""

from playground.keeping._arrays import (
    Unreadable as Unreadable,
    history_arrays as history_arrays,
    history_of as history_of,
    read_arrays as read_arrays,
    weight_arrays as weight_arrays,
    weights_of as weights_of,
    write_arrays as write_arrays,
)
from playground.keeping._folder import create as create, is_id as is_id, new_id as new_id, update as update
from playground.keeping._keep import (
    data_record as data_record,
    keep as keep,
    record_of as record_of,
    write_history as write_history,
    write_weights as write_weights,
)
from playground.keeping._kept import KeptRun as KeptRun
from playground.keeping._process import lives as lives, own_process as own_process
from playground.keeping._pruning import MOST_WEIGHTS as MOST_WEIGHTS, prune as prune
from playground.keeping._record import Labels as Labels, Process as Process, Record as Record
from playground.keeping._runs import Runs as Runs, run_in as run_in, runs as runs, usual_place as usual_place
