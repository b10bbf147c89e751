import numpy as np
import pytest

from playground import datasets
from playground.errors import DataError


def test_the_digits_are_small_grey_images_with_named_labels():
    data = datasets.load("digits")
    image = data.inputs["image"]
    assert (image.shape, image.dtype, image.min(), image.max()) == ((1797, 8, 8, 1), np.float32, 0.0, 1.0)
    assert (data.classes, data.class_names) == (10, tuple("0123456789"))
    assert np.bincount(data.targets["digit"]).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


@pytest.mark.parametrize(
    ("name", "samples", "features", "classes"),
    [
        ("iris", 150, 4, 3),
        ("wine", 178, 13, 3),
        ("breast_cancer", 569, 30, 2),
        ("diabetes", 442, 10, 0),
        ("circle", 250, 2, 2),
        ("xor", 250, 2, 2),
        ("gaussian", 250, 2, 2),
        ("spiral", 250, 2, 2),
    ],
)
def test_every_shipped_table_loads(name, samples, features, classes):
    summary = datasets.load(name).summary
    assert (summary.name, summary.samples, summary.inputs[0].shape, summary.classes) == (
        name,
        samples,
        (features,),
        classes,
    )


def test_the_names_are_those_that_load():
    assert [datasets.load(name).name for name in datasets.names()] == list(datasets.names())


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(DataError, match="There is no data set “mnist”; choose one of digits, iris"):
        datasets.load("mnist")


def test_points_are_drawn_from_their_seed():
    one, same, other = (datasets.points("spiral", seed=seed).inputs["point"] for seed in (3, 3, 4))
    assert (one == same).all()
    assert not (one == other).all()


def test_xor_points_without_noise_are_labelled_by_their_signs():
    data = datasets.points("xor", noise=0.0)
    x, y = data.inputs["point"].T
    assert data.targets["class"].tolist() == (x * y > 0).astype(int).tolist()


@pytest.mark.parametrize(("settings", "sentence"), [({"samples": 1}, "at least 2"), ({"noise": -1.0}, "noise must be")])
def test_points_out_of_range_are_refused(settings, sentence):
    with pytest.raises(DataError, match=sentence):
        datasets.points("circle", **settings)


def test_a_set_of_points_that_does_not_exist_is_refused():
    with pytest.raises(DataError, match="no set of points “moons”"):
        datasets.points("moons")


class Frame:
    """What pandas and polars frames have in common."""

    def __init__(self, **columns):
        self.columns = list(columns)
        self._columns = columns

    def __getitem__(self, column):
        return self._columns[column]


def test_a_frame_gives_one_input_of_its_number_columns_and_labels_of_text():
    frame = Frame(a=[1, 2, 3], b=[0.5, 1.5, 2.5], kind=["no", "yes", "no"])
    data = datasets.from_frame(frame, target="kind")
    assert data.inputs["input"].tolist() == [[1.0, 0.5], [2.0, 1.5], [3.0, 2.5]]
    assert (data.targets["kind"].tolist(), data.class_names) == ([0, 1, 0], ("no", "yes"))


def test_columns_of_text_become_inputs_of_their_own():
    frame = Frame(a=[1, 2], colour=["red", "blue"], b=[3, 4], price=[5.0, 6.0])
    data = datasets.from_frame(frame, target="price")
    assert {name: array.tolist() for name, array in data.inputs.items()} == {
        "colour": [["red"], ["blue"]],
        "numbers": [[1.0, 3.0], [2.0, 4.0]],
    }
    data = datasets.from_frame(Frame(numbers=["one", "two"], a=[1, 2]))
    assert list(data.inputs) == ["numbers", "numbers_"]


def test_a_table_of_text_alone_has_no_input_of_numbers(tmp_path):
    path = tmp_path / "mail.csv"
    path.write_text("text,kind\nhello there,ham\nbuy now,spam\n")
    data = datasets.from_csv(path, target="kind")
    assert data.inputs["text"].tolist() == [["hello there"], ["buy now"]]
    assert list(data.inputs) == ["text"]


def test_several_target_columns_become_one_target():
    data = datasets.from_frame(Frame(a=[1, 2], b=[3, 4], c=[5, 6]), target=["b", "c"])
    assert data.targets["target"].tolist() == [[3.0, 5.0], [4.0, 6.0]]


@pytest.mark.parametrize(
    ("frame", "target", "sentence"),
    [
        (np.zeros(3), "a", "takes a data frame, got ndarray"),
        (Frame(a=[1], b=[2]), "c", "There is no column “c”; the columns are “a”, “b”"),
        (Frame(a=[1]), "a", "no columns left"),
        (Frame(a=["x", None], b=[1, 2]), "b", "Column “a” has 1 gaps, the first in row 1"),
        (Frame(a=["x"], b=[1], c=[2]), ["a", "b"], "Column “a” holds text, not numbers"),
        (Frame(a=np.array(["2020-01-01"], dtype="M8[D]"), b=[1]), "b", "Column “a” holds datetime64[D], not numbers"),
        (Frame(a=[1.0, np.nan], b=[1, 2]), "b", "Column “a” has 1 NaN or infinite values, the first in row 1"),
        (Frame(a=[1, 2], b=np.array(["x", None], dtype=object)), "b", "Column “b” has 1 gaps, the first in row 1"),
    ],
)
def test_bad_frames_are_refused(frame, target, sentence):
    with pytest.raises(DataError) as raised:
        datasets.from_frame(frame, target)
    assert sentence in str(raised.value)


def test_a_csv_file_is_read_with_its_names(tmp_path):
    path = tmp_path / "plants.csv"
    path.write_text("height,width,kind\n1,2.5,oak\n3,4,elm\n")
    data = datasets.from_csv(path, target="kind")
    assert data.name == "plants"
    assert data.inputs["input"].tolist() == [[1.0, 2.5], [3.0, 4.0]]
    assert (data.targets["kind"].tolist(), data.class_names) == ([1, 0], ("elm", "oak"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n", "no rows"),
        ("a,a\n1,2\n", "names a column twice"),
        ("a,b\n1,2\n3\n", "has 1 values in row 3, expected 2"),
        ("a,b\n1,\n", None),
        ("a,b\n,1\n", "Column “a” has 1 NaN"),
    ],
)
def test_bad_csv_files_are_refused(tmp_path, text, sentence):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(DataError) as raised:
        datasets.from_csv(path, target="b")
    assert (sentence or "Target “b” holds 1 NaN") in str(raised.value)


def test_a_missing_file_or_folder_is_named(tmp_path):
    with pytest.raises(DataError, match="There is no file"):
        datasets.from_csv(tmp_path / "none.csv")
    with pytest.raises(DataError, match="There is no folder"):
        datasets.from_folder(tmp_path / "none")
    with pytest.raises(DataError, match="can't be read"):
        datasets.from_csv(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "image.csv"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(DataError, match="not a CSV file in UTF-8"):
        datasets.from_csv(path)


def test_a_folder_of_images_becomes_labelled_images(tmp_path):
    import tensorflow as tf

    for name, value in (("cat", 0), ("dog", 255)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.png").write_bytes(tf.io.encode_png(np.full((5, 7, 3), value, dtype=np.uint8)).numpy())
    data = datasets.from_folder(tmp_path, image_size=(4, 6))
    assert data.inputs["input"].shape == (2, 4, 6, 3)
    assert data.inputs["input"].mean(axis=(1, 2, 3)).tolist() == [0.0, 1.0]
    assert (data.targets["target"].tolist(), data.class_names) == ([0, 1], ("cat", "dog"))


def test_bad_image_folders_are_refused(tmp_path):
    with pytest.raises(DataError, match="color_mode must be"):
        datasets.from_folder(tmp_path, color_mode="cmyk")
    with pytest.raises(DataError, match="has no folders in it"):
        datasets.from_folder(tmp_path)
    (tmp_path / "cat").mkdir()
    with pytest.raises(DataError, match="Class folder “cat” has no images"):
        datasets.from_folder(tmp_path)
    (tmp_path / "cat" / "1.png").write_bytes(b"not an image")
    with pytest.raises(DataError, match=r"1\.png” can't be read"):
        datasets.from_folder(tmp_path)
