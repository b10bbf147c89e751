"""The losses of every step, the logs of every epoch and the final weights are those of `fit`."""

import keras
import numpy as np
import pytest

from playground import datasets
from playground.training import TrainingConfig, train
from tests.unit.training import models

EPOCHS = 3
BATCH = 8


class Losses(keras.callbacks.Callback):
    """The loss of each batch alone: with the metrics emptied before it."""

    def __init__(self):
        super().__init__()
        self.losses = []

    def on_train_batch_begin(self, *_, **__):
        self.model.reset_metrics()

    def on_train_batch_end(self, _batch, logs=None):
        self.losses.append(logs["loss"])


def fitted(case, *, callbacks=(), validation=None, jit_compile=False):
    model = case.make()
    model.compile(optimizer=case.optimizer(), loss=case.loss, metrics=case.metrics, jit_compile=jit_compile)
    history = model.fit(
        case.x,
        case.y,
        batch_size=BATCH,
        epochs=EPOCHS,
        shuffle=False,
        verbose=0,
        sample_weight=case.sample_weight,
        class_weight=case.class_weight,
        callbacks=list(callbacks),
        validation_data=validation,
    )
    return model, history.history


def trained(case, data=None, **settings):
    config = TrainingConfig(
        **{
            "optimizer": case.optimizer(),
            "loss": case.loss,
            "metrics": case.metrics,
            "batch_size": BATCH,
            "epochs": EPOCHS,
            "shuffle": False,
            "validation_split": 0.0,
            "class_weight": case.class_weight,
            "jit_compile": "off",
            **settings,
        }
    )
    run = train(case.make(), data or case.data, config)
    assert run.wait(120) == "finished"
    return run


def assert_equal_weights(one, other, tolerance=1e-5):
    for mine, theirs in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("make", models.ALL, ids=lambda make: make.__name__)
def test_every_step_is_that_of_fit(make):
    case = make()
    losses = Losses()
    model, _ = fitted(case, callbacks=[losses])
    run = trained(case)
    np.testing.assert_allclose(run.history.steps["loss"], losses.losses, rtol=2e-6, atol=1e-7)
    assert_equal_weights(run.model, model, 1e-6)


@pytest.mark.parametrize(
    "make", [models.mlp, models.several_inputs_and_outputs, models.sample_weights], ids=lambda make: make.__name__
)
def test_the_logs_of_an_epoch_are_those_of_fit(make):
    case = make()
    half = {key: value[:13] for key, value in case.x.items()} if isinstance(case.x, dict) else case.x[:13]
    answers = {key: value[:13] for key, value in case.y.items()} if isinstance(case.y, dict) else case.y[:13]
    _, expected = fitted(case, validation=(half, answers))
    data = datasets.from_arrays(case.x, case.y, sample_weight=case.sample_weight, validation=(half, answers))
    history = trained(case, data).history
    assert set(history.epochs) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(history.epochs[name], values, rtol=5e-6, atol=1e-7, err_msg=name)
    assert [(row.epoch, row.step) for row in history.rows()] == [
        (epoch, epoch * -(-len(data) // BATCH)) for epoch in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "make",
    [models.mlp, models.conv_with_batch_norm_and_dropout, models.lstm_with_masking],
    ids=lambda make: make.__name__,
)
def test_steps_through_xla_are_those_of_fit_through_xla(make):
    case = make()
    losses = Losses()
    model, _ = fitted(case, callbacks=[losses], jit_compile=True)
    run = trained(case, jit_compile="on")
    assert run.status.strategy == "XLA"
    np.testing.assert_allclose(run.history.steps["loss"], losses.losses, rtol=1e-4, atol=1e-5)
    assert_equal_weights(run.model, model, 1e-3)


def test_metrics_of_a_step_run_on_from_the_start_of_the_epoch():
    case = models.mlp()
    history = trained(case).history
    per_epoch = -(-len(case.data) // BATCH)
    ends = history.steps["accuracy"][per_epoch - 1 :: per_epoch]
    np.testing.assert_allclose(ends, history.epochs["accuracy"])


def test_a_shuffled_run_is_drawn_from_its_seed_alone():
    case = models.mlp()
    one, same, other = (trained(case, shuffle=True, seed=seed).history.steps["loss"] for seed in (3, 3, 4))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_a_run_leaves_the_random_state_of_the_user_alone():
    case = models.mlp()
    np.random.seed(5)  # noqa: NPY002  # the global state is what is tested
    expected = np.random.random(3).tolist()  # noqa: NPY002  # likewise
    np.random.seed(5)  # noqa: NPY002  # likewise
    trained(case, shuffle=True)
    assert np.random.random(3).tolist() == expected  # noqa: NPY002  # likewise
