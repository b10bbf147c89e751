import json
import zipfile

import keras
import numpy as np
import pytest

from playground.errors import ExportError
from playground.exporting import ExportResult, export
from playground.protocol import ExportSummary

# Keras reads tensors in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn.t accept a copy keyword:DeprecationWarning"
)


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture(scope="module")
def digits():
    keras.utils.set_random_seed(1)
    return keras.Sequential(
        [
            keras.Input((8, 8, 1), name="pixels"),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="digits",
    )


@pytest.fixture(scope="module")
def mixed():
    """Integers, text and awkward input names in; two outputs of other names out."""
    keras.utils.set_random_seed(2)
    words = keras.Input((5,), dtype="int32", name="die Wörter")
    words_2 = keras.Input((3,), name="die W.rter")
    colour = keras.Input((1,), dtype="string", name="class")
    x = keras.layers.Flatten(name="flat.words")(keras.layers.Embedding(20, 4)(words))
    y = keras.layers.StringLookup(vocabulary=["red", "blue"], output_mode="one_hot", name="of-colour")(colour)
    x = keras.layers.Concatenate(name="joined")([x, words_2, y])
    return keras.Model(
        [words, words_2, colour],
        {"b": keras.layers.Dense(2, name="b")(x), "a": keras.layers.Dense(1, name="a")(x)},
    )


def test_a_saved_model_is_loaded_in_a_fresh_process_and_answers_alike_and_the_model_trains_on(digits, tmp_path):
    samples = np.random.default_rng(0).random((100, 8, 8, 1))
    stages = []
    digits.compile("sgd", "sparse_categorical_crossentropy")
    labels = np.arange(100) % 10
    digits.fit(samples, labels, verbose=0)
    before = digits.get_weights()

    result = export(digits, tmp_path / "exports" / "digits", samples=samples, progress=stages.append)

    assert result == ExportResult(
        path=tmp_path / "exports" / "digits",
        format="saved_model",
        size_bytes=sum(f.stat().st_size for f in (tmp_path / "exports" / "digits").rglob("*") if f.is_file()),
        max_difference=result.max_difference,
        samples=64,
        seconds=result.seconds,
    )
    assert 0 <= result.max_difference < 1e-5
    assert result.summary == ExportSummary(
        "saved_model", str(result.path), result.size_bytes, result.max_difference, 64, result.seconds
    )
    assert stages == ["Writing the SavedModel", "Loading it in a fresh process"]
    assert names(tmp_path / "exports") == ["digits"]
    assert all(np.array_equal(a, b) for a, b in zip(before, digits.get_weights(), strict=True))
    digits.fit(samples, labels, verbose=0)
    assert not np.array_equal(before[0], digits.get_weights()[0])


def test_a_keras_file_gets_its_suffix_answers_alike_and_replaces_another_when_told_to(digits, tmp_path):
    (tmp_path / "digits.keras").write_text("old")

    result = export(digits, tmp_path / "digits", format="keras", overwrite=True)

    assert (result.path, result.samples) == (tmp_path / "digits.keras", 8)
    assert result.size_bytes == result.path.stat().st_size > 1000
    assert result.max_difference < 1e-5
    assert names(tmp_path) == ["digits.keras"]
    with zipfile.ZipFile(result.path) as archive:
        assert json.loads(archive.read("config.json"))["config"]["name"] == "digits"


@pytest.mark.parametrize("form", ["saved_model", "keras"])
def test_several_inputs_of_text_and_integers_and_named_outputs_are_exported(mixed, tmp_path, form):
    samples = {
        "die Wörter": np.arange(15).reshape(3, 5),
        "die W.rter": np.ones((3, 3)),
        "class": np.array([["red"], ["blue"], ["grey"]], dtype=object),
    }

    result = export(mixed, tmp_path / "mixed", format=form, samples=samples)

    assert (result.samples, result.max_difference < 1e-5) == (3, True)
    if form == "saved_model":
        import tensorflow as tf

        signature = tf.saved_model.load(str(result.path)).signatures["serving_default"]
        assert sorted(signature.structured_input_signature[1]) == ["die_W_rter", "die_W_rter_2", "input_class"]
        assert sorted(signature.structured_outputs) == ["a", "b"]


def test_a_copy_that_answers_otherwise_is_not_kept_and_the_old_export_stays(tmp_path):
    import tensorflow as tf

    class Fickle(keras.layers.Layer):
        def call(self, x):
            return x if tf.executing_eagerly() else x + 1.0

    model = keras.Sequential([keras.Input((2,)), Fickle()], name="noisy")
    old = tmp_path / "noisy"
    (old / "variables").mkdir(parents=True)
    (old / "saved_model.pb").write_bytes(b"old")

    with pytest.raises(ExportError, match=r"The exported copy gives other answers than the model .* is not kept"):
        export(model, old, overwrite=True)

    assert names(tmp_path) == ["noisy"]
    assert (old / "saved_model.pb").read_bytes() == b"old"


def test_a_copy_that_does_not_load_is_not_kept(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x + 1)])

    with pytest.raises(ExportError, match="does not load in a fresh process, so it is not kept: ") as caught:
        export(model, tmp_path / "lambda", format="keras")

    assert "Lambda" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == []


def test_a_process_that_takes_too_long_is_ended(digits, tmp_path):
    with pytest.raises(ExportError, match="not loaded within 0 seconds in a fresh process, so it is not kept"):
        export(digits, tmp_path / "new" / "digits", format="keras", timeout=0.01)

    assert names(tmp_path) == []
