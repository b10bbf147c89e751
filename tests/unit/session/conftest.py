import pytest

from tests.unit.session.going import opened


@pytest.fixture
def session():
    made = opened()
    yield made
    made.running.stop()
    if made.running.run is not None:
        made.running.run.wait_until(timeout=60)
