import itertools
import subprocess

import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.modeling import build, from_keras, to_python
from tests.unit.modeling.test_modeling_agrees import drawings
from tests.unit.modeling.test_modeling_source import attention, chain, resnet, run, twice_and_frozen


def statements(model):
    """The source of a Keras model, without imports, and the lines that make the model."""
    return to_python(from_keras(model)).split("\n\n")[1].splitlines()


def test_equal_layers_with_counted_names_become_a_loop():
    dense = [(f"dense_{i}", "Dense", {"units": 8, "activation": "relu"}) for i in range(3)]
    network = chain(("start", "InputLayer", {"shape": [4]}), *dense, ("out", "Dense", {"units": 1}))
    assert (
        'start = keras.Input(shape=(4,), name="start")\n'
        "x = start\n"
        "for i in range(3):\n"
        '    x = layers.Dense(8, activation="relu", name=f"dense_{i}")(x)\n'
        'out = layers.Dense(1, name="out")(x)\n'
    ) in to_python(network)
    assert run(to_python(network)).get_config() == build(network).get_config()


def test_two_single_layers_are_no_loop_and_two_blocks_of_three_are():
    pair = chain(("start", "InputLayer", {"shape": [4]}), *((f"d{i}", "Dense", {"units": 4}) for i in (1, 2)))
    assert "for " not in to_python(pair)
    kinds = (
        ("conv", "Conv1D", {"filters": 3, "kernel_size": 2}),
        ("norm", "BatchNormalization", {}),
        ("act", "ReLU", {}),
    )
    blocks = chain(
        ("start", "InputLayer", {"shape": [9, 3]}),
        *((f"{name}_{i}", kind, values) for i in (1, 2) for name, kind, values in kinds),
    )
    assert "for i in range(1, 3):" in to_python(blocks)
    assert run(to_python(blocks)).get_config() == build(blocks).get_config()


@pytest.mark.parametrize("names", [("a", "b", "c"), ("d1", "d3", "d5"), ("d01", "d02", "d03"), ("d3", "d2", "d1")])
def test_names_that_do_not_count_up_by_one_are_written_one_by_one(names):
    network = chain(("start", "InputLayer", {"shape": [4]}), *((name, "Dense", {"units": 4}) for name in names))
    assert "for " not in to_python(network)
    assert [layer.name for layer in run(to_python(network)).layers[1:]] == list(names)


def test_a_residual_network_keeps_its_shortcuts_inside_the_loop():
    image = keras.Input((4, 4, 3), name="image")
    x = stem = keras.layers.Conv2D(3, 1, name="stem")(image)
    for i in range(1, 4):
        y = keras.layers.Conv2D(3, 3, padding="same", name=f"block{i}_conv")(x)
        x = keras.layers.Add(name=f"block{i}_add")([x, y])
    x = keras.layers.Concatenate(name="both")([stem, x])
    model = keras.Model(image, x, name="net")
    assert statements(model) == [
        'image = keras.Input(shape=(4, 4, 3), name="image")',
        'stem = layers.Conv2D(3, (1, 1), name="stem")(image)',
        "x = stem",
        "for i in range(1, 4):",
        "    shortcut = x",
        '    x = layers.Conv2D(3, (3, 3), padding="same", name=f"block{i}_conv")(x)',
        '    x = layers.Add(name=f"block{i}_add")([shortcut, x])',
        'both = layers.Concatenate(name="both")([stem, x])',
    ]
    assert run(to_python(from_keras(model))).get_config() == model.get_config()


def test_a_layer_called_in_turn_is_called_in_a_loop():
    x = start = keras.Input((4,), name="start")
    step = keras.layers.Dense(4, name="step")
    for _ in range(4):
        x = step(x)
    model = keras.Model(start, x, name="net")
    assert statements(model)[1:] == [
        'step_layer = layers.Dense(4, name="step")',
        "x = start",
        "for _ in range(4):",
        "    x = step_layer(x)",
    ]
    assert run(to_python(from_keras(model))).get_config() == model.get_config()


def test_what_enters_the_first_round_and_every_round_is_in_no_loop():
    x = start = keras.Input((4,), name="start")
    for i in range(4):
        x = keras.layers.Add(name=f"add_{i}")([x, start])
    model = keras.Model(start, x, name="net")
    assert run(to_python(from_keras(model))).get_config() == model.get_config()


def test_what_is_used_outside_of_its_round_is_in_no_loop():
    x = start = keras.Input((4,), name="start")
    kept = []
    for i in range(4):
        x = keras.layers.Dense(4, name=f"dense_{i}")(x)
        kept.append(x)
    model = keras.Model(start, kept, name="net")
    assert "for " not in to_python(from_keras(model))
    assert run(to_python(from_keras(model))).get_config() == model.get_config()


def test_resnet50_is_four_loops_of_whole_blocks():
    source = to_python(resnet())
    starts = [line for line in source.splitlines() if line.startswith("for ")]
    assert starts == [f"for i in range(2, {end}):" for end in (4, 5, 7, 4)]
    assert source.count("{i + ") == 0
    assert len(source.splitlines()) < 120


STEPS = st.sampled_from([("Dense", {"units": 2}), ("Dense", {"units": 3}), ("ReLU", {}), ("BatchNormalization", {})])


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=3), st.integers(2, 5), st.booleans(), st.sampled_from(["", "_a"]))
def test_random_repeats_give_the_same_model_by_source_and_by_build(body, rounds, residual, tail):
    x = start = keras.Input((2,), name="start")
    for i in range(rounds):
        before = x
        for place, (kind, values) in enumerate(body):
            x = getattr(keras.layers, kind)(**values, name=f"l{place}_{i}{tail}")(x)
        if residual and x.shape == before.shape:
            x = keras.layers.Add(name=f"add_{i}{tail}")([before, x])
    model = keras.Model(start, x, name="net")
    assert run(to_python(from_keras(model))).get_config() == model.get_config()


@settings(max_examples=60, deadline=None)
@given(drawings())
def test_random_drawings_give_the_same_model_by_source_and_by_build(network):
    from playground.checking import check

    if check(network).ok:
        assert run(to_python(network)).get_config() == build(network).get_config()


def formatted(source):
    command = ["ruff", "format", "--isolated", "--line-length", "100", "-"]
    return subprocess.run(command, input=source, text=True, capture_output=True, check=True).stdout


def test_the_source_is_as_a_formatter_leaves_it():
    long = chain(
        ("start", "InputLayer", {"shape": [8, 8, 3]}),
        ("a" * 90, "Conv2D", {"filters": 4, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        (
            "conv",
            "Conv2D",
            {
                "filters": 4,
                "kernel_size": [3, 3],
                "kernel_initializer": {
                    "kind": "RandomUniform",
                    "settings": {"minval": -0.001, "maxval": 1e-5, "seed": 123456},
                },
                "kernel_regularizer": {"kind": "L1L2", "settings": {"l1": 0.1, "l2": 0.25}},
            },
        ),
        name='it\'s "so"',
    )
    many = keras.Input((1,), name="first")
    wide = [keras.layers.Dense(1, name=f"branch_with_a_name_{'abcdefgh'[i]}")(many) for i in range(8)]
    merged = from_keras(keras.Model(many, [keras.layers.Concatenate(name="all")(wide), *wide[:7]]))
    for network in (long, merged, attention(), resnet(), twice_and_frozen()):
        source = to_python(network)
        assert formatted(source) == source
        breakable = (line for line in source.splitlines() if "a" * 90 not in line)
        assert max(map(len, breakable)) <= 100
        assert run(source).get_config() == build(network).get_config()


def test_chains_deeper_than_keras_itself_can_follow_are_written():
    counted = itertools.product(("ReLU", "Flatten"), range(600))
    network = chain(("start", "InputLayer", {"shape": [1]}), *((f"{kind}_{i}", kind, {}) for kind, i in counted))
    assert to_python(network).count("for i in range(600):") == 2
