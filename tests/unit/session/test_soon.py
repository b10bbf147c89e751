"""Calls that are gathered: who flushes, or ends the process, goes on when what was asked for is done."""

import threading

from playground.session._soon import Soon


def test_who_flushes_waits_for_the_call_that_the_timer_makes():
    called, go_on, done = threading.Event(), threading.Event(), list[str]()

    def call() -> None:
        called.set()
        go_on.wait(30)
        done.append("called")

    soon = Soon(0, call)
    soon.ask()
    assert called.wait(30)
    flushing = threading.Thread(target=lambda: (soon.flush(), done.append("flushed")))
    flushing.start()
    flushing.join(0.5)
    go_on.set()
    flushing.join()
    assert done == ["called", "flushed"]


def test_what_is_asked_for_while_a_call_is_made_is_called_too():
    called, go_on, count = threading.Event(), threading.Event(), list[int]()

    def call() -> None:
        count.append(len(count))
        called.set()
        go_on.wait(30)

    soon = Soon(0, call)
    soon.ask()
    assert called.wait(30)
    soon.ask()
    go_on.set()
    soon.flush()
    assert count == [0, 1]
