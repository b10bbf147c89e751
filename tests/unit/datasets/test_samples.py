"""A few samples for the screen: pixels of images and masks, words of the rest."""

import numpy as np
import pytest

from playground import datasets
from playground.datasets import samples_of


def shown(data, count=3):
    message, buffers = samples_of(data, count)
    pictured = [tensor for tensor in message.tensors if tensor.kind != "words"]
    arrays = [
        np.frombuffer(buffer, np.uint8).reshape(message.count, tensor.height, tensor.width, tensor.channels)
        for tensor, buffer in zip(pictured, buffers, strict=True)
    ]
    return message, arrays


def test_an_image_comes_as_bytes_from_black_to_white_and_its_label_as_its_name():
    data = datasets.load("digits")
    message, (pixels,) = shown(data)
    expected = np.round(data.probe(3).inputs["image"] * 255).astype(np.uint8)
    assert (pixels == expected).all()
    assert [(tensor.name, tensor.role, tensor.kind) for tensor in message.tensors] == [
        ("image", "input", "image"),
        ("digit", "target", "words"),
    ]
    assert message.tensors[1].words == ("0", "1", "2")


def test_a_mask_keeps_its_labels():
    data = datasets.load("shape_masks")
    message, (_, mask) = shown(data)
    assert message.tensors[1].kind == "mask"
    assert (mask[..., 0] == data.probe(3).targets["mask"]).all()


def test_several_inputs_and_targets_each_show_what_they_are():
    boxes, _ = samples_of(datasets.load("shape_boxes"), 2)
    assert [tensor.kind for tensor in boxes.tensors] == ["image", "words", "words"]
    assert set(boxes.tensors[1].words) <= {"disc", "square", "triangle"}
    assert all(words.count(", ") == 3 for words in boxes.tensors[2].words)
    castings, buffers = samples_of(datasets.load("castings"), 2)
    assert [tensor.kind for tensor in castings.tensors] == ["image", "words", "words"]
    assert len(buffers) == 1


@pytest.mark.parametrize(
    ("image", "low", "high"),
    [
        (np.full((2, 4, 4, 3), 255, np.uint8), 255, 255),
        (np.linspace(-1, 1, 2 * 16 * 3, dtype=np.float32).reshape(2, 4, 4, 3), 0, 255),
        (np.full((2, 4, 4, 1), 0.5, np.float32), 128, 128),
        (np.zeros((2, 4, 4, 1), bool), 0, 0),
    ],
)
def test_any_range_of_numbers_becomes_brightness(image, low, high):
    _, (pixels,) = shown(datasets.from_arrays({"image": image}), 2)
    assert (pixels.min(), pixels.max()) == (low, high)


def test_large_images_are_thinned_and_rows_of_many_numbers_and_long_texts_cut():
    data = datasets.from_arrays(
        {"image": np.zeros((2, 300, 130, 1)), "row": np.arange(20.0).reshape(2, 10), "text": np.array(["a" * 90, "b"])}
    )
    message, (pixels,) = shown(data, 9)
    assert message.count == 2
    assert pixels.shape == (2, 60, 26, 1)
    assert sorted(message.tensors[1].words) == ["0, 1, 2, 3, 4, 5, … 10", "10, 11, 12, 13, 14, 15, … 10"]
    assert sorted(message.tensors[2].words) == ["a" * 59 + "…", "b"]


def test_labels_too_large_for_a_byte_are_no_mask():
    data = datasets.from_arrays(np.zeros((2, 3)), np.full((2, 4, 4), 300))
    message, buffers = samples_of(data, 2)
    assert ([tensor.kind for tensor in message.tensors], buffers) == (["words", "words"], [])
