"""The weights of a layer as small arrays: the numbers are those of the model."""

import keras
import numpy as np
import pytest

from playground.probing import weights


def built(layer: keras.Layer, *shape: int) -> keras.Layer:
    layer(keras.KerasTensor((None, *shape)))
    return layer


def test_filters_of_a_convolution_are_its_kernels_by_output_then_input():
    layer = built(keras.layers.Conv2D(4, (3, 5)), 9, 9, 2)
    kernel, bias = weights(layer)
    truth = layer.kernel.numpy()

    assert (kernel.name, kernel.form, kernel.shape, kernel.total) == ("kernel", "filters", (3, 5, 2, 4), 8)
    np.testing.assert_array_equal(kernel.values[3], truth[:, :, 1, 1])
    np.testing.assert_array_equal(kernel.values[6], truth[:, :, 0, 3])
    assert (kernel.low, kernel.high) == (truth.min(), truth.max())
    assert (kernel.counts.sum(), kernel.unsound) == (truth.size, 0)
    assert (bias.form, bias.values.tolist(), bias.counts.sum()) == ("values", [0, 0, 0, 0], 4)


def test_ten_thousand_filters_come_in_pages():
    layer = built(keras.layers.Conv2D(100, 3), 9, 9, 100)
    truth = layer.kernel.numpy()
    kernel = weights(layer, 156)[0]

    assert (kernel.total, kernel.first, kernel.values.shape) == (10_000, 156 * 64, (16, 3, 3))
    np.testing.assert_array_equal(kernel.values[-1], truth[:, :, 99, 99])
    assert (weights(layer, 9999)[0].first, weights(layer, -1)[0].first) == (156 * 64, 0)


def test_kernels_of_sequences_are_time_by_channel_and_those_of_volumes_slices():
    line = built(keras.layers.Conv1D(4, 3), 9, 2)
    volume = built(keras.layers.Conv3D(2, (2, 3, 4)), 5, 5, 5, 1)

    np.testing.assert_array_equal(weights(line)[0].values[3], line.kernel.numpy()[:, :, 3])
    slices = weights(volume)[0]
    assert slices.values.shape == (4, 3, 4)
    np.testing.assert_array_equal(slices.values[3], volume.kernel.numpy()[1, :, :, 0, 1])


def test_a_large_matrix_is_shown_by_the_means_of_its_blocks():
    layer = built(keras.layers.Dense(130), 100)
    truth = layer.kernel.numpy()
    kernel = weights(layer)[0]

    assert (kernel.form, kernel.values.shape, kernel.blocks) == ("matrix", (50, 44), (2, 3))
    np.testing.assert_allclose(kernel.values[4, 5], truth[8:10, 15:18].mean(), rtol=1e-5)
    np.testing.assert_allclose(kernel.values[-1, -1], truth[98:, 129:].mean(), rtol=1e-5)


def test_what_is_not_finite_stays_so_and_is_counted():
    layer = built(keras.layers.Dense(130), 100)
    broken = layer.kernel.numpy()
    broken[8, 15], broken[0, 0] = np.nan, np.inf
    layer.kernel.assign(broken)
    layer.bias.assign(np.full(130, np.nan))
    kernel, bias = weights(layer)

    assert np.isnan(kernel.values[4, 5])
    assert kernel.values[0, 0] == np.inf
    assert np.isfinite(kernel.values).sum() == kernel.values.size - 2
    assert (kernel.unsound, kernel.counts.sum(), np.isfinite([kernel.low, kernel.high]).all()) == (2, 12_998, True)
    assert (bias.unsound, bias.low, bias.high, bias.counts.sum()) == (130, 0, 0, 0)


class Odd(keras.Layer):
    """Weights that no picture suits."""

    def build(self, _input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")
        self.nothing = self.add_weight(shape=(0, 3), name="nothing")
        self.whole = self.add_weight(shape=(2,), dtype="int32", initializer="ones", trainable=False, name="whole")

    def call(self, x):
        return x * self.scale


def test_scalars_empty_variables_and_layers_without_weights():
    scale, nothing, whole = weights(built(Odd(), 3))

    assert (scale.form, scale.shape, scale.values.tolist()) == ("values", (), [1])
    assert (nothing.form, nothing.sentence) == ("none", "“nothing” is empty: its shape is (0, 3).")
    assert whole.values.tolist() == [1, 1]
    assert weights(built(keras.layers.ReLU(), 3)) == ()
    assert weights((keras.KerasTensor((None, 3)) + 1)._keras_history.operation) == ()


@pytest.mark.parametrize(
    ("layer", "shape", "names"),
    [
        (keras.layers.Bidirectional(keras.layers.LSTM(3)), (5, 2), 6),
        (keras.layers.SeparableConv2D(3, 3), (9, 9, 2), 3),
        (keras.layers.Conv2DTranspose(3, 3), (9, 9, 2), 2),
        (keras.layers.EinsumDense("abc,cde->abde", (None, 2, 3)), (4, 5), 1),
        (keras.layers.BatchNormalization(dtype="mixed_float16"), (3,), 4),
        (keras.layers.Embedding(1000, 80), (4,), 1),
    ],
)
def test_every_kind_of_layer_has_pictures_of_its_own(layer: keras.Layer, shape: tuple[int, ...], names: int):
    shown = weights(built(layer, *shape))

    assert len(shown) == names
    assert all(each.form != "none" and each.values.dtype == np.float32 and each.values.size for each in shown)
