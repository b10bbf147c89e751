"""What training runs on: a GPU by its name and the memory TensorFlow may use, and this machine where there is none."""

from types import SimpleNamespace

import pytest
import tensorflow as tf
from tensorflow.python.client import device_lib

from playground.checking import DeviceFacts
from playground.session._device import device_facts

GPU = SimpleNamespace(name="/physical_device:GPU:0", device_type="GPU")


@pytest.fixture(autouse=True)
def forgotten():
    device_facts.cache_clear()
    yield
    device_facts.cache_clear()


@pytest.mark.parametrize(
    ("details", "name"), [({"device_name": "Some Card 9000"}, "the GPU (Some Card 9000)"), ({}, "the GPU")]
)
def test_the_smallest_gpu_is_told_with_its_name(details, name, monkeypatch):
    """No machine that tests run on has a GPU; the shape of the answers is TensorFlow's."""
    local = [
        SimpleNamespace(device_type=sort, memory_limit=size) for sort, size in (("CPU", 1), ("GPU", 9), ("GPU", 7))
    ]
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda sort: [GPU] if sort == "GPU" else [])
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda _: details)
    monkeypatch.setattr(device_lib, "list_local_devices", lambda: local)
    assert device_facts() == DeviceFacts(name, 7)


def test_a_machine_without_a_gpu_is_the_device_itself(monkeypatch):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _: [])
    assert device_facts() is None


def test_the_answers_of_tensorflow_have_that_shape():
    (first, *_) = device_lib.list_local_devices()
    assert (first.device_type, type(first.memory_limit)) == ("CPU", int)
