"""A lock that is lent: one at a time, but for the thread that its holder waits for."""

import threading
from collections.abc import Callable

from playground.session._turn import Turn


class Other:
    """Another thread, which does one thing after the other and tells what it has done."""

    def __init__(self, *deeds: Callable[[], object]) -> None:
        self.done = [threading.Event() for _ in deeds]
        self.thread = threading.Thread(target=self.work, args=(deeds,), daemon=True)
        self.thread.start()

    def work(self, deeds: tuple[Callable[[], object], ...]) -> None:
        for deed, done in zip(deeds, self.done, strict=True):
            deed()
            done.set()

    def is_here(self) -> bool:
        return threading.current_thread() is self.thread


def enter(turn: Turn) -> Callable[[], None]:
    return turn.__enter__


def leave(turn: Turn) -> Callable[[], None]:
    return lambda: turn.__exit__(None, None, None)


def test_another_thread_waits_until_the_holder_has_left_as_often_as_it_entered():
    turn = Turn()
    with turn:
        with turn:
            other = Other(enter(turn), leave(turn))
            assert not other.done[0].wait(0.05)
        assert not other.done[0].wait(0.05)
    assert other.done[1].wait(60)
    with turn:
        pass


def test_only_the_thread_that_it_is_lent_to_gets_in_and_the_holder_goes_on_once_it_is_out():
    turn, may = Turn(), threading.Event()
    with turn:
        guest = Other(enter(turn), enter(turn), lambda: may.wait(60), enter(turn), *[leave(turn)] * 3)
        stranger = Other(enter(turn), leave(turn))
        assert not guest.done[0].wait(0.05)
        with turn.lent(guest.is_here):
            assert guest.done[1].wait(60)
            assert not stranger.done[0].wait(0.05)
            threading.Timer(0.05, may.set).start()
        assert guest.done[-1].is_set()
        assert not stranger.done[0].is_set()
    assert stranger.done[1].wait(60)


def test_it_is_lent_no_longer_than_the_block_lasts():
    turn, may = Turn(), threading.Event()
    other = Other(lambda: may.wait(60), enter(turn), leave(turn))
    with turn:
        with turn.lent(other.is_here):
            pass
        may.set()
        assert not other.done[1].wait(0.05)
    assert other.done[2].wait(60)


def test_who_does_not_hold_it_has_nothing_to_lend():
    turn = Turn()
    other = Other(enter(turn), leave(turn))
    assert other.done[1].wait(60)
    with turn:
        held = Other(enter(turn), leave(turn))
        lends = Other(lambda: turn.lent(held.is_here).__enter__())
        assert lends.done[0].wait(60)
        assert not held.done[0].wait(0.05)
    assert held.done[1].wait(60)
