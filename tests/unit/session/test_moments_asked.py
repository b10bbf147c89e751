"""What is asked to be done between two steps of a run is done, whoever else gives up waiting for it."""

import threading
from collections import deque
from contextlib import nullcontext
from types import SimpleNamespace

from playground import protocol
from playground.session import Session
from tests.unit.session.going import held, inserted, wait_until

RUNS = SimpleNamespace(state="running", is_here=lambda: False, held=nullcontext)


def test_who_gives_up_waiting_for_a_moment_takes_nobody_elses_wish_along(session: Session):
    run, done = held(session), list[str]()
    broadcast = session.running.broadcast
    assert broadcast is not None
    waiting = threading.Thread(target=lambda: broadcast.between_steps(RUNS, lambda: done.append("other"), 60))
    waiting.start()
    wait_until(lambda: broadcast._asked)
    broadcast.between_steps(RUNS, lambda: done.append("mine"), 0)
    broadcast.observe(run)
    waiting.join(10)
    assert not waiting.is_alive()
    assert done == ["mine", "other"]


class GivenUp(deque):
    """Whoever asked gives up between the look whether there is something and the taking of it."""

    def popleft(self):
        self.clear()
        return super().popleft()


def test_a_wish_that_is_given_up_as_it_is_taken_ends_no_pictures(session: Session):
    run = held(session)
    broadcast = session.running.broadcast
    assert broadcast is not None
    broadcast._asked = GivenUp([lambda: None])
    broadcast.observe(run)
    assert not broadcast._asked


def test_a_run_that_another_takes_up_leaves_their_trail_to_that_one(session: Session):
    before = held(session)
    listen = session.running.broadcast.listen
    session.edit(inserted(session.network, "Dense", "more", {"units": 4}))
    after = held(session)
    assert after.trail is before.trail
    shapes, kept = after.trail._shapes, list(after.trail._kept)
    listen(before)
    assert after.trail._shapes == shapes
    assert after.trail._kept == kept


def test_pictures_are_told_without_waiting_for_an_edit_that_may_wait_for_them(session: Session):
    held(session)
    session._state_told, session._adaptation_told = "idle", {"hidden_a": "stale"}
    pictures = protocol.Pictures(1, 1, 0, 1, "", ())
    telling = threading.Thread(target=session._stream, args=(pictures, ()))
    with session.drawing.turn:
        telling.start()
        telling.join(5)
        assert not telling.is_alive()
