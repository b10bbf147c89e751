from pathlib import Path

import msgspec
import pytest

from playground.catalog import (
    Port,
    Setting,
    catalog,
    is_operation,
    kind,
    make_layer,
    make_object,
    short_name,
    snapshot,
    takes_text,
)
from playground.network import Layer

SNAPSHOT = Path(__file__).parents[2] / "fixtures" / "catalog.json"


def starting_settings(found):
    """What a freshly placed layer begins with."""
    settings = {setting.name: setting.default for setting in found.settings if setting.required}
    return {"shape": [4]} if found.name == "InputLayer" else settings


PLACEABLE = [
    each.name
    for each in catalog().layers
    if not each.obstacle and each.group != "My layers" and not is_operation(each.name)
]


def test_the_snapshot_is_that_of_the_installed_keras():
    stale = "run `python -m playground.catalog > tests/fixtures/catalog.json` and read the diff"
    assert snapshot() == SNAPSHOT.read_bytes(), stale


def test_the_catalog_travels_in_less_than_600_kilobytes():
    assert len(msgspec.json.encode(catalog())) < 600_000


def test_the_catalog_is_built_once():
    assert catalog() is catalog()


def test_every_layer_of_keras_is_in_the_catalog_under_a_public_name():
    import keras

    classes = {
        value
        for value in vars(keras.layers).values()
        if isinstance(value, type) and issubclass(value, keras.layers.Layer)
    }
    private = {"CustomScaleLayer", "LayerScale", "StochasticDepth"}
    names = [
        each.name
        for each in catalog().layers
        if each.group != "My layers" and not is_operation(each.name) and each.name not in private
    ]
    assert {getattr(keras.layers, name) for name in names} == classes
    assert len(names) == len(classes)


def test_groups_come_in_the_order_of_the_palette():
    order = [group.name for group in catalog().groups]
    groups = [each.group for each in catalog().layers]
    assert groups == sorted(groups, key=order.index)
    assert set(groups) >= set(order) - {"My layers"}


def test_what_people_place_first_stands_first_in_its_group():
    convolutions = [each.name for each in catalog().layers if each.group == "Convolution"]
    assert convolutions[:4] == ["Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose"]


def test_a_setting_has_its_type_range_and_help():
    found = kind("Conv2D").setting("kernel_size")
    assert found == Setting(
        name="kernel_size",
        type="tuple",
        default=3,
        required=True,
        length=2,
        minimum=1,
        prominent=True,
        help="int or tuple/list of 2 integer, specifying the size of the convolution window.",
    )


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_freshly_placed_layer_can_be_made(name):
    found = kind(name)
    settings = starting_settings(found)
    if name == "Discretization":
        settings["num_bins"] = 4
    assert make_layer(Layer("l", name, "mine", settings)).name == "mine"


@pytest.mark.parametrize("name", PLACEABLE)
def test_saying_every_default_gives_the_layer_that_says_nothing(name):
    found = kind(name)
    start = starting_settings(found) | ({"num_bins": 4} if name == "Discretization" else {})
    if name == "InputLayer":
        return
    spelled = {each.name: each.default for each in found.settings if each.default is not None or each.optional} | start
    short = make_layer(Layer("l", name, "mine", start)).get_config()
    long = make_layer(Layer("l", name, "mine", spelled)).get_config()
    for config in (short, long):
        config.pop("seed", None)
    assert normal(long) == normal(short)


def usable(family):
    return [each for each in catalog().objects[family] if not (each.group or each.obstacle)]


def normal(value):
    """Tuples as lists, and one number as the pair it stands for left alone."""
    if isinstance(value, list | tuple):
        return [normal(each) for each in value]
    if isinstance(value, dict):
        return {key: normal(each) for key, each in value.items()}
    return value


@pytest.mark.parametrize(
    ("family", "name"),
    [
        (family, each.name)
        for family, kinds in catalog().objects.items()
        for each in kinds
        if not (each.group or each.obstacle)
    ],
)
def test_every_object_can_be_made_with_its_starting_settings(family, name):
    found = kind(name, family)
    settings = {setting.name: setting.default for setting in found.settings if setting.required}
    made = make_object(family, {"kind": name, "settings": settings})
    assert made == name if name == "accuracy" else callable(made) or hasattr(made, "get_config")


@pytest.mark.parametrize("family", ["initializers", "regularizers", "constraints"])
def test_the_short_names_of_objects_are_keras_own(family):
    import keras

    module = getattr(keras, family)
    names = {each.name: short_name(each.name, family) for each in usable(family)}
    assert [name for name, short in names.items() if short is None] in ([], ["Constant"])
    for name, short in names.items():
        if short is not None:
            assert type(module.get(short)) is getattr(module, name)


@pytest.mark.parametrize(
    ("name", "ports"),
    [
        ("Dense", (Port("inputs"),)),
        ("Add", (Port("inputs", many=True),)),
        ("RandomFlip", (Port("inputs"),)),
        ("InputLayer", ()),
        (
            "LSTM",
            (
                Port("inputs"),
                Port("initial_state", optional=True, many=True, least=2, most=2),
                Port("mask", optional=True),
            ),
        ),
        (
            "MultiHeadAttention",
            (
                Port("query"),
                Port("value"),
                Port("key", optional=True),
                Port("query_mask", optional=True),
                Port("value_mask", optional=True),
                Port("key_mask", optional=True),
                Port("attention_mask", optional=True),
            ),
        ),
        (
            "Attention",
            (Port("inputs", many=True, least=2, most=3), Port("mask", optional=True, many=True, least=2, most=3)),
        ),
        ("BatchNormalization", (Port("inputs"),)),
    ],
)
def test_ports_follow_from_the_call_of_the_layer(name, ports):
    assert kind(name).ports == ports


def test_call_arguments_that_are_no_tensors_are_listed_apart():
    names = {setting.name for setting in kind("MultiHeadAttention").arguments}
    assert names == {"return_attention_scores", "training", "use_causal_mask"}


def test_what_holds_code_can_not_be_placed():
    held = {each.name for each in catalog().layers if each.obstacle}
    assert {"Lambda", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "TFSMLayer", "Layer", "LSTMCell"} <= held


@pytest.mark.parametrize(
    ("family", "short", "name"),
    [
        ("losses", "mse", "MeanSquaredError"),
        ("losses", "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"),
        ("metrics", "acc", "accuracy"),
        ("optimizers", "adam", "Adam"),
        ("initializers", "glorot_uniform", "GlorotUniform"),
        ("activations", "swish", "silu"),
        ("regularizers", "l1_l2", "L1L2"),
    ],
)
def test_other_names_of_keras_lead_to_the_same_kind(family, short, name):
    assert kind(short, family).name == name


def test_strings_flow_only_into_layers_made_for_them():
    assert takes_text(kind("StringLookup"))
    assert not takes_text(kind("Dense"))
