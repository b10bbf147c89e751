"""What a session tells a view that has nothing yet, and in which form it goes there."""

from collections.abc import Sequence
from typing import Any

from playground import protocol
from playground.session._drawing import Drawn, kinds_of


def snapshot_of(now: Drawn, said: protocol.Configured, edition: str, session: str) -> protocol.Snapshot:
    """All that a view needs to draw the document.

    Args:
        now: The drawing.
        said: All that is said of the session besides.
        edition: Names what was told before the two were read.
        session: The name under which what a stop would lose is kept; empty when nothing is.
    """
    return protocol.Snapshot(
        revision=now.revision,
        network=now.network,
        report=now.report,
        kinds=kinds_of(now.network),
        can_undo=now.can_undo,
        can_redo=now.can_redo,
        training=said.training,
        data=said.data,
        path=said.path,
        saved=said.saved,
        recovery=said.recovery,
        adaptation=said.adaptation,
        trouble=said.trouble,
        hidden=said.hidden,
        edition=edition,
        session=session,
    )


def as_bytes(buffers: Sequence[Any]) -> list[Any]:
    """Arrays and bytes as a comm takes them: views of bytes. One without values has none, whatever its shape."""
    views = [memoryview(buffer) for buffer in buffers]
    return [view.cast("B") if view.nbytes else b"" for view in views]
