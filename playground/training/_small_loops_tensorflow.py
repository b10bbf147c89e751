"""Lets XLA make one piece of code of a small loop.

On a CPU, XLA runs a loop operation by operation, each by way of a pool of threads, unless what one pass reads and
writes is less than a kilobyte: of such a loop it makes a function. For a small network that is five times as fast, on
one core instead of two; for large loops it would be slower, since code that is made so knows no fast products of
matrices. The limit is an option of XLA's backend, which it reads once in a process, with the first thing it compiles.
"""

import os
from functools import cache

import tensorflow as tf

FLAGS = "XLA_FLAGS"
_EXTRA = "--xla_backend_extra_options"
LIMIT = 100_000
"""Bytes that one pass of a loop may read and write. Measured: from 200,000 on some LSTM is slower."""


@cache
def compile_small_loops_whole() -> None:
    """Have XLA read the limit, before it reads anything else; where it has been at work before, its own limit holds.

    The environment is the same afterwards, and options of somebody's own are left alone.
    """
    before = os.environ.get(FLAGS)
    if before and _EXTRA in before:
        return
    os.environ[FLAGS] = f"{before or ''} {_EXTRA}=xla_cpu_small_while_loop_byte_threshold={LIMIT}".strip()
    try:
        tf.function(lambda x: x + 1, jit_compile=True)(tf.constant(0))
    finally:
        if before is None:
            del os.environ[FLAGS]
        else:
            os.environ[FLAGS] = before
