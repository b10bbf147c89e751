"""Preprocessing layers learn from the training samples before a run, once, through what stands before them."""

from itertools import pairwise

import keras
import numpy as np
import pytest

from playground import datasets
from playground.checking import check
from playground.modeling import build_graph, carry_weights
from playground.network import Edge, Layer, Network, Node
from playground.training import TrainingConfig, train
from tests.unit.training.models import Case
from tests.unit.training.test_parity import assert_equal_weights, fitted, trained

layers = keras.layers
WORDS = np.array(["good", "great", "fine", "bad", "awful", "poor", "film", "plot"])


def reviews(samples=60, seed=0):
    rng = np.random.default_rng(seed)
    rows = rng.choice(WORDS, (samples, 4))
    texts = np.array([" ".join(row) for row in rows])
    return texts, np.isin(rows, WORDS[:3]).sum(axis=1) > 1


def texts_data(samples=60, seed=0):
    texts, mood = reviews(samples, seed)
    return datasets.from_arrays({"text": texts}, {"mood": mood.astype("int64")})


def chain(*drawn, shape=(), dtype="string"):
    entry = Layer("l", "InputLayer", "text", {"shape": list(shape), "dtype": dtype})
    made = (entry, *(Layer(f"l{i}", kind, name, settings) for i, (kind, name, settings) in enumerate(drawn)))
    nodes = tuple(Node(layer.id.replace("l", "n"), layer.id) for layer in made)
    edges = tuple(Edge(a.id, b.id) for a, b in pairwise(nodes))
    return Network("texts", made, nodes, edges)


def text_network(input_dim=20, **settings):
    return chain(
        ("TextVectorization", "words", {"max_tokens": 20, "output_sequence_length": 4, **settings}),
        ("Embedding", "vectors", {"input_dim": input_dim, "output_dim": 4}),
        ("GRU", "reader", {"units": 4}),
        ("Dense", "mood", {"units": 2}),
    )


def config(**settings):
    return TrainingConfig(**{"epochs": 2, "optimizer": keras.optimizers.Adam(0.01), **settings})


def run_on(target, data, **settings):
    run = train(target, data, config(**settings))
    run.wait_until(timeout=60)
    return run


def test_words_are_learned_from_the_samples_that_are_trained_on_alone():
    texts, mood = reviews(40)
    held = ({"text": np.array(["unseen words"])}, {"mood": np.array([1])})
    data = datasets.from_arrays({"text": texts}, {"mood": mood.astype("int64")}, validation=held)
    graph = build_graph(text_network(), 0)
    assert run_on(graph, data).state == "finished"
    words = graph.model.get_layer("words").get_vocabulary()
    assert set(words) == {"", "[UNK]", *WORDS}


def test_what_is_held_back_teaches_nothing():
    x = np.arange(100, dtype="float32")[:, None]
    data = datasets.from_arrays(x, x * 2)
    network = chain(("Normalization", "scale", {}), ("Dense", "out", {"units": 1}), shape=[1], dtype="float32")
    run = run_on(network, data, validation_split=0.5, seed=3)
    kept = data.split(0.5, 3).inputs["input"]
    assert run.model.get_layer("scale").mean.numpy() == pytest.approx(kept.mean(), rel=1e-5)
    assert kept.mean() != pytest.approx(x.mean(), rel=1e-3)


def normalised():
    x = np.random.default_rng(1).normal(5, 3, (50, 4)).astype("float32")
    y = x[:, :1] * 0.1

    def make(adapted=False):
        first = layers.Normalization()
        dense = layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=2))
        model = keras.Sequential([keras.Input((4,)), first, dense])
        if adapted:
            first.adapt(x)
        return model

    return Case(make, datasets.from_arrays(x, y), "mse", [], x, y)


def test_training_is_that_of_adapt_and_fit():
    case = normalised()
    theirs, history = fitted(Case(lambda: case.make(adapted=True), case.data, case.loss, case.metrics, case.x, case.y))
    run = trained(case)
    np.testing.assert_allclose(run.history.epochs["loss"], history["loss"], rtol=1e-5)
    assert_equal_weights(run.model, theirs)


def test_text_trains_as_under_adapt_and_fit():
    data = texts_data()
    x, y = data.inputs["text"], data.targets["mood"]
    mine, theirs = build_graph(text_network(), 0).model, build_graph(text_network(), 0).model
    theirs.set_weights(mine.get_weights())
    theirs.get_layer("words").adapt(x)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    theirs.compile(keras.optimizers.Adam(0.01), loss)
    theirs.fit(keras.ops.convert_to_tensor(x), y, batch_size=32, epochs=2, shuffle=False, verbose=0)
    run_on(mine, data, loss=loss, shuffle=False, validation_split=0.0).wait()
    assert mine.get_layer("words").get_vocabulary() == theirs.get_layer("words").get_vocabulary()
    assert_equal_weights(mine, theirs)


def test_a_layer_sees_what_the_layers_before_it_make_of_the_data():
    x = np.arange(40, dtype="float32")[:, None]
    network = chain(
        ("Rescaling", "tenth", {"scale": 0.1}),
        ("Normalization", "scale", {}),
        ("Discretization", "bins", {"num_bins": 4, "output_mode": "one_hot"}),
        ("Dense", "out", {"units": 1}),
        shape=[1],
        dtype="float32",
    )
    model = run_on(network, datasets.from_arrays(x, x), validation_split=0.0).model
    assert model.get_layer("scale").mean.numpy() == pytest.approx(1.95)
    assert model.get_layer("bins").bin_boundaries == pytest.approx([-0.65, 0.0, 0.65], abs=0.3)


def test_numbers_and_words_are_looked_up():
    data = datasets.from_arrays(
        {
            "number": np.tile([[3], [7], [7], [9], [9], [7], [7], [9]], (5, 1)),
            "colour": np.tile([["red"], ["blue"]], (20, 1)),
        },
        np.tile([0.0, 1.0], 20),
    )
    entry = keras.Input((1,), dtype="int64", name="number"), keras.Input((1,), dtype="string", name="colour")
    seen = layers.IntegerLookup(name="numbers", output_mode="one_hot", max_tokens=6, pad_to_max_tokens=True)(entry[0])
    read = layers.StringLookup(name="colours", output_mode="multi_hot", max_tokens=4, pad_to_max_tokens=True)(entry[1])
    model = keras.Model(entry, layers.Dense(1)(layers.Concatenate()([seen, read])))
    run_on(model, data).wait()
    assert model.get_layer("numbers").get_vocabulary() == [-1, 7, 9, 3]
    assert set(model.get_layer("colours").get_vocabulary()) == {"[UNK]", "red", "blue"}


def counted(graph, name):
    """Count how often a layer is adapted."""
    layer, calls = graph.model.get_layer(name), []
    adapt = layer.adapt
    layer.adapt = lambda data: (calls.append(len(data)), adapt(data))
    return calls


def test_a_second_run_on_the_same_samples_does_not_adapt_again():
    graph, data = build_graph(text_network(), 0), texts_data()
    calls = counted(graph, "words")
    run_on(graph, data).wait()
    run_on(graph, data, epochs=3).wait()
    assert calls == [48]


def test_other_samples_are_adapted_to_and_the_programs_made_anew():
    graph = build_graph(text_network(), 0)
    run_on(graph, texts_data()).wait()
    other = datasets.from_arrays({"text": np.tile(["cold rain", "warm sun"], 30)}, {"mood": np.tile([0, 1], 30)})
    run = run_on(graph, other, epochs=20)
    assert run.wait() == "finished"
    assert set(graph.model.get_layer("words").get_vocabulary()) == {"", "[UNK]", "cold", "rain", "warm", "sun"}
    assert run.history.epochs["val_accuracy"][-1] == 1.0


def test_a_vocabulary_may_grow_with_the_data_where_each_word_has_a_column():
    settings = {"output_mode": "multi_hot", "max_tokens": 12, "pad_to_max_tokens": True}
    network = chain(("TextVectorization", "words", settings), ("Dense", "mood", {"units": 2}))
    graph = build_graph(network, 0)
    few = datasets.from_arrays({"text": np.tile(["one two", "two"], 20)}, {"mood": np.tile([0, 1], 20)})
    run_on(graph, few).wait()
    run_on(graph, texts_data()).wait()
    assert len(graph.model.get_layer("words").get_vocabulary()) == 9


def test_an_edit_elsewhere_carries_what_was_learned():
    network, data = text_network(), texts_data()
    graph = build_graph(network, 0)
    run_on(graph, data).wait()
    wider = Network(
        network.name,
        (*network.layers[:-1], Layer("l3", "Dense", "mood", {"units": 3})),
        network.nodes,
        network.edges,
    )
    new = build_graph(wider, 0)
    assert carry_weights(graph, new) == {"l3"}
    assert new.model.get_layer("words").get_vocabulary() == graph.model.get_layer("words").get_vocabulary()
    calls = counted(new, "words")
    run_on(new, data).wait()
    assert calls == []


def test_another_layer_before_it_makes_what_was_learned_stale():
    data = datasets.from_arrays(np.arange(50.0)[:, None], np.arange(50.0)[:, None])
    drawn = [("Rescaling", "factor", {"scale": 1.0}), ("Normalization", "scale", {}), ("Dense", "out", {"units": 1})]
    graph = build_graph(chain(*drawn, shape=[1], dtype="float32"), 0)
    run_on(graph, data).wait()
    drawn[0] = ("Rescaling", "factor", {"scale": 2.0})
    new = build_graph(chain(*drawn, shape=[1], dtype="float32"), 0)
    carry_weights(graph, new)
    calls = counted(new, "scale")
    run_on(new, data).wait()
    assert calls == [40]


def test_settings_that_say_it_all_need_no_data():
    graph = build_graph(text_network(vocabulary=["good", "bad"]), 0)
    assert run_on(graph, texts_data()).state == "finished"
    assert graph.model.get_layer("words").get_vocabulary() == ["", "[UNK]", "good", "bad"]


def test_a_model_that_its_maker_adapted_is_left_as_it_is():
    model = build_graph(text_network(), 0).model
    model.get_layer("words").adapt(np.array(["good"]))
    run_on(model, texts_data()).wait()
    assert model.get_layer("words").get_vocabulary() == ["", "[UNK]", "good"]


def test_layers_inside_a_nested_model_are_adapted_too():
    inner_in = keras.Input((), dtype="string")
    inner = keras.Model(
        inner_in, layers.TextVectorization(name="words", output_sequence_length=4)(inner_in), name="inner"
    )
    start = keras.Input((), dtype="string", name="text")
    model = keras.Model(start, layers.Dense(2)(layers.GRU(3)(layers.Embedding(20, 4)(inner(start)))))
    assert run_on(model, texts_data()).state == "finished"
    assert set(inner.get_layer("words").get_vocabulary()) == {"", "[UNK]", *WORDS}


def test_a_layer_of_two_calls_learns_from_both():
    left, right = keras.Input((1,), name="left"), keras.Input((1,), name="right")
    shared = layers.Normalization(name="scale")
    model = keras.Model([left, right], layers.Dense(1)(layers.Add()([shared(left), shared(right)])))
    x = np.zeros((40, 1)), np.full((40, 1), 4.0)
    run_on(model, datasets.from_arrays({"left": x[0], "right": x[1]}, x[0])).wait()
    assert model.get_layer("scale").mean.numpy() == pytest.approx(2.0)


def test_a_layer_after_one_that_trains_is_refused_at_its_node():
    network = chain(
        ("Dense", "hidden", {"units": 2}),
        ("Normalization", "scale", {}),
        ("Dense", "out", {"units": 1}),
        shape=[1],
        dtype="float32",
    )
    x = np.zeros((40, 1))
    run = run_on(build_graph(network, 0), datasets.from_arrays(x, x))
    assert run.state == "failed"
    assert (run.problem.code, run.problem.node) == ("adapting", "n1")
    assert "“scale” is adapted before the training, but comes after “hidden”" in run.problem.message
    assert "BatchNormalization" in run.problem.message


def test_texts_without_a_word_are_refused_at_the_node():
    data = datasets.from_arrays({"text": np.full(40, "...")}, {"mood": np.tile([0, 1], 20)})
    run = run_on(build_graph(text_network(), 0), data)
    assert (run.problem.code, run.problem.node) == ("adapting", "n0")
    assert "found nothing in the training data" in run.problem.message


def test_an_embedding_smaller_than_the_vocabulary_is_refused_at_its_node():
    run = run_on(build_graph(text_network(input_dim=5), 0), texts_data())
    assert (run.problem.code, run.problem.node, run.problem.setting) == ("index_range", "n1", "input_dim")
    assert "has 5 rows, but “words” found 10 entries" in run.problem.message


def test_numbers_where_text_is_wanted_are_refused_before_anything_is_adapted():
    x = np.zeros(40)
    run = run_on(build_graph(text_network(), 0), datasets.from_arrays({"text": x}, {"mood": np.tile([0, 1], 20)}))
    assert "takes text, but array “text” holds numbers" in run.problem.message


def test_xla_is_not_tried_on_text_and_refused_where_it_was_asked_for():
    run = run_on(build_graph(text_network(), 0), texts_data(), epochs=200, jit_compile="auto")
    assert run.wait() == "finished"
    assert run.status.strategy == "graph"
    run = run_on(build_graph(text_network(), 0), texts_data(), jit_compile="on")
    assert "XLA can't compile “words”" in run.problem.message


def test_checking_passes_layers_that_are_still_to_be_adapted():
    assert check(text_network()).problems == ()
