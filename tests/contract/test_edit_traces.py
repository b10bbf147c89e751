"""The traces that the browser's copy of `apply` is held to are those of Python's."""

from tests.contract import edit_traces


def test_the_committed_traces_are_the_ones_that_python_gives():
    assert edit_traces.PATH.read_bytes() == edit_traces.traces(), "run `make protocol`"
