"""Points of the plane under a run: whoever draws others sees at once what the network makes of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.session._session import Session


@contextmanager
def followed(session: "Session") -> Iterator[None]:
    """Where the block puts other points in the place of points, a run under way goes on with those.

    Other data wait for the next play.

    Raises:
        PlaygroundError: as `Running.renew`.
    """
    before = session.data
    yield
    now = session.data
    if now is not before and before is not None and now is not None and before.recipe and now.recipe:
        with session.running.turn:
            session.running.renew(session.here, now, session.config)
