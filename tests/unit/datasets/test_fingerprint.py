"""Equal data have an equal fingerprint, and every change that is looked at makes another."""

import numpy as np
from hypothesis import given, strategies as st

from playground import datasets
from playground.datasets._fingerprint import WHOLE


def made(**changes):
    given = {"x": np.arange(12.0).reshape(6, 2), "y": np.arange(6), "class_names": tuple("abcdef")}
    return datasets.from_arrays(**(given | changes))


def test_equal_data_have_an_equal_fingerprint_that_no_version_changes():
    assert made().fingerprint == made().fingerprint == "4ce81ab5972321ae1ae0052f8238176b"


def test_every_part_of_the_data_counts():
    x = np.arange(12.0).reshape(6, 2)
    others = [
        made(),
        made(x=x[::-1]),
        made(x={"other": x}),
        made(x=x.reshape(6, 1, 2)),
        made(x=x.astype(np.int32)),
        made(y=None, class_names=None),
        made(class_names=tuple("fedcba")),
        made(sample_weight=np.ones(6)),
        made(validation=(x, np.arange(6))),
        made(x=np.array(["a", "b", "c", "d", "e", "f"])),
    ]
    assert len({each.fingerprint for each in others}) == len(others)


@given(st.integers(0, 11), st.floats(-100, 100, width=32))
def test_a_change_of_one_value_changes_the_fingerprint(place, value):
    x = np.arange(12.0, dtype=np.float32)
    changed = x.copy()
    changed[place] = value
    same = made(x=changed.reshape(6, 2)).fingerprint == made(x=x.reshape(6, 2)).fingerprint
    assert same == (x.tobytes() == changed.tobytes())


def test_of_a_large_array_the_ends_and_stretches_between_are_read():
    rows = WHOLE // 4 + 1024
    x = np.zeros((rows, 1), np.float32)
    before = datasets.from_arrays(x, name="large").fingerprint
    for place in (0, rows - 1):
        changed = x.copy()
        changed[place] = 1
        assert datasets.from_arrays(changed, name="large").fingerprint != before
