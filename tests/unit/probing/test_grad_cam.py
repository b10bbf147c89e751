import keras
import numpy as np
import pytest

from playground.errors import PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import Target, grad_cam

L = keras.layers


def convolved(x, kernel, bias):
    """A 2D convolution without padding, in float64."""
    rows, columns = x.shape[1] - kernel.shape[0] + 1, x.shape[2] - kernel.shape[1] + 1
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            out += x[:, i : i + rows, j : j + columns] @ kernel[i, j]
    return out + bias


@pytest.fixture(scope="module")
def net():
    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input((8, 7, 2)),
            L.Conv2D(4, 3, activation="relu", name="first"),
            L.Conv2D(3, 2, name="last"),
            L.Activation("tanh", name="squashed"),
            L.Flatten(name="flat"),
            L.Dense(3, activation="softmax", name="classes"),
        ],
        name="net",
    )
    weights = [np.asarray(each, np.float64) for each in model.get_weights()]
    return model, weights, np.random.default_rng(0).normal(size=(2, 8, 7, 2)).astype("float32")


def rest(weights, maps):
    """From the last convolution's maps to the classes, before the softmax."""
    return np.tanh(maps).reshape(len(maps), -1) @ weights[4] + weights[5]


def test_grad_cam_is_that_of_the_formula_with_finite_differences(net):
    model, weights, x = net
    maps = convolved(np.maximum(convolved(x.astype(float), weights[0], weights[1]), 0), weights[2], weights[3])
    means = np.zeros((2, 3))
    for channel in range(3):
        for i in range(maps.shape[1]):
            for j in range(maps.shape[2]):
                step = np.zeros_like(maps)
                step[:, i, j, channel] = 1e-5
                means[:, channel] += (rest(weights, maps + step) - rest(weights, maps - step))[:, 2] / 2e-5
    means /= maps.shape[1] * maps.shape[2]
    expected = np.maximum(np.einsum("nijc,nc->nij", maps, means), 0)

    found = grad_cam(model, x, "last", 2)

    assert (found.layer, found.units, found.maps.shape) == ("last", ((2,), (2,)), (2, 5, 4))
    np.testing.assert_allclose(found.maps, expected, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(found.score, rest(weights, maps)[:, 2], rtol=1e-4, atol=1e-5)


def test_the_last_convolution_and_the_strongest_class_are_taken_unless_others_are_named(net):
    model, _, x = net
    found = grad_cam(model, x)

    assert found.layer == "last"
    assert [unit for (unit,) in found.units] == np.asarray(model(x)).argmax(axis=1).tolist()
    assert grad_cam(model, x, "first").maps.shape == (2, 6, 5)


def test_models_inside_models_are_explained_by_path_in_keras_and_in_a_network():
    keras.utils.set_random_seed(6)
    inside = keras.Input((8, 8, 3))
    deep = L.Conv2D(5, 3, activation="relu", name="conv")(L.BatchNormalization(name="norm")(inside))
    base = keras.Model(inside, deep, name="base")
    base.trainable = False
    start = keras.Input((8, 8, 3), name="image")
    seen = base(L.Rescaling(2.0, name="scale")(start))
    model = keras.Model(start, L.Dense(4, name="head")(L.GlobalAveragePooling2D(name="mean")(seen)), name="transfer")
    x = np.random.default_rng(0).random((2, 8, 8, 3)).astype("float32")
    maps = np.asarray(base(2 * x), np.float64)
    # Behind a mean and a dense layer the gradient is the weight over the number of positions (Selvaraju et al.).
    expected = np.maximum(maps @ np.asarray(model.get_layer("head").kernel, np.float64)[:, 1] / 36, 0)
    graph = build_graph(from_keras(model))
    graph.model.set_weights(model.get_weights())
    path = graph.first_nodes["conv"]

    for found in (grad_cam(model, x, "base/conv", 1), grad_cam(model, x, None, 1), grad_cam(graph, x, path, 1)):
        assert found.layer == "base/conv"
        np.testing.assert_allclose(found.maps, expected, rtol=1e-4, atol=1e-6)


def test_a_model_whose_answer_is_a_map_is_explained_before_that_map():
    keras.utils.set_random_seed(6)
    start = keras.Input((6, 6, 1))
    seen = L.Conv2D(2, 3, name="seen")(start)
    model = keras.Model(start, L.Conv2D(3, 1, activation="softmax", name="mask")(seen))
    x = np.random.default_rng(0).random((1, 6, 6, 1)).astype("float32")
    maps, kernel = np.asarray(keras.Model(start, seen)(x), np.float64), model.get_layer("mask").kernel

    found = grad_cam(model, x, target=1)

    assert found.layer == "seen"
    np.testing.assert_allclose(
        found.maps, np.maximum(maps @ np.asarray(kernel)[0, 0, :, 1] / 16, 0), rtol=1e-4, atol=1e-6
    )
    assert grad_cam(model, x, "mask", 1).maps.any()


@pytest.mark.parametrize("rank", [1, 3])
def test_maps_of_any_rank_have_a_map_of_their_positions(rank):
    start = keras.Input((*(6, 5, 4)[:rank], 2))
    seen = getattr(L, f"Conv{rank}D")(3, 2, name="conv")(start)
    model = keras.Model(start, L.Dense(2)(L.Flatten()(seen)))

    assert grad_cam(model, np.ones((1, *start.shape[1:]))).maps.shape == (1, *(5, 4, 3)[:rank])


def test_channels_may_come_first():
    keras.utils.set_random_seed(6)
    start = keras.Input((2, 6, 5))
    seen = L.Conv2D(3, 2, data_format="channels_first", name="conv")(start)
    model = keras.Model(start, L.Dense(1, name="out")(L.GlobalAveragePooling2D(data_format="channels_first")(seen)))
    x = np.random.default_rng(0).random((1, 2, 6, 5)).astype("float32")
    maps = np.asarray(keras.Model(start, seen)(x), np.float64)

    expected = np.maximum(np.einsum("nchw,c->nhw", maps, np.asarray(model.get_layer("out").kernel)[:, 0] / 20), 0)

    np.testing.assert_allclose(grad_cam(model, x).maps, expected, rtol=1e-4, atol=1e-6)


def test_what_has_no_maps_or_no_gradient_is_said_in_a_sentence(net):
    model, _, x = net
    flat = keras.Sequential([keras.Input((3,)), L.Dense(2)], name="flat")
    start = keras.Input((6, 6, 1))
    two = keras.Model(start, [L.Flatten()(L.Conv2D(1, 2, name=name)(start)) for name in ("one", "other")], name="two")

    with pytest.raises(PlaygroundError, match="Grad-CAM needs maps, and the model “flat” has no layer of convolutions"):
        grad_cam(flat, np.zeros((1, 3)))
    with pytest.raises(PlaygroundError, match="“classes” has none: its shape is"):
        grad_cam(model, x, "classes")
    with pytest.raises(PlaygroundError, match="The model “net” has no layer “nothing”: choose from first, last, "):
        grad_cam(model, x, "nothing")
    with pytest.raises(
        PlaygroundError, match="No gradient passes from the answer of the model “two” to the layer “one”"
    ):
        grad_cam(two, np.ones((1, 6, 6, 1)), "one", Target(output=1))
