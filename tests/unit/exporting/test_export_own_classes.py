"""Exports of models that are made of the user's own classes."""

import subprocess
import sys

import keras
import pytest

from playground.catalog import register
from playground.errors import ExportError
from playground.exporting import export

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn.t accept a copy keyword:DeprecationWarning"
)


@register
class Louder(keras.layers.Layer):
    def __init__(self, times: float = 2.0, **kwargs):
        super().__init__(**kwargs)
        self.times = times

    def call(self, inputs):
        return inputs * self.times

    def get_config(self):
        return {**super().get_config(), "times": self.times}


@register
class Forgetful(Louder):
    def get_config(self):
        return keras.layers.Layer.get_config(self)


@register
def bent(x):
    return keras.ops.where(x > 0, x, 0.3 * x)


def model_of(layer, activation="relu"):
    return keras.Sequential(
        [keras.Input((3,), name="x"), layer, keras.layers.Dense(2, activation=activation, name="out")]
    )


def test_a_saved_model_needs_none_of_the_users_code(tmp_path):
    result = export(model_of(Louder(3.0)), tmp_path / "louder")
    assert (result.needs, result.summary.needs) == ((), ())
    loads = "import sys, tensorflow as tf; tf.saved_model.load(sys.argv[1]).signatures['serving_default']"
    subprocess.run([sys.executable, "-c", loads, str(result.path)], check=True)


def test_a_keras_file_is_reloaded_here_and_says_whose_code_it_needs(tmp_path):
    stages = []
    result = export(model_of(Louder(3.0), bent), tmp_path / "louder", format="keras", progress=stages.append)
    assert result.needs == ("Louder", "bent")
    assert result.max_difference == 0
    assert stages == ["Writing the .keras file", "Loading it where its classes are known"]
    assert str(result).endswith("It loads only where Louder, bent is registered.")
    assert keras.saving.load_model(result.path).layers[0].times == 3.0


def test_one_inside_another_layer_counts_too(tmp_path):
    inner = keras.layers.TimeDistributed(keras.layers.Dense(2, activation=bent))
    model = keras.Sequential([keras.Input((4, 3)), inner])
    assert export(model, tmp_path / "inner", format="keras").needs == ("bent",)


def test_a_class_that_forgets_its_settings_is_refused_with_where_to_look(tmp_path):
    with pytest.raises(ExportError, match=r"gives other answers|get_config"):
        export(model_of(Forgetful(3.0)), tmp_path / "forgetful", format="keras")
    assert list(tmp_path.iterdir()) == []
