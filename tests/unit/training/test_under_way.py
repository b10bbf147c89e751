"""Runs begin and end on threads of their own, at any moment of each other's."""

import threading

import pytest

from playground.training import TrainingConfig, train
from playground.training._under_way import enter, leave, training_of

CONFIG = TrainingConfig(epochs=2, batch_size=8, jit_compile="off")


class Other:
    """A run that another thread lets end while it is asked what it trains."""

    def __init__(self, ending=None):
        self.number, self.state, self.ending = 0, "running", ending

    @property
    def model(self):
        if self.ending is not None:
            ended = threading.Thread(target=leave, args=(self.ending,))
            self.ending = None
            ended.start()
            ended.join(0.5)
        return self


@pytest.mark.parametrize("ask", [enter, lambda run: training_of(run.model, but=run)], ids=["begins", "looks back"])
def test_a_run_that_begins_or_is_looked_back_in_minds_no_other_that_ends_just_then(ask):
    ending = Other()
    under_way = [Other(ending), ending, *(Other() for _ in range(3))]
    for run in under_way:
        enter(run)
    under_way[0].ending = ending
    try:
        ask(Other())
    finally:
        for run in under_way:
            leave(run)


def test_a_run_begins_on_a_model_that_somebody_ceases_to_look_back_in_just_then(model, data):
    first = train(model, data, CONFIG)
    first.wait(60)
    first.show(1)

    class Turn:
        """Somebody looks forward before the one who asks has the turn."""

        def __enter__(self):
            first._showing.turn = threading.RLock()
            first.show(None)

        def __exit__(self, *_):
            pass

    first._showing.turn = Turn()
    assert train(model, data, CONFIG).wait(60) == "finished"
    assert first.shown is None
