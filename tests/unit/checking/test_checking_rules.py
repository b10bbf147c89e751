import re

import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.catalog import Choice, catalog
from playground.checking import check
from playground.checking._facts import NO_FACTS, ArrayFacts, DataFacts, DeviceFacts, Facts, TrainingFacts
from playground.checking.rules import RULES, rule
from playground.checking.rules._rule import sketch
from playground.modeling import from_keras
from playground.network import Edge, Layer, Network, Node, apply
from playground.session import read_template, templates

DRAWN = [each for each in RULES if each.wrong is not None]
JUDGED = [each for each in RULES if each.on_node or each.on_network]


def found(example, code):
    return [problem for problem in check(*example).problems if problem.code == code]


def codes(*parts, wires=None, facts=NO_FACTS):
    return [problem.code for problem in check(*sketch(*parts, wires=wires, facts=facts)).problems]


def named(rules):
    return [each.code for each in rules]


def test_there_are_many_rules_and_each_code_is_there_once():
    assert len(JUDGED) >= 25
    assert len({each.code for each in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", each.code) for each in RULES)


@pytest.mark.parametrize("each", DRAWN, ids=named(DRAWN))
def test_the_example_of_a_rule_has_its_problem(each):
    problem = found(each.wrong, each.code)[0]
    assert problem.severity == each.severity
    assert problem.message[-1] in ".!"
    assert len(problem.message) < 250
    if each.on_node or each.on_network:
        assert named(check(*each.wrong).problems).count(each.code) == 1


@pytest.mark.parametrize("each", DRAWN, ids=named(DRAWN))
def test_every_fix_of_a_problem_takes_it_away(each):
    for problem in check(*each.wrong).problems:
        if problem.code != each.code:
            continue
        for fix in problem.fixes:
            cured, back = apply(each.wrong.network, fix.edit)
            after = check(cured, each.wrong.facts)
            assert each.code not in named(after.problems), fix.label
            assert not [other for other in after.problems if other.severity == "error"], fix.label
            assert apply(cured, back)[0] == each.wrong.network


@pytest.mark.parametrize("each", JUDGED, ids=named(JUDGED))
def test_a_rule_is_silent_where_all_is_well(each):
    if each.right is None:
        (problem,) = found(each.wrong, each.code)
        cured, _ = apply(each.wrong.network, problem.fixes[0].edit)
        assert found((cured, each.wrong.facts), each.code) == []
    else:
        assert found(each.right, each.code) == []


def test_a_rule_is_known_by_its_code():
    assert rule("unequal_shapes").title == "Unequal shapes at a merge"
    assert rule("nothing_of_the_kind") is None


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_templates_have_nothing_to_complain_of(name):
    assert check(read_template(name).network).problems == ()


@pytest.mark.parametrize("name", ["ResNet50V2", "MobileNetV2", "InceptionV3"])
def test_networks_that_others_have_published_draw_no_complaint(name):
    assert check(from_keras(getattr(keras.applications, name)(weights=None))).problems == ()


MEMORY = "training_memory"
ROW = ("InputLayer", {"shape": [8]})
NUMBERS = ArrayFacts("x", (8,), "float32", -2.0, 2.0)


def trained(target, loss=None, classes=0):
    return Facts(DataFacts("mine", 100, (NUMBERS,), (target,), classes), TrainingFacts(loss=loss))


LABELS = ArrayFacts("y", (), "int64", 0, 3, whole=True)
YES_OR_NO = ArrayFacts("y", (1,), "int64", 0, 1, whole=True)
VALUES = ArrayFacts("y", (1,), "float32", -3.0, 9.0)


@pytest.mark.parametrize(
    ("layers", "facts"),
    [
        ([("Dense", {"units": 4, "activation": "softmax"})], trained(LABELS, None, 4)),
        ([("Dense", {"units": 4})], trained(LABELS, None, 4)),
        (
            [("Dense", {"units": 4, "activation": "softmax"})],
            trained(LABELS, Choice("SparseCategoricalCrossentropy"), 4),
        ),
        (
            [("Dense", {"units": 4})],
            trained(LABELS, Choice("SparseCategoricalCrossentropy", {"from_logits": True}), 4),
        ),
        (
            [("Dense", {"units": 4}), ("Softmax", {})],
            trained(LABELS, Choice("SparseCategoricalCrossentropy"), 4),
        ),
        ([("Dense", {"units": 1, "activation": "sigmoid"})], trained(YES_OR_NO, Choice("BinaryCrossentropy"), 2)),
        ([("Dense", {"units": 1})], trained(VALUES, Choice("MeanSquaredError"))),
        ([("Dense", {"units": 1, "activation": "tanh"})], trained(VALUES._replace(low=-1.0, high=1.0))),
        (
            [("Dense", {"units": 3, "activation": "sigmoid"})],
            trained(ArrayFacts("y", (3,), "int64", 0, 1, whole=True), Choice("BinaryCrossentropy")),
        ),
    ],
)
def test_a_last_layer_that_suits_its_loss_draws_no_complaint(layers, facts):
    assert codes(ROW, ("Dense", {"units": 16, "activation": "relu"}), *layers, facts=facts) == []


def test_the_last_activation_is_seen_through_layers_that_only_reshape():
    facts = trained(LABELS, Choice("SparseCategoricalCrossentropy", {"from_logits": True}), 4)
    layers = [("Dense", {"units": 4, "activation": "softmax"}), ("Reshape", {"target_shape": [2, 2]}), ("Flatten", {})]
    assert codes(ROW, *layers, facts=facts) == ["softmax_from_logits"]


def test_a_loss_is_that_of_its_own_output():
    targets = (LABELS._replace(name="a"), LABELS._replace(name="b"))
    logits = Choice("SparseCategoricalCrossentropy", {"from_logits": True})
    losses = {"dense": Choice("SparseCategoricalCrossentropy"), "dense_1": logits}
    facts = Facts(DataFacts("mine", 100, (NUMBERS,), targets), TrainingFacts(losses=losses))
    probabilities = ("Dense", {"units": 4, "activation": "softmax"})
    example = sketch(ROW, probabilities, probabilities, wires="start>dense, start>dense_1", facts=facts)
    assert [(each.code, each.node) for each in check(*example).problems] == [("softmax_from_logits", "dense_1")]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([("Dense", {"units": 3}), ("Dense", {"units": 16})], []),
        ([("Dense", {"units": 16}), ("Dropout", {"rate": 0.2}), ("Dense", {"units": 4})], ["linear_stack"]),
        ([("Dense", {"units": 16}), ("ReLU", {}), ("Dense", {"units": 4})], []),
        ([("Dense", {"units": 16}), ("LayerNormalization", {}), ("Dense", {"units": 4})], []),
        ([("Dense", {"units": 16, "activation": "relu"}), ("Dropout", {"rate": 0.2})], ["dropout_last"]),
        ([("Dense", {"units": 16, "use_bias": False}), ("BatchNormalization", {})], []),
        ([("Dense", {"units": 16}), ("BatchNormalization", {"center": False})], []),
        ([("Dense", {"units": 16, "activation": "relu"}), ("BatchNormalization", {})], []),
        ([("Dense", {"units": 2, "activation": "softmax"})], []),
    ],
)
def test_what_is_drawn_with_a_reason_is_left_alone(layers, expected):
    assert codes(ROW, *layers) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"kernel_size": 3, "strides": 2}, []),
        ({"kernel_size": 1, "strides": 2}, []),
        ({"kernel_size": 1, "strides": 3}, ["stride_skips"]),
        ({"kernel_size": [3, 1], "strides": [1, 2]}, ["stride_skips"]),
        ({"kernel_size": 57, "padding": "same"}, ["window_past_image"]),
        ({"kernel_size": 55, "padding": "same"}, []),
    ],
)
def test_windows_are_judged_by_what_they_reach(settings, expected):
    layers = [("InputLayer", {"shape": [28, 28, 1]}), ("Conv2D", {"filters": 2, **settings}), ("Flatten", {})]
    assert codes(*layers) == expected


@pytest.mark.parametrize(
    ("array", "layers", "expected"),
    [
        (NUMBERS._replace(high=255.0), [], ["input_scale"]),
        (NUMBERS._replace(high=0.001, low=0.0), [], ["input_scale"]),
        (NUMBERS._replace(high=255.0), [("Rescaling", {"scale": 0.01})], []),
        (NUMBERS._replace(high=255.0), [("BatchNormalization", {})], []),
        (NUMBERS._replace(high=9.0), [], []),
    ],
)
def test_inputs_are_to_be_scaled_before_the_first_weights(array, layers, expected):
    facts = Facts(DataFacts("mine", 100, (array,), (VALUES,)), TrainingFacts())
    assert codes(ROW, *layers, ("Dense", {"units": 1}), facts=facts) == expected


@pytest.mark.parametrize(
    ("optimizer", "rate", "expected"),
    [("Adam", 0.001, []), ("Adam", 0.5, ["learning_rate"]), ("SGD", 0.5, []), ("SGD", 1e-9, ["learning_rate"])],
)
def test_a_learning_rate_is_judged_by_its_optimizer(optimizer, rate, expected):
    assert codes(ROW, ("Dense", {"units": 1}), facts=Facts(None, TrainingFacts(optimizer, rate))) == expected


@pytest.mark.parametrize(
    ("batch", "memory", "expected"),
    [
        (10**5, 2**20, "the GPU (a small one) has 1.05 MB. Take smaller batches."),
        (10**5, 2**10, "the GPU (a small one) has 1.02 kB. Make the network smaller."),
        (32, 2**20, None),
        (10**5, 2**40, None),
        (10**5, None, None),
    ],
)
def test_memory_for_training_is_that_of_the_device(batch, memory, expected):
    device = None if memory is None else DeviceFacts("the GPU (a small one)", memory)
    facts = Facts(DataFacts("mine", 10**6, (NUMBERS,), (VALUES,)), TrainingFacts(batch_size=batch), device)
    network = sketch(ROW, ("Dense", {"units": 64, "activation": "relu"}), ("Dense", {"units": 1})).network
    found = [each.message.partition("; ")[2] for each in check(network, facts).problems if each.code == MEMORY]
    assert found == ([] if expected is None else [expected])


def test_what_waits_for_a_mistake_is_not_judged():
    layers = [("Dense", {"units": 0}), ("Dense", {"units": 1, "activation": "softmax"}), ("Dropout", {"rate": 0.9})]
    assert codes(ROW, *layers) == ["setting"]


LAYERS = {kind.name: kind for kind in catalog().layers if not kind.obstacle}
KINDS = sorted(
    {name for each in RULES for name in each.kinds if name in LAYERS}
    | {"Embedding", "GlobalAveragePooling1D", "Dense", "Add", "Concatenate", "Conv2D", "Flatten", "LSTM", "Reshape"}
)
TEXTS = st.sampled_from(["relu", "softmax", "sigmoid", "same", "valid", "linear", "tanh", "channels_first", "float32"])
NUMBER = st.integers(-1, 300) | st.sampled_from([0.0, 0.5, 0.95, 1.0])
VALUE = NUMBER | TEXTS | st.booleans() | st.none() | st.lists(st.integers(0, 7), max_size=4)


@st.composite
def layers(draw, index):
    """A layer of some kind with some of its settings, right or wrong."""
    name = "InputLayer" if index == 0 else draw(st.sampled_from(KINDS))
    chosen = {setting.name: setting.default for setting in LAYERS[name].settings if setting.required}
    if index == 0:
        chosen = {"shape": draw(st.lists(st.sampled_from([None, 1, 3, 8, 28]), min_size=1, max_size=4))}
    free = LAYERS[name].settings if index else ()
    for setting in draw(st.lists(st.sampled_from(free), max_size=3)) if free else ():
        chosen[setting.name] = draw(VALUE)
    return Layer(f"l{index}", name, f"{name}{index}", chosen, draw(st.booleans()))


@st.composite
def networks(draw):
    size = draw(st.integers(1, 7))
    drawn = tuple(draw(layers(index)) for index in range(size))
    exposed = st.sampled_from([None, None, None, (), (0,), (1,)])
    nodes = tuple(Node(f"n{index}", layer.id, exposes=draw(exposed)) for index, layer in enumerate(drawn))
    if size > 1 and draw(st.booleans()):
        nodes = (*nodes, Node("again", drawn[-1].id))
    edges = []
    for target in range(1, len(nodes)):
        for slot in range(draw(st.integers(1, 2))):
            source = draw(st.integers(0, target - 1)) if draw(st.booleans()) else target - 1
            edges.append(Edge(nodes[source].id, nodes[target].id, draw(st.sampled_from([0, 0, 0, 1])), slot=slot))
    return Network("net", drawn, nodes, tuple(edges))


@st.composite
def facts(draw):
    def array(name):
        low, high = sorted((draw(st.sampled_from([-1.0, 0.0, 1.0])), draw(st.sampled_from([0.0, 1.0, 9.0, 1e9]))))
        shape = tuple(draw(st.lists(st.sampled_from([1, 3, 8, 28]), max_size=4)))
        dtype = draw(st.sampled_from(["float32", "int64", "string", "bool"]))
        return ArrayFacts(name, shape, dtype, low, high, draw(st.booleans()), draw(st.booleans()), 0.5)

    inputs = tuple(array(f"x{index}") for index in range(draw(st.integers(1, 2))))
    targets = tuple(array(f"y{index}") for index in range(draw(st.integers(0, 2))))
    loss = draw(st.sampled_from([None, *(kind.name for kind in catalog().objects["losses"])]))
    choice = None if loss is None else Choice(loss, {"from_logits": draw(st.booleans())})
    training = TrainingFacts("Adam", draw(st.sampled_from([None, 0.0, 1e-3, 9.0])), choice, {}, draw(st.integers(1, 9)))
    return Facts(DataFacts("mine", 10, inputs, targets, 2), draw(st.sampled_from([None, training])))


@settings(max_examples=150, deadline=None)
@given(networks(), facts())
def test_rules_never_raise_and_their_fixes_always_apply(network, known):
    for problem in check(network, known).problems:
        assert rule(problem.code) is not None, problem.code
        for fix in problem.fixes:
            cured, back = apply(network, fix.edit)
            assert apply(cured, back)[0] == network
            check(cured, known)
