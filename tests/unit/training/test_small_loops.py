"""XLA makes one piece of code of a small loop: asked of processes in which it has compiled nothing yet."""

import json
import os
import subprocess
import sys

import pytest

CODE = """
import json, os
import tensorflow as tf
from playground.training import _small_loops_tensorflow as small

small.compile_small_loops_whole()

@tf.function(jit_compile=True)
def train(weights, x):
    def step(_, weights):
        return _ + 1, weights - 0.1 * tf.tanh(x @ weights)
    return tf.while_loop(lambda i, _: i < 100, step, (0, weights))[1]

def compiled(size):
    text = train.experimental_get_compiler_ir(tf.ones((size, size)), tf.ones((size, size)))(stage="optimized_hlo")
    return "xla_cpu_small_call" in text

print(json.dumps([compiled(32), compiled(256), os.environ.get("XLA_FLAGS")]))
"""


def asked(flags):
    environment = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"}
    if flags:
        environment["XLA_FLAGS"] = flags
    done = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("flags", [None, "--xla_cpu_enable_fast_math=false"])
def test_a_small_loop_is_one_piece_and_a_large_one_is_not_and_the_environment_stays_as_it_was(flags):
    assert asked(flags) == [True, False, flags]


def test_options_of_somebodys_own_are_left_alone():
    flags = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=10"
    assert asked(flags) == [False, False, flags]
