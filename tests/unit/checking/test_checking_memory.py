import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import keras
import msgspec
from hypothesis import given, settings, strategies as st

from playground.catalog import register
from playground.checking import Checker, _checker as checker_module, check
from playground.network import ChangeSetting, Edge, Layer, Move, Network, Node, RenameLayer, apply


def chain(*layers):
    """A network of layers in a row; each is a kind with its settings."""
    named = [Layer(f"l{i}", kind, f"layer{i}", values) for i, (kind, values) in enumerate(layers)]
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(named))
    edges = tuple(Edge(a.id, b.id) for a, b in pairwise(nodes))
    return Network("chain", tuple(named), nodes, edges)


NETWORK = chain(("InputLayer", {"shape": [4]}), *[("Dense", {"units": 3 + i}) for i in range(5)])


def asked_of_keras(monkeypatch, checker, network):
    """Names of the layers that Keras had to be asked about."""
    asked = []
    infer = checker_module.infer

    def counting(layer, *call):
        asked.append(layer.name)
        return infer(layer, *call)

    monkeypatch.setattr(checker_module, "infer", counting)
    checker.check(network)
    monkeypatch.setattr(checker_module, "infer", infer)
    return asked


def test_nothing_is_asked_twice(monkeypatch):
    checker = Checker()
    checker.check(NETWORK)
    moved, _ = apply(NETWORK, Move({"n2": (5.0, 5.0)}))
    renamed, _ = apply(NETWORK, RenameLayer("l2", "other"))
    assert [asked_of_keras(monkeypatch, checker, each) for each in (NETWORK, moved, renamed)] == [[], [], []]


def test_an_edit_asks_only_about_what_it_reaches(monkeypatch):
    checker = Checker()
    checker.check(NETWORK)
    activation, _ = apply(NETWORK, ChangeSetting("l2", "activation", "relu"))
    wider, _ = apply(NETWORK, ChangeSetting("l2", "units", 64))
    assert asked_of_keras(monkeypatch, checker, activation) == ["layer2"]
    assert asked_of_keras(monkeypatch, checker, wider) == ["layer2", "layer3"]


def test_a_registered_class_is_asked_again_when_it_is_registered_again():
    def make(units):
        class Widening(keras.layers.Layer):
            def build(self, shape):
                self.kernel = self.add_weight(shape=(shape[-1], units))

            def call(self, inputs):
                return inputs @ self.kernel

        return register(Widening)

    checker, network = Checker(), chain(("InputLayer", {"shape": [4]}), ("Widening", {}))
    make(3)
    first = checker.check(network).parameters
    make(5)
    assert (first, checker.check(network).parameters) == (12, 20)


def test_checking_leaves_no_weights_waiting_to_be_allocated():
    from keras.src.backend.common import global_state

    Checker().check(chain(("InputLayer", {"shape": [4]}), ("Dense", {"units": 101})))
    assert global_state.get_global_attribute("uninitialized_variables", []) == []


def test_checking_does_not_count_in_keras_automatic_names():
    before = keras.layers.Dropout(0.5).seed_generator.name
    Checker().check(chain(("InputLayer", {"shape": [4]}), *[("Dropout", {"rate": i / 10}) for i in range(5)]))
    after = keras.layers.Dropout(0.5).seed_generator.name
    assert number(after) == number(before) + 1


def number(name):
    """Which of the automatic names this is: 0 for `seed_generator`, 3 for `seed_generator_3`."""
    last = name.rpartition("_")[2]
    return int(last) if last.isdigit() else 0


def test_threads_that_check_at_once_get_the_reports_they_would_get_alone():
    networks = [
        chain(("InputLayer", {"shape": [4]}), ("Dense", {"units": 200 + i}), ("Dropout", {"rate": 0.5}))
        for i in range(8)
    ]
    alone = [Checker().check(network) for network in networks]
    checker = Checker()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(checker.check, networks * 3)) == alone * 3


def test_checking_does_not_advance_the_random_numbers_of_the_user():
    random.seed(7)
    expected = random.getstate()
    Checker().check(chain(("InputLayer", {"shape": [4]}), ("Dense", {"units": 77}), ("Dropout", {"rate": 0.25})))
    assert random.getstate() == expected


LAYERS = st.one_of(
    st.builds(lambda units: ("Dense", {"units": units}), st.integers(-1, 5)),
    st.builds(lambda rate: ("Dropout", {"rate": rate}), st.sampled_from([0.0, 0.5, 2.0])),
    st.builds(lambda filters: ("Conv1D", {"filters": filters, "kernel_size": 2}), st.integers(1, 3)),
    st.builds(lambda shape: ("Reshape", {"target_shape": shape}), st.sampled_from([[-1], [2, -1], [3, 3]])),
    st.just(("Flatten", {})),
    st.just(("LSTM", {"units": 2})),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LAYERS, max_size=5))
def test_every_chain_gets_a_whole_report_and_the_same_each_time(layers):
    network = chain(("InputLayer", {"shape": [6, 2]}), *layers)
    report = Checker().check(network)
    assert (check(network), check(network)) == (report, report)
    assert list(report.nodes) == [node.id for node in network.nodes]
    faulty = {problem.node for problem in report.problems if problem.severity == "error" and problem.node}
    assert {node for node, each in report.nodes.items() if each.state == "faulty"} <= faulty
    states = [each.state for each in report.nodes.values()]
    first = next((i for i, state in enumerate(states) if state != "ok"), len(states))
    assert states == ["ok"] * first + ["faulty"] * (first < len(states)) + ["waiting"] * (len(states) - first - 1)
    assert msgspec.json.decode(msgspec.json.encode(report), type=type(report)) == report
