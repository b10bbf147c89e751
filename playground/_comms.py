"""The comms of a studio in a notebook.

Two widgets, two comms: edits and replies on the studio's own, runs and pictures on the stream's. ipykernel answers a
comm on the shell that last published on it, so a stream of pictures from a busy shell would otherwise hold up edits.
"""

from collections.abc import Sequence
from typing import Any

import ipywidgets
import msgspec
import traitlets

from playground import protocol
from playground.session import Session, as_bytes


def plain(value: object) -> Any:
    """A value of the protocol as what JSON can say."""
    return msgspec.to_builtins(value)


def send(widget: ipywidgets.Widget, event: protocol.Event, buffers: Sequence[Any]) -> None:
    """Send an event on the comm of a widget, if it has one by now."""
    if widget.comm is not None:
        widget.send(plain(event), buffers=as_bytes(buffers))


def free_subshells(widget: ipywidgets.Widget) -> None:
    """Let the browser choose the shell that answers; ipykernel's private override would send it to a busy one."""
    if hasattr(widget.comm, "_reply_subshell_for"):
        widget.comm._reply_subshell_for = None  # noqa: SLF001  # no public way; a test holds that it still works


class Stream(ipywidgets.Widget):  # type: ignore[misc]  # ipywidgets is untyped
    """The second comm: what runs tell. Its only trait is where the run stands, for a page that was reloaded."""

    state = traitlets.Any(allow_none=True).tag(
        sync=True, to_json=lambda _, stream: plain(protocol.StreamState(stream.session.running.status))
    )

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__()
        free_subshells(self)
        session.stream = lambda event, buffers: send(self, event, buffers)
