"""Who runs Python of a model holds its lock meanwhile, whether a run trains it, prepares to, or none was begun."""

import threading

import pytest

from playground.exporting import ExportResult
from playground.session import Session, _exported
from playground.training import tracing_of
from tests.unit.session.going import held, opened


def is_held(model: object, patience: float = 0) -> bool:
    """Whether another thread than that of the test would have to wait longer than that for the lock of a model."""
    found: list[bool] = []

    def look() -> None:
        lock = tracing_of(model)
        found.append(not lock.acquire(timeout=patience))
        if not found[0]:
            lock.release()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def session():
    made = opened()
    yield made
    made.running.stop()


def test_what_explains_a_model_that_was_never_trained_keeps_a_run_from_compiling_it_meanwhile(session: Session):
    graph = session.graph
    _, still = session.running.moment(graph)
    assert not is_held(graph.model)
    with still():
        assert is_held(graph.model)
    assert not is_held(graph.model)


def test_what_explains_a_model_waits_for_the_run_that_prepares_on_it(session: Session):
    graph = session.graph
    with tracing_of(graph.model):
        session.play()
        run = session.running.run
        assert run is not None
        assert run.state == "preparing"
        assert run.tracing is tracing_of(graph.model)
    assert run.wait_until("running", timeout=60) == "running"
    assert run.tracing is tracing_of(graph.model)


@pytest.mark.parametrize("trains", [False, True], ids=["without a run", "with a run"])
def test_an_export_waits_for_what_is_still_traced_of_the_model(
    session: Session, trains: bool, monkeypatch: pytest.MonkeyPatch
):
    if trains:
        held(session)
    model, seen = session.graph.model, list[bool]()

    def export(exported: object, *_: object, **__: object) -> ExportResult:
        assert exported is model
        seen.append(is_held(model))
        return ExportResult.__new__(ExportResult)

    monkeypatch.setattr(_exported, "export", export)
    session.export("digits", "keras")
    assert seen == [True]
    assert not is_held(model, 60)  # what is compiled for the run may still have it
