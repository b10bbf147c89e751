"""Made-up images: what stands in the targets is what stands in the picture."""

import numpy as np
import pytest

from playground import datasets
from playground.errors import DataError


def test_a_mask_names_the_shape_at_every_pixel_and_shapes_are_lighter_than_their_background():
    data = datasets.load("shape_masks")
    image, mask = data.inputs["image"][..., 0], data.targets["mask"]
    assert (image.shape, image.dtype, mask.shape, mask.dtype) == ((600, 32, 32), np.float32, (600, 32, 32), np.int64)
    assert np.unique(mask).tolist() == [0, 1, 2, 3]
    assert data.class_names == ("background", "disc", "square", "triangle")
    assert image.min() >= 0
    assert image.max() <= 1
    assert all(image[i][mask[i] > 0].mean() > image[i][mask[i] == 0].mean() + 0.2 for i in range(600))


def test_a_box_is_the_smallest_around_its_shape():
    data = datasets.load("shape_boxes")
    image, box = data.inputs["image"][..., 0], data.targets["box"] * 32
    assert np.bincount(data.targets["kind"]).tolist() == [500, 500, 500]
    for pixels, (x, y, width, height) in zip(image, box, strict=True):
        top, bottom, left, right = (
            round(float(v)) for v in (y - height / 2, y + height / 2, x - width / 2, x + width / 2)
        )
        inside = pixels[top:bottom, left:right]
        outside = np.ones_like(pixels, bool)
        outside[top:bottom, left:right] = False
        assert inside.mean() > pixels[outside].mean() + 0.1
        assert 0 <= left < right <= 32
        assert 0 <= top < bottom <= 32


def test_a_casting_weighs_area_times_thickness_times_density():
    data = datasets.load("castings")
    area = (data.inputs["image"][..., 0] > 0.5).sum(axis=(1, 2))
    thickness, density = data.inputs["measures"].T
    np.testing.assert_allclose(data.targets["weight"], area * thickness * density / 10_000, rtol=1e-4)


@pytest.mark.parametrize("make", [datasets.shape_masks, datasets.shape_boxes, datasets.castings])
def test_the_same_seed_draws_the_same_and_no_samples_are_refused(make):
    one, same, other = (make(samples=4, seed=seed).inputs["image"] for seed in (3, 3, 4))
    assert (one == same).all()
    assert not (one == other).all()
    with pytest.raises(DataError, match="at least 1 sample, got 0"):
        make(samples=0)
