"""Idle units over a run: what the doctor saw at each look, within bounds, told with the gradients."""

import time

import keras
import numpy as np
from hypothesis import given, strategies as st

from playground import datasets, protocol
from playground.doctor import Outputs
from playground.modeling import from_keras
from playground.session import Session
from playground.session._idle_units import MOST_MOMENTS, MOST_SHARES, UnitsOverTime
from playground.session._viewing import findings, watch_vitals
from playground.training import TrainingConfig


def seen(name, activation, dead=0.0, saturated=0.0, *, last=False):
    return Outputs(name, f"Dense “{name}”", activation, 8, dead, saturated, last)


@given(steps=st.lists(st.integers(1, 9), max_size=300), layers=st.integers(1, 400))
def test_looks_stay_within_bounds_and_the_first_and_the_latest_are_among_them(steps, layers):
    units = UnitsOverTime()
    at = np.cumsum([0, *steps]).tolist()
    for step in at:
        units.add(step, [seen(f"n{each}", "relu", dead=step / (at[-1] + 1)) for each in range(layers)])
    told = units.told
    assert len(told.steps) <= max(2, min(MOST_MOMENTS, MOST_SHARES // layers))
    assert (told.steps[0], told.steps[-1]) == (0, at[-1])
    assert list(told.steps) == sorted(set(told.steps))
    assert len(told.layers) == layers
    assert all(each.shares == tuple(step / (at[-1] + 1) for step in told.steps) for each in told.layers)


def test_relus_tell_the_dead_others_the_saturated_and_outputs_nothing():
    units = UnitsOverTime()
    units.add(0, [seen("no", "", last=True), seen("out", "sigmoid", saturated=1.0, last=True)])
    assert units.told is None
    units.add(4, [seen("a", "relu", dead=0.25), seen("b", "tanh", dead=0.9, saturated=0.5)])
    units.add(4, [seen("a", "relu", dead=0.5), seen("b", "tanh", saturated=0.75)])
    assert units.told == protocol.IdleUnits(
        (4,),
        (
            protocol.IdleLayer("a", "Dense “a”", "relu", 8, (0.5,)),
            protocol.IdleLayer("b", "Dense “b”", "tanh", 8, (0.75,)),
        ),
    )


def test_a_layer_that_is_dead_is_told_with_the_gradients_when_the_run_rests():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8, activation="relu", name="killed", bias_initializer=keras.initializers.Constant(-1e6)),
            keras.layers.Dense(8, activation="tanh", name="far", bias_initializer=keras.initializers.Constant(50.0)),
            keras.layers.Dense(1, name="out"),
        ]
    )
    x = np.random.default_rng(0).normal(size=(200, 4)).astype("float32")
    network = from_keras(model)
    session = Session(network, datasets.from_arrays(x, x.sum(axis=1, keepdims=True)))
    session.config = TrainingConfig(epochs=2, jit_compile="off")
    told = []
    session.stream = lambda event, buffers: told.append((event, buffers))
    watch_vitals(session.running, protocol.WatchVitals("one", shown=True))
    session.play()
    session.running.wait()
    deadline = time.monotonic() + 60
    while not any(isinstance(event, protocol.VitalsChunk) and event.units for event, _ in list(told)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    chunk, buffers = watch_vitals(session.running, protocol.WatchVitals("two", shown=True))
    assert len(buffers) == 2
    assert chunk.units.steps[-1] == len(session.running.run.history)
    killed, far = chunk.units.layers
    assert (killed.name, killed.activation, killed.units, killed.shares[-1]) == ("Dense “killed”", "relu", 8, 1.0)
    assert (far.activation, far.shares[-1]) == ("tanh", 1.0)
    assert killed.node in {each.id for each in network.nodes}
    codes = {each.code for each in findings(session.running).findings}
    assert {"dead_relus", "saturated_units"} <= codes
