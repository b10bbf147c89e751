"""What all tests share: a state folder of their own, a TensorFlow that keeps quiet, and no clock in property tests."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# Models of tests are small: threads that wait for each other cost more than they bring.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


def pytest_collection_finish() -> None:
    """Leave what the tests import alone when garbage is collected: TensorFlow alone is half a million objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what studios leave for recovery, and their runs, away from the user's own."""
    places = {"XDG_STATE_HOME": "state", "PLAYGROUND_RUNS": "runs"}
    before = {name: os.environ.get(name) for name in places}
    os.environ.update({name: str(tmp_path_factory.mktemp(place)) for name, place in places.items()})
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
