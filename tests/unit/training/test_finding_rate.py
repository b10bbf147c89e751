"""The range test finds a rate that trains, and leaves alone what it was given."""

import keras
import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground import charts, datasets
from playground.errors import ConfigError, DataError, PlaygroundError, SupersededError, TrainingError
from playground.modeling import build_graph
from playground.session import read_template
from playground.training import TrainingConfig, find_learning_rate, train
from playground.training._suggesting import suggest

SECONDS = 60


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def moved(before, after):
    return any((one != other).any() for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("optimizer", "low", "high"),
    [("adam", 3e-4, 0.2), (keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 50)), 5e-3, 5.0)],
)
def test_the_suggested_rate_trains_and_a_hundredth_of_it_hardly_does(digits, optimizer, low, high):
    network = read_template("digits_mlp").network
    found = find_learning_rate(network, digits, TrainingConfig(optimizer=optimizer, jit_compile="off"))
    assert low < found.suggested < high
    assert found.sentence.startswith(f"The loss falls fastest at {found.suggested:.2g}; ")
    assert len(found.rates) == len(found.losses) == len(found.calm) > 60

    def after_an_epoch(rate):
        made = keras.optimizers.Adam(rate) if optimizer == "adam" else keras.optimizers.SGD(rate)
        run = train(network, digits, TrainingConfig(optimizer=made, epochs=1, jit_compile="off"))
        run.wait(SECONDS)
        return float(run.history.epochs["val_loss"][-1])

    assert after_an_epoch(found.suggested) < 0.7 * after_an_epoch(found.suggested / 100)


def test_weights_and_optimizer_of_a_model_that_trains_are_left_alone(digits):
    graph = build_graph(read_template("digits_mlp").network, seed=3)
    config = TrainingConfig(optimizer=keras.optimizers.Adam(0.003), jit_compile="off", epochs=1)
    train(graph, digits, config).wait(SECONDS)
    model = graph.model
    weights, optimizer = model.get_weights(), model.optimizer
    steps, rate = int(optimizer.iterations), float(optimizer.learning_rate)
    for target in (graph, model):
        found = find_learning_rate(target, digits, config, steps=40)
        assert found.losses[0] < 1.0, "the copy has the weights"
        assert not moved(weights, model.get_weights())
        assert model.optimizer is optimizer
        assert (int(optimizer.iterations), float(optimizer.learning_rate)) == (steps, rate)
    assert not config.optimizer.built or config.optimizer is optimizer


def test_a_test_repeats_to_the_last_bit(digits):
    network = read_template("digits_mlp").network
    one, same = (find_learning_rate(network, digits, TrainingConfig(seed=5), steps=40) for _ in range(2))
    np.testing.assert_array_equal(one.losses, same.losses)


def test_layers_that_were_adapted_are_adapted_in_the_copy():
    x = np.random.default_rng(0).normal(300, 50, size=(200, 3)).astype("float32")
    dense = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Normalization(), dense])
    model.layers[0].adapt(x)
    data = datasets.from_arrays(x, (x.sum(axis=1, keepdims=True) - 900) / 80)
    found = find_learning_rate(model, data, TrainingConfig(loss="mse", optimizer="sgd"), steps=60)
    assert found.losses[0] < 20, "inputs of 300 would make it thousands"
    assert found.suggested is not None


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2)

    def call(self, x):
        return self.dense(x)


def test_what_can_not_be_tried_says_why(model, data):
    with pytest.raises(TrainingError, match="can't be copied to try learning rates on"):
        find_learning_rate(Own(), data)
    with pytest.raises(TrainingError, match="takes a network or a Keras model, got str"):
        find_learning_rate("model", data)
    with pytest.raises(DataError, match="takes a data set, got tuple"):
        find_learning_rate(model, (1, 2))
    with pytest.raises(ConfigError, match="must rise from above 0: from 1 to"):
        find_learning_rate(model, data, lowest=1.0, highest=0.1)
    with pytest.raises(ConfigError, match="takes 20 steps or more, got 3"):
        find_learning_rate(model, data, steps=3)
    with pytest.raises(TrainingError, match="5000"):
        find_learning_rate(model, data, TrainingConfig(batch_size=5000))


def test_a_tick_that_raises_ends_the_test(model, data):
    def tick():
        raise SupersededError("enough")

    with pytest.raises(SupersededError, match="enough"):
        find_learning_rate(model, data, TrainingConfig(), steps=100_000, tick=tick)


def curve(*, noise=0.0, diverges=True, falls=True, count=120):
    """A loss that falls around 1e-2, is lowest near 1e-1, and runs away above 1."""
    rates = np.geomspace(1e-6, 10, count)
    at = np.log10(rates)
    losses = 2.3 - (1.8 / (1 + np.exp(-4 * (at + 2))) if falls else 0.0)
    if diverges:
        losses = losses + np.exp(6 * (at - 0.1))
    return rates, losses + noise * np.random.default_rng(0).normal(size=count)


@given(noise=st.floats(0, 0.15), diverges=st.booleans(), scale=st.floats(1e-3, 1e3), shift=st.floats(-5, 5))
def test_the_suggestion_is_where_a_known_curve_is_steepest(noise, diverges, scale, shift):
    rates, losses = curve(noise=noise, diverges=diverges)
    calm, suggested, _ = suggest(rates, scale * (losses + shift))
    assert 2e-3 < suggested < 5e-2
    assert calm.shape == losses.shape


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_where_nothing_falls_nothing_is_suggested(noise):
    rates, losses = curve(noise=noise, falls=False)
    _, suggested, sentence = suggest(rates, losses)
    assert suggested is None
    assert sentence.startswith("The loss did not fall clearly at any learning rate from 1e-06 to ")


def test_a_loss_that_is_no_number_from_some_rate_on_ends_the_reading_there():
    rates, losses = curve()
    losses[100:] = np.nan
    calm, suggested, _ = suggest(rates, losses)
    assert 2e-3 < suggested < 5e-2
    assert np.isnan(calm[100:]).all()
    assert suggest(rates, np.full(120, np.inf))[1:] == (
        None,
        "The loss is a number for 0 of the learning rates only, too few to suggest one.",
    )


def test_the_figure_has_the_losses_the_line_and_the_suggestion():
    rates, losses = curve(noise=0.1)
    losses[-1] = np.inf
    calm, suggested, _ = suggest(rates, losses)
    figure = charts.learning_rates(rates, losses, calm, suggested, theme="dark")
    assert [trace.name for trace in figure.data] == ["loss, each step", "loss"]
    assert figure.layout.annotations[0].text == f"<b>{suggested:.2g}</b>"
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.yaxis.range[1] < 4
    assert len(charts.learning_rates(rates, losses).data) == 1
    with pytest.raises(PlaygroundError, match="need one loss each"):
        charts.learning_rates(rates, losses[1:])
