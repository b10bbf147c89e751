"""What a run measures of its own steps: true of the step, and the training is what it would have been."""

import time

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, strategies as st

from playground import datasets
from playground.errors import ConfigError
from playground.training import TrainingConfig, Vitals, train
from playground.training._measuring import Measuring
from playground.training._measuring_tensorflow import _measures
from tests.unit.training import models
from tests.unit.training.test_parity import BATCH, EPOCHS, Losses, assert_equal_weights, fitted


def measured(model, data, **settings):
    """A run that is stepped until it measures, so that each step after that is measured."""
    config = TrainingConfig(
        **{"shuffle": False, "validation_split": 0.0, "jit_compile": "off", "batch_size": BATCH, "epochs": 400}
        | settings
    )
    run = train(model, data, config, paused=True, vitals=1.0)
    for _ in range(400):
        run.wait_until("paused", timeout=60)
        run.step("batch")
        run.wait_until("paused", timeout=60)
        if len(run.vitals):
            break
        time.sleep(0.02)
    assert len(run.vitals)
    return run


def test_the_first_steps_are_measured_sooner_so_that_a_run_of_seconds_is_seen():
    vitals = Vitals()
    vitals.share = 0.005
    measuring = Measuring(None, vitals)

    def waits(cost):
        began = time.perf_counter()
        measuring.took(cost)
        return measuring._due - began

    assert waits(0.2) == pytest.approx(0.2 * 19, abs=0.5)
    assert waits(0.2) == pytest.approx(0.2 * 199, abs=0.5)
    vitals.share = 0.5
    assert waits(0.2) == pytest.approx(0.2, abs=0.5)
    vitals.share = 0.0
    assert not measuring.due()


KINDS = (
    models.conv_with_batch_norm_and_dropout,
    models.lstm_with_masking,
    models.accumulated_gradients_and_a_schedule,
)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_run_that_is_measured_trains_as_fit_does(make):
    case = make()
    losses = Losses()
    model, _ = fitted(case, callbacks=[losses])
    config = TrainingConfig(
        optimizer=case.optimizer(),
        loss=case.loss,
        metrics=case.metrics,
        batch_size=BATCH,
        epochs=EPOCHS,
        shuffle=False,
        validation_split=0.0,
        class_weight=case.class_weight,
        jit_compile="off",
    )
    run = train(case.make(), case.data, config, paused=True, vitals=1.0)
    run.wait_until("paused", timeout=60)
    run.step("batch")
    run.wait_until("paused", timeout=60)
    engine = run._loop._engine
    engine.prepare_measured()
    run.resume()
    assert run.wait(120) == "finished"
    assert len(run.vitals) > 0
    np.testing.assert_allclose(run.history.steps["loss"], losses.losses, rtol=2e-6, atol=1e-7)
    assert_equal_weights(run.model, model, 1e-6)


def test_the_norms_are_those_of_the_step(model, data):
    first_weights = model.get_weights()
    run = measured(model, data, optimizer=keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy")
    run.model.set_weights(first_weights)  # what it has learned meanwhile leaves hardly a gradient
    before = [weights.copy() for weights in run.model.get_weights()]
    steps = len(data.inputs["input"]) // BATCH
    step = len(run.history)
    first = step % steps * BATCH
    x, y = data.inputs["input"][first : first + BATCH], data.targets["target"][first : first + BATCH]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, run.model(x, training=True)))
    gradients = [each.numpy() for each in tape.gradient(loss, run.model.trainable_weights)]
    run.step("batch")
    run.wait_until("paused", timeout=60)
    moments, shapes = run.vitals.moments, run.vitals.shapes
    run.stop()
    run.wait(60)
    assert moments.steps[-1] == step + 1
    assert moments.variables == tuple(variable.path for variable in run.model.trainable_weights)
    norms = [np.linalg.norm(each) for each in gradients]
    # A compiled step sums in another order: of sums that all but cancel, digits relative to their terms are the same.
    np.testing.assert_allclose(moments.gradients[-1], norms, rtol=1e-4)
    np.testing.assert_allclose(moments.weights[-1], [np.linalg.norm(each) for each in before], rtol=1e-5)
    np.testing.assert_allclose(moments.updates[-1], [0.1 * norm for norm in norms], rtol=2e-4)
    for place, (weights, gradient) in enumerate(zip(before, gradients, strict=True)):
        for side, values in enumerate((weights, gradient)):
            low, high = shapes.ranges[-1, place, side]
            near = 1e-4 * max(np.abs(values).max(), 1.0)
            np.testing.assert_allclose([low, high], [values.min(), values.max()], rtol=0, atol=near)
            assert shapes.counts[-1, place, side].sum() == values.size


def test_gradients_by_rows_are_counted_once_for_each_row():
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((3,), dtype="int32"), layers.Embedding(5, 2), layers.Flatten(), layers.Dense(1)]
    )
    data = datasets.from_arrays(np.array([[1, 1, 2]] * BATCH), np.ones(BATCH, np.float32))
    run = measured(model, data, optimizer=keras.optimizers.SGD(0.1), loss="mse")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((run.model(np.array([[1, 1, 2]] * BATCH)) - 1.0) ** 2)
    dense = tf.convert_to_tensor(tape.gradient(loss, run.model.trainable_weights[0])).numpy()
    run.step("batch")
    run.wait_until("paused", timeout=60)
    norm = run.vitals.moments.gradients[-1, 0]
    run.stop()
    np.testing.assert_allclose(norm, np.linalg.norm(dense), rtol=1e-5)


def test_gradients_under_loss_scaling_are_those_of_the_loss(data):
    plain = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4), keras.layers.Dense(2)])
    scaled = keras.models.clone_model(plain)
    scaled.set_weights(plain.get_weights())

    def gradients_of_the_first_batch(model, optimizer):
        run = measured(model, data, optimizer=optimizer, loss="sparse_categorical_crossentropy")
        while len(run.history) % (len(data.inputs["input"]) // BATCH) != 1:
            run.step("batch")
            run.wait_until("paused", timeout=60)
        run.stop()
        run.wait(60)
        return run.vitals.moments.gradients[-1]

    still = keras.optimizers.SGD(0.0)
    np.testing.assert_allclose(
        gradients_of_the_first_batch(scaled, keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.0))),
        gradients_of_the_first_batch(plain, still),
        rtol=1e-4,
    )


def test_a_run_of_whole_epochs_is_measured_too(model, data):
    run = train(
        model,
        data,
        TrainingConfig(batch_size=BATCH, epochs=200_000, validation_split=0.2, loss="sparse_categorical_crossentropy"),
        vitals=0.05,
    )
    deadline = time.monotonic() + 120
    while (run.status.strategy != "XLA" or not len(run.vitals)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert run.status.strategy == "XLA"
    before = len(run.vitals)
    while len(run.vitals) < before + 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.stop()
    run.wait(60)
    assert len(run.vitals) >= before + 2
    assert (np.diff(run.vitals.moments.steps) > 0).all()
    assert run.vitals.moments.steps[-1] <= len(run.history)


def test_where_the_graph_never_ran_few_steps_are_measured_all_the_same(model, data):
    config = TrainingConfig(
        batch_size=BATCH, epochs=400, jit_compile="on", validation_split=0.0, loss="sparse_categorical_crossentropy"
    )
    first = train(model, data, config, vitals=0.02, paused=True)
    first.wait_until("paused", timeout=60)
    first._loop._engine.prepare_measured()
    first.resume()
    first.wait(60)
    second = train(model, data, config, vitals=0.02)
    second.wait(60)
    assert first._loop._engine is second._loop._engine
    assert 0 < len(second.vitals) < len(second.history) / 4


def test_nothing_is_measured_unless_asked(model, data):
    run = train(model, data, TrainingConfig(epochs=2, loss="sparse_categorical_crossentropy"))
    run.wait(60)
    assert (len(run.vitals), run.vitals.moments.gradients.shape) == (0, (0, 0))


@given(count=st.integers(1, 5000))
def test_of_many_moments_those_kept_are_the_first_the_last_and_evenly_spread(count):
    vitals = Vitals(1.0)
    for step in range(1, count + 1):
        vitals.add(step, ("a",), np.full((1, 4), step, np.float32), np.zeros((1, 2, 34), np.float32))
    steps = vitals.moments.steps
    assert (steps[0], steps[-1]) == (1, count)
    assert len(steps) <= 1024
    assert len(steps) == count or len(steps) >= 512
    between = np.diff(steps[:-1])
    assert len(set(between.tolist())) <= 1
    assert len(vitals.shapes.steps) <= 64


@pytest.mark.parametrize("share", [-0.1, 1.5, True, "all"])
def test_a_share_that_is_none_is_refused(model, data, share):
    with pytest.raises(ConfigError, match=r"^vitals must be a share of the time from 0 to 1, got "):
        train(model, data, vitals=share)


def test_of_values_of_which_none_is_finite_the_histogram_is_empty_and_of_others_it_counts_the_finite_ones():
    broken, mixed = (np.array(each, "float32") for each in ([np.nan, np.inf], [1.0, 3.0, np.nan, 2.0]))
    norms, shapes = (np.asarray(each) for each in _measures(mixed, mixed, broken))
    assert norms[3] == 1
    assert not shapes[1].any()
    assert shapes[0, :2].tolist() == [1, 3]
    assert shapes[0, 2:].sum() == 3
