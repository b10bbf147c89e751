"""What training runs on, in what the rules of checking ask for."""

from functools import cache
from typing import Any

from playground.checking import DeviceFacts


@cache
def device_facts() -> DeviceFacts | None:
    """The GPU with the least memory that TensorFlow may use for a model; None where there is none.

    TensorFlow takes hold of the GPUs when it is asked for their memory, so ask when there is something to train on.
    """
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return None
    from tensorflow.python.client import device_lib

    local: list[Any] = device_lib.list_local_devices()
    limits = [int(each.memory_limit) for each in local if each.device_type == "GPU"]
    if not limits:
        return None
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name")
    return DeviceFacts(f"the GPU ({name})" if name else "the GPU", min(limits))
