"""Plain data become objects on any thread: the first use of a class is where msgspec alone would end the process."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import playground
from playground.network import typed, typed_json

AT_ONCE = """
import sys, threading
import msgspec
from playground.network import typed, typed_json

sys.setswitchinterval(1e-6)
THREADS = 6

def read(begin, cls, value, json):
    begin.wait()
    assert msgspec.to_builtins(typed_json(msgspec.json.encode(value), cls) if json else typed(value, cls)) == value

for number in range(100):
    cls, value = int, 1
    for depth in range(4):
        fields = [(f"field{place}", cls) for place in range(4)]
        cls = msgspec.defstruct(f"Struct{number}Of{depth}", fields)
        value = {name: value for name, _ in fields}
    begin = threading.Barrier(THREADS)
    threads = [threading.Thread(target=read, args=(begin, cls, value, bool(number % 2))) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("alive")
"""


def test_threads_that_read_a_class_for_the_first_time_at_once_all_read_it():
    done = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


class Point(msgspec.Struct):
    x: int


def test_what_does_not_fit_is_refused_as_msgspec_refuses_it():
    assert typed({"x": 3}, Point) == typed_json(b'{"x": 3}', Point) == Point(3)
    with pytest.raises(msgspec.ValidationError, match=r"Expected `int`, got `str` - at `\$.x`"):
        typed({"x": "3"}, Point)
    with pytest.raises(msgspec.ValidationError, match=r"Expected `int`, got `str` - at `\$.x`"):
        typed_json(b'{"x": "3"}', Point)
    with pytest.raises(msgspec.DecodeError):
        typed_json(b"{", Point)


def test_no_file_reads_a_class_of_ours_in_another_way():
    own = re.compile(r"msgspec\.convert\(|json\.decode\([^\n]*type=(?!dict)|json\.Decoder\(")
    source = Path(playground.__file__).parent
    found = [path.name for path in source.rglob("*.py") if own.search(path.read_text("utf-8"))]
    assert found == ["_typed.py"]
