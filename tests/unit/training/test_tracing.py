"""What a run still traces beside when another begins on its model: neither gets what is the other's."""

import threading

import keras
import numpy as np
import pytest

from playground.training import TrainingConfig, train
from playground.training._engine_tensorflow import Retired
from playground.training._tracing import tracing_of

LOSS = "sparse_categorical_crossentropy"


class Slow(keras.layers.Layer):
    """Tells when the thread that makes ready to measure traces it, and waits there."""

    def __init__(self):
        super().__init__()
        self.traced, self.go_on = threading.Event(), threading.Event()

    def call(self, inputs):
        if threading.current_thread().name == "playground-vitals":
            self.traced.set()
            self.go_on.wait(30)
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape


def config(**settings):
    return TrainingConfig(**{"loss": LOSS, "epochs": 2, "batch_size": 8, "jit_compile": "off", **settings})


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def model(slow):
    return keras.Sequential([keras.Input((2,)), slow, keras.layers.Dense(2, activation="softmax")])


def test_a_run_that_compiles_anew_waits_for_what_the_last_still_traces(model, slow, data, caplog):
    first = train(model, data, config(), vitals=1.0)
    assert slow.traced.wait(60)
    first.wait(60)
    before, optimizer = len(first.history), model.optimizer
    second = train(model, data, config(optimizer=keras.optimizers.Adam(1e-5)), paused=True)
    assert second.wait_until("paused", timeout=0.5) == "preparing"
    assert model.optimizer is optimizer
    slow.go_on.set()
    assert second.wait_until("paused", timeout=60) == "paused"
    assert model.optimizer is not optimizer
    assert int(model.optimizer.iterations) == 0
    second.resume()
    assert second.wait(60) == "finished"
    assert len(second.history) == before
    assert not caplog.records


def test_what_comes_too_late_is_not_traced_any_more(model, slow, data, caplog):
    slow.go_on.set()
    first = train(model, data, config(), vitals=0.0)
    first.wait(60)
    second = train(model, data, config(optimizer=keras.optimizers.Adam(1e-5)))
    second.wait(60)
    engine, weights = first._loop._engine, [np.array(each) for each in model.get_weights()]
    for late in (engine.prepare_measured, engine.compile_steps):
        with pytest.raises(Retired):
            late()
    assert not engine.measures
    assert not second._loop._engine.retired
    assert all(np.array_equal(one, other) for one, other in zip(model.get_weights(), weights, strict=True))
    assert not caplog.records


def test_a_model_has_one_lock_and_another_model_another(model):
    assert tracing_of(model) is tracing_of(model)
    assert tracing_of(model) is not tracing_of(keras.Sequential())
