import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.modeling import build, from_keras, to_python
from tests.unit.modeling.test_modeling_source import run
from tests.unit.modeling.test_modeling_source_loops import formatted


def block(x, filters, size, name, *, skip=False):
    y = keras.layers.Conv2D(filters, size, padding="same", use_bias=False, name=f"{name}_conv")(x)
    y = keras.layers.BatchNormalization(epsilon=1e-4, name=f"{name}_bn")(y)
    y = keras.layers.Activation("relu", name=f"{name}_relu")(y)
    return keras.layers.Add(name=f"{name}_add")([x, y]) if skip else y


def of_blocks(blocks, *, skip=False):
    x = start = keras.Input((8, 8, 4), name="image")
    for filters, size, name in blocks:
        if skip:
            x = keras.layers.Conv2D(filters, 1, name=f"{name}_in")(x)
        x = block(x, filters, size, name, skip=skip)
        x = keras.layers.MaxPooling2D(1, name=f"pool_of_{name.replace('_', '')}")(x) if len(name) % 2 else x
    return keras.Model(start, x, name="net")


def source_and_check(model):
    network = from_keras(model)
    source = to_python(network)
    assert run(source).get_config() == model.get_config() == build(network).get_config()
    assert formatted(source) == source
    return source


def test_what_comes_again_with_other_settings_is_a_function_of_them():
    model = of_blocks([(4, 1, "stem"), (8, 3, "middle_a"), (4, 5, "b"), (16, 1, "top"), (4, 3, "out_e"), (6, 1, "f")])
    assert (
        "def conv_norm_act(x, filters, kernel_size, name):\n"
        "    x = layers.Conv2D(\n"
        "        filters,\n"
        "        (kernel_size, kernel_size),\n"
        '        padding="same",\n'
        "        use_bias=False,\n"
        '        name=f"{name}_conv",\n'
        "    )(x)\n"
        '    x = layers.BatchNormalization(epsilon=0.0001, name=f"{name}_bn")(x)\n'
        '    return layers.Activation("relu", name=f"{name}_relu")(x)\n'
    ) in source_and_check(model)


def test_a_function_keeps_what_a_shortcut_takes():
    blocks = [(4, 1, "a"), (4, 3, "b"), (8, 5, "c"), (8, 1, "d"), (4, 3, "e"), (6, 1, "f")]
    source = source_and_check(of_blocks(blocks, skip=True))
    assert '    conv = layers.Conv2D(filters, (1, 1), name=f"{name}_in")(x)\n' in source
    assert '    x = layers.Add(name=f"{name}_add")([conv, x])\n' in source
    assert source.count("layers.Add(") == 1


def test_numbers_that_go_together_are_one_index():
    x = start = keras.Input((4,), name="start")
    at = 3
    for units in (3, 5, 7, 2, 9, 4):
        for _ in range(2):
            x = keras.layers.Dense(units, kernel_initializer="he_normal", name=f"dense_{at}")(x)
            x = keras.layers.ReLU(name=f"re_lu_{at}")(x)
            at += 1
        x = keras.layers.Dropout(0.5, name=f"drop_{units}")(x)
    source = source_and_check(keras.Model(start, x, name="net"))
    assert "_{dense_index}" in source
    assert "_{dense_index + 1}" in source


def test_rounds_that_differ_in_a_table_are_a_loop_over_it():
    x = start = keras.Input((8, 8, 4), name="image")
    for filters, name in ((4, "red"), (8, "green"), (16, "blue")):
        x = keras.layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv")(x)
        x = keras.layers.BatchNormalization(name=f"{name}_bn")(x)
        x = keras.layers.ReLU(name=f"{name}_relu")(x)
    source = source_and_check(keras.Model(start, x, name="net"))
    assert 'for filters, name in [(4, "red"), (8, "green"), (16, "blue")]:\n' in source


@pytest.mark.parametrize("flags", [[True, 1, True, 1, True, 1], [1, True, 0, False, 1, True]])
def test_true_is_not_taken_for_one(flags):
    x = start = keras.Input((4,), name="start")
    for number, flag in enumerate(flags):
        x = keras.layers.Dense(2 if flag is True else 1, use_bias=flag is True, name=f"d{number}_a")(x)
        x = keras.layers.LayerNormalization(epsilon=1 if flag else 0.5, name=f"d{number}_n")(x)
        x = keras.layers.Dense(4, activation="relu" if number % 2 else None, name=f"d{number}_b")(x)
    source_and_check(keras.Model(start, x, name="net"))


def test_a_layer_without_a_number_stands_beside_the_function_of_those_with_one():
    x = start = keras.Input((4,), name="start")
    for number, units in enumerate((3, 5, 7, 2, 9, 4, 8)):
        tail = f"_{number}" if number else ""
        x = keras.layers.Dense(units, kernel_initializer="he_normal", use_bias=False, name=f"dense{tail}")(x)
        x = keras.layers.BatchNormalization(epsilon=0.01, momentum=0.5, name=f"norm{tail}")(x)
        x = keras.layers.ReLU(name=f"act{tail}")(x)
        x = keras.layers.Dropout(units / 10, name=f"a{'bcdefgh'[number]}{units}")(x)
    source = source_and_check(keras.Model(start, x, name="net"))
    assert 'name="dense")' in source


NAMES = st.sampled_from(["{i}_x", "b{i}", "x-{i}.0{i}", "b_{i}_{i}", "stage.{i}->", "w{n}", "{w}_{w}", "{w}"])
WORDS = ["class", "x", "name", "filters", "def", "input", "list", "layers", "keras", "shortcut", "print", "i", "index"]
PARTS = st.lists(
    st.tuples(
        st.sampled_from(["Dense", "LayerNormalization", "Dropout", "ReLU", "Activation"]),
        NAMES,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=120, deadline=None)
@given(PARTS, st.integers(2, 9), st.data())
def test_random_patterns_give_the_same_model_by_source_and_by_build(parts, rounds, data):
    x = start = keras.Input((3,), name="start")
    kept, taken = [x], {"start"}
    for i in range(rounds):
        word = data.draw(st.sampled_from(WORDS))
        before = x
        for place, (kind, pattern) in enumerate(parts):
            name = f"{pattern.format(i=i, n=100 - i, w=word)}_{place}"
            name = name if name not in taken else f"{name}_{i}"
            taken.add(name)
            values = {
                "Dense": {"units": data.draw(st.sampled_from([3, 3, 2])), "use_bias": data.draw(st.booleans())},
                "LayerNormalization": {"epsilon": data.draw(st.sampled_from([0.001, 1, 0.5]))},
                "Dropout": {"rate": data.draw(st.sampled_from([0, 0.5, 0.25]))},
                "ReLU": {},
                "Activation": {"activation": data.draw(st.sampled_from(["relu", "tanh"]))},
            }[kind]
            x = getattr(keras.layers, kind)(**values, name=name)(x)
        if data.draw(st.booleans()) and x.shape == before.shape:
            x = keras.layers.Add(name=f"add_{i}")([before, x])
        if data.draw(st.sampled_from([False, False, True])):
            kept.append(x)
    model = keras.Model(start, [x, *kept[1:2]], name="net")
    source_and_check(model)
