"""A run of very many steps: all of a million are kept, and the memory stays small however many there are."""

import resource
import sys

import keras
import numpy as np

from playground import datasets
from playground.training import TrainingConfig, TrainingRun, train
from playground.training._history import KEPT_EPOCHS, KEPT_STEPS

STEPS = 1_000_000
EPOCHS = STEPS // 5
MEBIBYTE = 2**20


def resident() -> float:
    """The most memory that this process has had so far, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEBIBYTE if sys.platform == "darwin" else most / 1024


def started(epochs: int, batch_size: int, vitals: float = 0.0) -> TrainingRun:
    """A run of a line fitted to 50 samples."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 2)).astype("float32")
    data = datasets.from_arrays(x, (x @ [[1.0], [-1.0]]).astype("float32"))
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    config = TrainingConfig(
        optimizer=keras.optimizers.SGD(1e-6),
        loss="mse",
        metrics=(),
        batch_size=batch_size,
        epochs=epochs,
        validation_split=0.0,
    )
    return train(model, data, config, vitals=vitals)


def test_a_million_steps_are_all_kept_in_a_few_megabytes():
    run = started(EPOCHS, 10, vitals=0.01)
    while len(run.history) < STEPS // 10:
        assert run.wait_until(timeout=0.05) == "running" or len(run.history) < STEPS // 10
    before = resident()
    assert run.wait(100) == "finished"
    assert (len(run.history), len(run.history.rows())) == (STEPS, EPOCHS)
    assert all(len(values) == STEPS for values in run.history.steps.values())
    assert sum(values.nbytes for values in run.history.steps.values()) == 2 * 4 * STEPS
    # Loss and rate of the steps, three columns of the epochs; twice that as they grow into more room, once as they do.
    assert resident() - before < 3 * (2 * 4 * STEPS + 3 * 8 * EPOCHS) / MEBIBYTE + 60
    assert np.isfinite(run.history.steps["loss"]).all()


def test_of_ten_million_steps_the_newest_half_is_whole_and_memory_grows_no_more():
    run = started(EPOCHS, 1)
    assert run.wait(300) == "finished"
    past, steps = run.history.since(0), 50 * EPOCHS
    assert (len(run.history), run.history.rows().done) == (steps, EPOCHS)
    assert len(past.numbers) <= run.history.capacity[0] == KEPT_STEPS
    assert run.history.capacity[1] <= KEPT_EPOCHS
    assert past.numbers[0] == 1
    assert (np.diff(past.numbers[-KEPT_STEPS // 2 :]) == 1).all()
    assert past.numbers[-1] == steps
    held = sum(each.base.nbytes for each in {id(each.base): each for each in past.steps.values()}.values())
    assert held == 2 * 4 * KEPT_STEPS
