import pytest

from tests.unit.session.going import opened


@pytest.fixture
def session(request):
    """A session on digits; with a parameter, with such settings."""
    made = opened(**getattr(request, "param", {}))
    yield made
    made.running.stop()
    if made.running.run is not None:
        made.running.run.wait_until(timeout=60)
