"""Interrupts reach the main thread: no thread of ours lets one through."""

import signal
import sys
import threading

import pytest

from playground.session._soon import Soon
from playground.training import TrainingConfig, beside, start_thread, train

SECONDS = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that threads could take.")


def blocked() -> bool:
    """Whether an interrupt passes this thread by."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def seen(start) -> bool:
    """What a thread says of itself that calls what it is given."""
    said, done = [], threading.Event()

    def say() -> None:
        said.append(blocked())
        done.set()

    start(say)
    assert done.wait(SECONDS)
    return said[0]


def test_work_beside_and_what_is_made_soon_leave_interrupts_to_the_main_thread():
    kept = []

    def soon(say) -> None:
        kept.append(Soon(0, say))
        kept[0].ask()

    assert seen(lambda say: beside("playground-test", say))
    assert seen(soon)
    assert not blocked(), "the main thread still gets them"


def test_a_thread_that_one_of_ours_starts_leaves_them_too():
    assert seen(lambda say: beside("playground-test", lambda: threading.Thread(target=say).start()))


def test_a_strange_thread_that_starts_one_of_ours_leaves_them_from_then_on():
    def work(say) -> None:
        start_thread(threading.Thread(target=lambda: None))
        say()

    assert not seen(lambda say: threading.Thread(target=say).start())
    assert seen(lambda say: threading.Thread(target=work, args=(say,)).start())


@pytest.fixture
def heard():
    """Interrupts raise, also where the tests were begun by a shell that told them to pass interrupts by."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_a_run_leaves_them_and_an_interrupted_wait_leaves_the_run_running(model, data):
    waiting, said = threading.Event(), []

    def interrupt(run) -> None:
        if not said and run.state == "running" and waiting.wait(SECONDS):
            said.append(blocked())
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    def wait() -> None:
        waiting.set()
        run.wait(SECONDS)

    config = TrainingConfig(epochs=1_000_000, batch_size=8, validation_split=0.0, jit_compile="off")
    run = train(model, data, config, listener=interrupt)
    with pytest.raises(KeyboardInterrupt):
        wait()
    assert said == [True]
    assert run.state == "running"
    run.stop()
    assert run.wait(SECONDS) == "stopped"
