"""One node looked at again and again, with weights read before, gives what is worked out for it at once."""

import keras
import numpy as np
import pytest

from playground.errors import DataError, PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import Glance, attention_maps, values_of
from playground.probing._still import reader

L = keras.layers
RANDOM = np.random.default_rng(0)


def small():
    start = keras.Input((12, 8, 3))
    maps = L.Conv2D(4, 3, name="conv")(start)
    end = L.Dense(2, name="end")(L.Dropout(0.5)(L.GlobalAveragePooling2D(name="pool")(maps)))
    return keras.Model(start, end), RANDOM.normal(size=(150, 12, 8, 3)).astype("float32")


def looking():
    words = keras.Input((), dtype="string")
    tokens = L.TextVectorization(output_sequence_length=6, vocabulary=["good", "film", "bad"])(words)
    seen = L.Embedding(5, 8, mask_zero=True)(tokens)
    end = L.MultiHeadAttention(2, 4, name="look")(seen, seen)
    return keras.Model(words, end), np.array(["good film", "bad bad film"])


@pytest.mark.parametrize("node", ["conv", "pool", "end"])
def test_values_are_those_of_the_weights_that_are_given_for_all_samples_of_any_number(node):
    model, x = small()
    glance = Glance(model, node, "values", x)
    assert not glance.is_ready
    glance.prepare()
    assert glance.is_ready
    before, weights = values_of(model, x, node), reader(model)()
    for variable in model.variables:
        variable.assign(RANDOM.normal(size=variable.shape))

    np.testing.assert_allclose(glance.look(weights), before, rtol=1e-4, atol=1e-5)
    now = glance.look(reader(model)())
    np.testing.assert_allclose(now, values_of(model, x, node), rtol=1e-4, atol=1e-5)
    assert not np.allclose(now, before)


def test_large_maps_are_their_means_over_all_positions():
    start = keras.Input((64, 65, 1))
    model = keras.Model(start, L.Conv2D(2, 1, name="conv")(start))
    x = RANDOM.normal(size=(3, 64, 65, 1)).astype("float32")

    found = Glance(model, "conv", "values", x).look(reader(model)())

    assert found.shape == (3, 2)
    np.testing.assert_allclose(found, values_of(model, x, "conv"), rtol=1e-4, atol=1e-5)


def test_attention_is_that_of_another_sample_once_it_is_used_behind_words_and_masks_too():
    model, words = looking()
    glance = Glance(model, "look", "attention", words[:1])
    weights = reader(model)()

    np.testing.assert_allclose(glance.look(weights), attention_maps(model, words[:1], "look"), rtol=1e-4, atol=1e-6)
    glance.use(words[1:])

    seen = glance.look(weights)
    assert seen.shape == (1, 2, 6, 6)
    np.testing.assert_allclose(seen, attention_maps(model, words[1:], "look"), rtol=1e-4, atol=1e-6)


def test_nodes_inside_blocks_of_a_graph_are_looked_at_by_their_path():
    inner_start = keras.Input((4, 3))
    inner = keras.Model(inner_start, L.Dense(5, name="within")(inner_start), name="block")
    start = keras.Input((4, 3))
    graph = build_graph(from_keras(keras.Model(start, inner(start))))
    (block,) = [layer for layer in graph.network.layers if layer.network is not None]
    (within,) = [layer.id for layer in block.network.layers if layer.name == "within"]
    (path,) = [f"{block.id}/{node.id}" for node in block.network.nodes if node.layer == within]
    x = RANDOM.normal(size=(2, 4, 3)).astype("float32")

    found = Glance(graph, path, "values", x).look(reader(graph.model)())

    np.testing.assert_allclose(found, values_of(graph, x, path), rtol=1e-4, atol=1e-5)


def test_what_has_no_such_look_is_refused_with_the_reason():
    model, x = small()
    words, texts = looking()

    with pytest.raises(PlaygroundError, match="“conv” has no attention to show, since it is a Conv2D"):
        Glance(model, "conv", "attention", x).prepare()
    with pytest.raises(PlaygroundError, match="has no layer “gone”"):
        Glance(model, "gone", "values", x)
    with pytest.raises(DataError, match="no array for the input"):
        Glance(model, "conv", "values", {"sound": x})
    start = keras.Input((3,))
    unequal = keras.Model(start, L.Lambda(lambda x: keras.ops.greater(x, 0), name="more")(start))
    with pytest.raises(PlaygroundError, match="“more” puts out no numbers for each sample"):
        Glance(unequal, "more", "values", np.ones((2, 3))).prepare()
    assert Glance(words, "look", "values", texts).look(reader(words)()).shape == (2, 48)
