import errno
import os

import keras
import numpy as np
import pytest

from playground.errors import ExportError
from playground.exporting import export
from playground.exporting._names import input_names
from playground.exporting._place import move_in, reason, staging
from playground.exporting._samples import samples_for
from playground.exporting._verify import _compare


@pytest.fixture(scope="module")
def line():
    return keras.Sequential([keras.Input((3,), name="x"), keras.layers.Dense(1)], name="line")


def refusal(*args, **kwargs):
    with pytest.raises(ExportError) as caught:
        export(*args, **kwargs)
    return str(caught.value)


def test_an_unknown_format_is_refused_with_the_known_ones(line, tmp_path):
    assert refusal(line, tmp_path / "a", format="onnx") == (
        "There is no export format “onnx”: choose one of saved_model, keras."
    )


def test_an_export_that_exists_is_refused_unless_told_to_overwrite(line, tmp_path):
    (tmp_path / "a").mkdir()

    assert refusal(line, tmp_path / "a") == (
        f"The export “{tmp_path / 'a'}” exists: choose another path, or pass overwrite=True to replace it."
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_folder_with_other_things_in_it_is_never_replaced(line, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "thesis.txt").write_text("years of work")

    assert refusal(line, tmp_path / "a", overwrite=True) == (
        f"The folder “{tmp_path / 'a'}” is not an export, since it holds “thesis.txt”, so it is not replaced: "
        "choose another path."
    )
    assert (tmp_path / "a" / "thesis.txt").read_text() == "years of work"


def test_a_file_is_not_replaced_by_a_folder_nor_a_folder_by_a_file(line, tmp_path):
    (tmp_path / "a").write_text("")
    (tmp_path / "b.keras").mkdir()

    assert refusal(line, tmp_path / "a", overwrite=True) == (
        f"“{tmp_path / 'a'}” is a file, where this export is a folder: choose another path."
    )
    assert refusal(line, tmp_path / "b", format="keras", overwrite=True) == (
        f"“{tmp_path / 'b.keras'}” is a folder, where this export is a file: choose another path."
    )


def test_a_path_below_two_missing_folders_is_taken_for_a_mistake(line, tmp_path):
    assert refusal(line, tmp_path / "no" / "such" / "a") == (
        f"The folder “{tmp_path / 'no' / 'such'}” for the export “a” does not exist: make it, or correct the path."
    )


def test_a_file_in_the_place_of_the_folder_is_named(line, tmp_path):
    (tmp_path / "file").write_text("")

    assert refusal(line, tmp_path / "file" / "a") == (
        f"The export “{tmp_path / 'file' / 'a'}” needs a folder where there is a file: choose another place."
    )


def test_a_read_only_place_is_refused(line, tmp_path):
    place = tmp_path / "place"
    place.mkdir(mode=0o555)
    if os.access(place, os.W_OK):  # root may write anywhere but into the kernel's own file system
        place = "/sys"

    assert refusal(line, f"{place}/a") == (
        f"The folder “{place}” can't be written to: choose another place for the export “a”."
    )


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "no room on the disk"), (errno.EROFS, "can't be written")])
def test_a_failure_while_writing_is_one_sentence_and_leaves_nothing(line, tmp_path, monkeypatch, code, words):
    def write_half(path):
        path.write_bytes(b"half")
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(line, "save", write_half, raising=True)

    assert words in refusal(line, tmp_path / "new" / "a", format="keras")
    assert list(tmp_path.iterdir()) == []


def test_every_reason_names_the_export(tmp_path):
    codes = [errno.ENOSPC, errno.EACCES, errno.ENOTDIR, errno.ENOENT, errno.ENAMETOOLONG, errno.EIO]

    sentences = [reason(OSError(code, os.strerror(code)), tmp_path / "digits") for code in codes]

    assert [("digits" in sentence, sentence.count(": ")) for sentence in sentences] == [(True, 1)] * len(codes)


def test_the_old_folder_is_put_back_when_the_new_one_can_not_be_moved_in(tmp_path):
    old = tmp_path / "a"
    old.mkdir()
    (old / "saved_model.pb").write_text("old")

    with (
        pytest.raises(ExportError, match="does not exist"),
        staging(old, contents=frozenset({"saved_model.pb"}), overwrite=True) as folder,
    ):
        move_in(folder / "never written", old)

    assert [(old / "saved_model.pb").read_text(), list(tmp_path.iterdir())] == ["old", [old]]


def test_a_path_without_a_name_and_one_of_another_format_are_refused(line):
    assert refusal(line, "/") == "The export path “/” has no name at its end: add one, such as “digits”."
    assert refusal(line, "digits.keras") == (
        "The path “digits.keras” is not one of a SavedModel: drop its ending “.keras”."
    )


def test_a_model_without_weights_is_refused(tmp_path):
    model = keras.Sequential([keras.layers.Dense(1)], name="empty")

    assert refusal(model, tmp_path / "a") == (
        "The model “empty” has no weights yet: call it on data once, then export it."
    )


def test_a_layer_name_that_no_graph_takes_is_named(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="my dense")])

    assert refusal(model, tmp_path / "a") == (
        "The Dense “my dense” can't go into a SavedModel: TensorFlow takes only the letters a-z, digits and . _ - / "
        "in the name of a layer; rename it, or export a .keras file."
    )


def test_samples_that_do_not_fit_are_refused_by_the_name_of_the_input(line):
    two = keras.Model([a := keras.Input((2,), name="a"), b := keras.Input((2,), name="b")], keras.layers.Add()([a, b]))
    cases = [
        (line, np.zeros((4, 2)), "The samples for the input “x” have shape (4, 2), where it takes (samples, 3)"),
        (line, np.zeros((0, 3)), "there are 0 for “x”"),
        (two, {"a": np.zeros((4, 2))}, "There are no samples for the input “b”"),
        (two, np.zeros((4, 2)), "The model has 2 inputs: give one array of samples for each of a, b"),
        (two, [np.zeros((4, 2)), np.zeros((3, 2))], "there are 4 for “a”, 3 for “b”"),
    ]

    for model, given, words in cases:
        with pytest.raises(ExportError) as caught:
            samples_for(model, given)
        assert words in str(caught.value)


def test_made_up_samples_fit_shapes_dtypes_and_a_fixed_batch():
    inputs = [
        keras.Input((None, 2), name="f"),
        keras.Input((3,), dtype="int32"),
        keras.Input((1,), dtype="string"),
        keras.Input((1,), dtype="bool"),
    ]
    model = keras.Model(inputs, inputs)
    fixed = keras.Sequential([keras.Input(batch_shape=(5, 2)), keras.layers.Dense(1)])

    arrays = samples_for(model, None).arrays

    assert [(a.shape, a.dtype.kind) for a in arrays] == [
        ((8, 32, 2), "f"),
        ((8, 3), "i"),
        ((8, 1), "U"),
        ((8, 1), "b"),
    ]
    assert samples_for(model, None).batch_sizes == (1, 8)
    assert (samples_for(fixed, None).batch_sizes, samples_for(fixed, None).count) == ((5,), 5)


def test_input_names_become_different_identifiers():
    names = ["a b", "a.b", "größe", "1st", "class", "a-b"]
    inputs = [keras.Input((1,), name=name) for name in names]

    assert input_names(keras.Model(inputs, inputs)) == [
        "a_b",
        "a_b_2",
        "gr__e",
        "input_1st",
        "input_class",
        "a_b_3",
    ]


def test_answers_are_compared_by_value_with_nan_equal_to_nan():
    wanted = {"1_0": np.array([[1.0, np.nan, 1000.0]]), "1_1": np.array(["a"])}

    assert _compare(wanted, wanted | {"1_0": np.array([[1.0, np.nan, 1000.01]])}, half=False) == pytest.approx(0.01)
    for other in (
        wanted | {"1_0": np.array([[1.1, np.nan, 1000.0]])},
        wanted | {"1_0": np.array([[1.0, 0.0, 1000.0]])},
        wanted | {"1_0": np.zeros((2, 3))},
        wanted | {"1_1": np.array(["b"])},
        {"1_0": wanted["1_0"]},
    ):
        with pytest.raises(ExportError, match="is not kept"):
            _compare(wanted, other, half=False)


def test_a_layer_that_fails_in_a_graph_is_refused_in_one_line(tmp_path):
    def write(*args, **kwargs):
        raise ValueError(
            "Exception encountered when calling Eager.call().\n\n\x1b[1mno graph, please\x1b[0m\n\nArguments"
        )

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="eager")
    model.export = write

    assert refusal(model, tmp_path / "a") == (
        "The model “eager” can't be written as a SavedModel (ValueError: no graph, please): change the layer it names, "
        "or choose another format."
    )
