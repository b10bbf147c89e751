"""The learning rate of every step is known: of a constant, of a schedule, of what callbacks make of it."""

import keras
import numpy as np
import pytest

from playground.training import GoingOn, TrainingConfig, train

SECONDS = 60
schedules = keras.optimizers.schedules


class Doubling(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        del logs
        self.model.optimizer.learning_rate = 0.001 * 2**batch


class Halving(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        del epoch, logs
        self.model.optimizer.learning_rate = float(self.model.optimizer.learning_rate) / 2


def rates(model, data, optimizer, *, epochs=3, **settings):
    config = TrainingConfig(
        optimizer=optimizer, epochs=epochs, batch_size=8, validation_split=0.0, **{"jit_compile": "off", **settings}
    )
    run = train(model, data, config)
    assert run.wait(SECONDS) == "finished"
    found = run.history.steps["learning_rate"]
    assert (found.dtype, len(found)) == (np.float32, len(run.history))
    return found


def test_a_constant_is_told_for_every_step(model, data):
    np.testing.assert_allclose(rates(model, data, keras.optimizers.SGD(0.25)), np.full(15, 0.25))


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.ExponentialDecay(0.1, 4, 0.5, staircase=True),
        schedules.CosineDecay(0.0, 12, warmup_target=0.1, warmup_steps=4),
        schedules.PiecewiseConstantDecay([3, 9], [0.1, 0.01, 0.001]),
        schedules.CosineDecayRestarts(0.1, 5),
    ],
    ids=lambda schedule: type(schedule).__name__,
)
@pytest.mark.parametrize("jit_compile", ["off", "on"])
def test_a_schedule_is_told_as_it_was_at_each_step(model, data, schedule, jit_compile):
    found = rates(model, data, keras.optimizers.Adam(schedule), jit_compile=jit_compile)
    np.testing.assert_allclose(found, [float(schedule(number)) for number in range(15)], rtol=1e-5)


def test_what_a_callback_sets_for_a_batch_is_told_of_that_batch(model, data):
    found = rates(model, data, "sgd", epochs=1, callbacks=[Doubling()])
    np.testing.assert_allclose(found, [0.001, 0.002, 0.004, 0.008, 0.016], rtol=1e-6)


def test_what_a_callback_sets_after_an_epoch_is_told_from_the_next_step_on(model, data):
    found = rates(model, data, keras.optimizers.SGD(0.4), callbacks=[Halving()])
    np.testing.assert_allclose(found, np.repeat([0.4, 0.2, 0.1], 5), rtol=1e-6)


def test_a_schedule_goes_on_where_the_run_that_is_taken_up_was(model, data):
    schedule = schedules.ExponentialDecay(0.1, 5, 0.5)
    config = TrainingConfig(
        optimizer=keras.optimizers.SGD(schedule), epochs=4, batch_size=8, validation_split=0.0, jit_compile="off"
    )
    first = train(model, data, config, paused=True)
    first.wait_until("paused", timeout=SECONDS)
    first.step("epoch")
    first.wait_until("paused", timeout=SECONDS)
    after = GoingOn(first, {id(variable): variable for variable in model.trainable_variables})
    first.stop()
    first.wait(SECONDS)
    run = train(model, data, config, after=after)
    assert run.wait(SECONDS) == "finished"
    expected = [float(schedule(number)) for number in range(20)]
    np.testing.assert_allclose(run.history.steps["learning_rate"], expected, rtol=1e-6)


class OfVariables(schedules.LearningRateSchedule):
    """One that works inside the optimizer alone, where it is given a variable."""

    def __call__(self, step):
        return 0.1 / (1 + keras.ops.cast(step.value, "float32"))

    def get_config(self):
        return {}


def test_a_schedule_that_can_not_be_asked_leaves_the_training_alone(model, data):
    config = TrainingConfig(optimizer=keras.optimizers.SGD(OfVariables()), epochs=1, jit_compile="off")
    run = train(model, data, config)
    assert run.wait(SECONDS) == "finished"
    assert "learning_rate" not in run.history.steps
