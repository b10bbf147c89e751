import threading
import time

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from playground import datasets
from playground.errors import DataError, TrainingError
from playground.training import TrainingConfig, train

FOREVER = TrainingConfig(epochs=1_000_000, batch_size=8, validation_split=0.0, jit_compile="off")
SECONDS = 60


def test_a_run_goes_from_preparing_to_finished_and_tells_of_each_state(model, data):
    told = []
    config = TrainingConfig(epochs=2, batch_size=8, validation_split=0.25, jit_compile="off")
    run = train(model, data, config, listener=lambda run: told.append(run.state))
    assert run.wait(SECONDS) == "finished"
    assert list(dict.fromkeys(told)) == ["preparing", "running", "finished"]
    assert (told[0], told[-1]) == ("preparing", "finished")
    status = run.status
    assert (status.epoch, status.epochs, status.step, status.steps_per_epoch) == (2, 2, 8, 4)
    assert sorted(run.history.epochs) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert run.model is model
    assert len(run.data.validation) == 10


def test_steps_by_batch_and_epoch_run_exactly_that(model, data):
    run = train(model, data, FOREVER, paused=True)
    assert run.wait_until("paused", timeout=SECONDS) == "paused"
    assert len(run.history) == 0
    for unit, steps, epochs in (("batch", 1, 0), ("batch", 2, 0), ("epoch", 5, 1), ("epoch", 10, 2), ("batch", 11, 2)):
        run.step(unit)
        assert run.wait_until("paused", timeout=SECONDS) == "paused"
        assert (len(run.history), run.status.epoch) == (steps, epochs)
    run.stop()
    assert run.wait(SECONDS) == "stopped"
    assert len(run.history) == 11


def test_pause_holds_the_weights_and_resume_goes_on(model, data):
    run = train(model, data, FOREVER)
    run.wait_until("running", timeout=SECONDS)
    run.pause()
    assert run.wait_until("paused", timeout=SECONDS) == "paused"
    steps, weights = len(run.history), model.get_weights()
    moved = threading.Event()
    run.step()
    assert run.wait_until("paused", timeout=SECONDS) == "paused"
    assert len(run.history) == steps + 1
    assert any((before != after).any() for before, after in zip(weights, model.get_weights(), strict=True))
    run.resume()
    while len(run.history) <= steps + 1:
        moved.wait(0.01)
    run.stop()
    assert run.wait(SECONDS) == "stopped"


def test_stop_ends_a_run_that_is_still_preparing_or_paused(model, data):
    run = train(model, data, FOREVER, paused=True)
    run.stop()
    assert run.wait(SECONDS) == "stopped"


def test_an_ended_run_refuses_to_go_on_and_ignores_the_rest(model, data):
    run = train(model, data, TrainingConfig(epochs=1, jit_compile="off"))
    run.wait(SECONDS)
    run.pause()
    run.stop()
    assert run.state == "finished"
    with pytest.raises(TrainingError, match="This run is finished and can't go on"):
        run.resume()
    with pytest.raises(TrainingError, match="can't step"):
        run.step()
    with pytest.raises(TrainingError, match="by “batch” or “epoch”, got “year”"):
        run.step("year")


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    commands=st.lists(st.sampled_from(["pause", "resume", "batch", "epoch", "stop"]), max_size=12),
    paused=st.booleans(),
)
def test_any_sequence_of_commands_keeps_history_and_state_sound(model, data, commands, paused):
    states = []
    run = train(model, data, FOREVER, listener=lambda run: states.append(run.state), paused=paused)
    for command in commands:
        try:
            run.step(command) if command in ("batch", "epoch") else getattr(run, command)()
        except TrainingError:
            assert "stop" in commands
    run.stop()
    assert run.wait(SECONDS) == "stopped"
    assert states[-1] == "stopped"
    assert len(run.history) == run.status.step
    assert run.status.step // 5 == run.status.epoch == len(run.history.rows())
    assert np.isfinite(run.history.steps["loss"]).all() if len(run.history) else True
    assert run.problem is None


def test_observers_see_a_fresh_model_whenever_the_run_rests(model, data):
    seen = []
    run = train(model, data, FOREVER, observers=[lambda run: seen.append(len(run.history))], paused=True)
    run.wait_until("paused", timeout=SECONDS)
    run.step("epoch")
    run.wait_until("paused", timeout=SECONDS)
    run.stop()
    run.wait(SECONDS)
    assert seen[0] == 0
    assert seen[-1] == 5


def test_an_observer_or_listener_that_fails_does_not_end_the_run(model, data, caplog):
    def broken(run):
        raise RuntimeError("no picture")

    run = train(model, data, TrainingConfig(epochs=2, jit_compile="off"), observers=[broken], listener=broken)
    assert run.wait(SECONDS) == "finished"
    assert [record.message for record in caplog.records] == [
        "The listener of the training run failed and is called no more.",
        "An observer of the training run failed and is called no more.",
    ]


def test_a_model_trained_before_goes_on_with_its_optimizer(model, data):
    config = TrainingConfig(epochs=2, batch_size=8, validation_split=0.0, jit_compile="off")
    train(model, data, config).wait(SECONDS)
    optimizer, steps = model.optimizer, int(model.optimizer.iterations)
    train(model, data, config).wait(SECONDS)
    assert model.optimizer is optimizer
    assert (steps, int(model.optimizer.iterations)) == (10, 20)
    train(model, data, TrainingConfig(epochs=1, optimizer="sgd", jit_compile="off")).wait(SECONDS)
    assert model.optimizer is not optimizer


def test_an_optimizer_that_has_trained_one_model_trains_another_by_the_same_settings(model, data):
    config = TrainingConfig(optimizer=keras.optimizers.SGD(0.03), epochs=1, jit_compile="off")
    train(model, data, config).wait(SECONDS)
    other = keras.models.clone_model(model)
    train(other, data, config).wait(SECONDS)
    assert model.optimizer is config.optimizer
    assert other.optimizer is not config.optimizer
    assert float(other.optimizer.learning_rate) == pytest.approx(0.03)
    thawed = keras.models.clone_model(model)
    thawed.layers[0].trainable = False
    train(thawed, data, config).wait(SECONDS)
    thawed.layers[0].trainable = True
    train(thawed, data, config).wait(SECONDS)


def test_a_layer_frozen_between_two_runs_keeps_its_weights(model, data):
    config = TrainingConfig(epochs=1, jit_compile="off")
    train(model, data, config).wait(SECONDS)
    model.layers[0].trainable = False
    frozen = model.layers[0].get_weights()
    train(model, data, config).wait(SECONDS)
    for before, after in zip(frozen, model.layers[0].get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_callbacks_of_epochs_are_called_as_fit_calls_them(model, data):
    calls = []

    class Recording(keras.callbacks.Callback):
        def on_train_begin(self, *_, **__):
            calls.append(("train begins", self.params["epochs"], self.params["steps"]))

        def on_epoch_begin(self, epoch, *_, **__):
            calls.append(("epoch begins", epoch))

        def on_epoch_end(self, epoch, logs=None):
            calls.append(("epoch ends", epoch, sorted(logs)))
            self.model.stop_training = epoch == 1

        def on_train_end(self, *_, **__):
            calls.append(("train ends",))

    run = train(model, data, TrainingConfig(epochs=5, batch_size=8, validation_split=0.2, callbacks=[Recording()]))
    assert run.wait(SECONDS) == "finished"
    logs = ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert calls == [
        ("train begins", 5, 4),
        ("epoch begins", 0),
        ("epoch ends", 0, logs),
        ("epoch begins", 1),
        ("epoch ends", 1, logs),
        ("train ends",),
    ]


def test_a_callback_of_batches_gets_every_batch_and_the_status_says_so(model, data):
    batches = []

    class Batches(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            batches.append((batch, sorted(logs)))

    config = TrainingConfig(epochs=1, batch_size=8, validation_split=0.0, callbacks=[Batches()], jit_compile="off")
    run = train(model, data, config)
    run.wait(SECONDS)
    assert batches == [(batch, ["accuracy", "loss"]) for batch in range(5)]
    assert run.status.strategy == "graph, one step a call for Batches"


def test_early_stopping_restores_the_best_weights(model, data):
    stopping = keras.callbacks.EarlyStopping(monitor="loss", mode="max", patience=1, restore_best_weights=True)
    run = train(model, data, TrainingConfig(epochs=50, callbacks=[stopping], jit_compile="off"))
    assert run.wait(SECONDS) == "finished"
    assert run.status.epoch < 50


def test_a_diverging_run_fails_with_the_step_and_keeps_the_last_good_weights(data):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    wild = datasets.from_arrays(data.inputs["input"] * 1e6, data.inputs["input"][:, :1])
    run = train(model, wild, TrainingConfig(optimizer=keras.optimizers.SGD(10.0), epochs=50, jit_compile="off"))
    with pytest.raises(
        TrainingError, match=r"The loss of model “.*” became (infinite|NaN) at step \d+; lower the learning"
    ):
        run.wait(SECONDS)
    assert (run.state, run.problem.code) == ("failed", "diverged")
    assert not np.isfinite(run.history.steps["loss"][-1])
    assert np.isfinite(run.history.steps["loss"][:-1]).all()
    assert all(np.isfinite(weights).all() for weights in model.get_weights())


def test_what_is_no_data_set_and_no_model_is_refused_at_once(model, data):
    with pytest.raises(DataError, match="train takes a data set, got list"):
        train(model, [1, 2])
    with pytest.raises(TrainingError, match="train takes a network or a Keras model, got str"):
        train("model", data)


def test_a_failed_check_ends_the_run_before_the_first_step(model):
    run = train(model, None)
    with pytest.raises(TrainingError, match="There is no data to train on"):
        run.wait(SECONDS)
    assert (run.state, run.problem.code, len(run.history)) == ("failed", "no_data", 0)


def test_whole_epochs_through_xla_give_the_rows_of_single_epochs(model, data):
    weights = model.get_weights()
    config = TrainingConfig(epochs=6, batch_size=8, validation_split=0.2, seed=1, jit_compile="off")
    slow = train(model, data, config)
    slow.wait(SECONDS)
    model.set_weights(weights)
    model.optimizer.iterations.assign(0)
    for variable in model.optimizer.variables[2:]:
        variable.assign(np.zeros(variable.shape))
    engine = model._playground_engine.engine
    engine.fast = engine.compile_epochs()
    from playground.training import _strategy

    _strategy._known[_strategy._signature(engine)] = "epochs"
    fast = train(model, data, TrainingConfig(epochs=6, batch_size=8, validation_split=0.2, seed=1))
    fast.wait(SECONDS)
    assert fast.status.strategy == "XLA"
    assert [(row.epoch, row.step) for row in fast.history.rows()] == [
        (row.epoch, row.step) for row in slow.history.rows()
    ]
    for name, values in slow.history.steps.items():
        np.testing.assert_allclose(fast.history.steps[name], values, rtol=1e-4, atol=1e-5)
    for name, values in slow.history.epochs.items():
        np.testing.assert_allclose(fast.history.epochs[name], values, rtol=1e-4, atol=1e-5)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras's own, in saving
def test_a_trained_model_saves_and_loads(model, data, tmp_path):
    train(model, data, TrainingConfig(epochs=1, jit_compile="off")).wait(SECONDS)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    x = data.inputs["input"]
    np.testing.assert_array_equal(again(x), model(x))


@pytest.fixture
def pausing(model, data):
    """A run that is paused while its listener is still told of it, what that then sees, and what lets it go on."""
    told, go_on, seen = threading.Event(), threading.Event(), []

    def listen(run):
        if run.state == "paused" and not told.is_set():
            told.set()
            go_on.wait(SECONDS)
            seen.append((run.shown_step, run.model.get_weights()))

    run = train(model, data, FOREVER, listener=listen)
    while not len(run.history):
        time.sleep(0.01)
    run.pause()
    assert told.wait(SECONDS)
    yield run, seen, go_on
    go_on.set()
    run.stop()
    run.wait(SECONDS)


def test_who_looks_back_waits_for_what_the_run_still_tells_of_its_pause(pausing, model):
    run, seen, go_on = pausing
    latest = model.get_weights()
    looking = threading.Thread(target=run.show, args=(0,))
    looking.start()
    looking.join(0.5)
    go_on.set()
    looking.join(SECONDS)
    ((step, weights),) = seen
    assert step == len(run.history)
    assert all(np.array_equal(one, other) for one, other in zip(weights, latest, strict=True))
    assert run.shown_step == 0


def test_who_looks_forward_waits_for_nothing_that_is_still_told(model, data):
    ended, go_on = threading.Event(), threading.Event()

    def listen(run):
        if run.state == "finished":
            ended.set()
            go_on.wait(SECONDS)

    run = train(model, data, TrainingConfig(epochs=1, batch_size=8, jit_compile="off"), listener=listen)
    assert ended.wait(SECONDS)
    looking = threading.Thread(target=run.show, args=(None,))
    looking.start()
    looking.join(5)
    assert not looking.is_alive()
    go_on.set()
    run.wait(SECONDS)
