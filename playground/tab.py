"""A session on comms that the page opens: of a document in a tab, or of a studio whose kernel is another now.

The page of a document has the file: it brings the text when it opens the document, and asks for it after changes.
Nothing is written here. A kernel serves one document; a page that was reloaded, or a second one, joins the session
there is. A studio in a notebook, whose kernel was restarted, brings its drawing and its name, and goes on with it.
"""

import threading
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import comm
import msgspec

from playground import protocol
from playground._quiet import import_keras
from playground.errors import DocumentError, PlaygroundError
from playground.keeping import usual_place as usual_runs
from playground.modeling import Opened
from playground.network import SUFFIX, Document, Network, decode_document, read_document
from playground.session import Session, as_bytes, config_of, data_of, handle, hidden_in, usual_place

EDITS = "playground.document"
STREAM = "playground.stream"
OPENING = "open"
"""The request that opening the first comm stands for: its reply is a `Whole`, or why there is none."""


class Tab:
    """One drawing that a kernel serves, and the pages that show it."""

    def __init__(self) -> None:
        """Serve nothing yet."""
        self.session: Session | None = None
        self._turn = threading.Lock()
        self._pages: dict[str, dict[str, Any]] = {EDITS: {}, STREAM: {}}

    def open(self, channel: Any, message: dict[str, Any]) -> None:
        """A page opens the document: its first comm, with the text of the file and its path on the server."""
        data = message["content"]["data"]
        self._join(EDITS, channel, data)
        channel.on_msg(lambda said: self.handle(said["content"]["data"]))
        answer: protocol.Answer
        try:
            with self._turn:
                answer = protocol.Whole(self._take(data).snapshot())
        except PlaygroundError as error:
            answer = protocol.Failed(str(error), code=type(error).__name__)
        channel.send(msgspec.to_builtins(protocol.Reply(OPENING, answer)))

    def follow(self, channel: Any, message: dict[str, Any]) -> None:
        """A page opens its second comm, for what runs tell; it is told where the run stands."""
        self._join(STREAM, channel, message["content"]["data"])
        if self.session is not None:
            channel.send(msgspec.to_builtins(protocol.RunChanged(self.session.running.status)))

    def handle(self, message: Any) -> None:
        """Carry out what a page asks."""
        if self.session is not None:
            handle(self.session, message)

    def _take(self, data: dict[str, Any]) -> Session:
        text, path, studio = str(data.get("text", "")), str(data.get("path", "")), str(data.get("studio", ""))
        if self.session is not None:
            if not studio and text.strip():
                self.session.put_text(text)
            return self.session
        import_keras()
        document = _document(text, "" if studio else path)
        opened, given, config = Opened(document.network), data_of(document), config_of(document)
        hidden = hidden_in(document)
        if studio:
            session = Session(
                opened,
                given,
                config,
                _own_file(path, document),
                usual_place(),
                resumes=studio,
                hidden=hidden,
                runs=usual_runs,
            )
        else:
            session = Session(opened, given, config, recoveries=usual_place(path), hidden=hidden, runs=usual_runs)
        session.edits = lambda event, buffers: self._send(EDITS, event, buffers)
        session.stream = lambda event, buffers: self._send(STREAM, event, buffers)
        self.session = session
        return session

    def _join(self, target: str, channel: Any, data: dict[str, Any]) -> None:
        """Speak to a page from now on; the comms that its window had before it was reloaded are closed."""
        if hasattr(channel, "_reply_subshell_for"):
            channel._reply_subshell_for = None  # noqa: SLF001  # as in `widget`: the page chooses the shell that answers
        pages, name = self._pages[target], str(data.get("page", ""))
        before = pages.get(name)
        pages[name] = channel
        if before is not None:
            before.close()
        channel.on_close(lambda _: pages.pop(name) if pages.get(name) is channel else None)

    def _send(self, target: str, event: protocol.Event, buffers: Sequence[Any]) -> None:
        plain = msgspec.to_builtins(event)
        for page in tuple(self._pages[target].values()):
            page.send(plain, buffers=as_bytes(buffers))


def _document(text: str, path: str) -> Document:
    """What a text holds; an empty file is an empty drawing of its name."""
    if text.strip():
        return decode_document(text.encode(errors="surrogatepass"))
    name = PurePosixPath(path).name.removesuffix(SUFFIX)
    return Document(Network(name) if name else Network())


def _own_file(path: str, document: Document) -> str | None:
    """The file of a studio that goes on, if it holds its drawing: a page's word alone makes no file ours."""
    try:
        return path if path and read_document(path).network == document.network else None
    except DocumentError:
        return None


class Tabs:
    """All that a kernel serves: the document, and the studios that go on in it, by the names that they had."""

    def __init__(self) -> None:
        """Serve nothing yet."""
        self._tabs: dict[str, Tab] = {}

    def open(self, channel: Any, message: dict[str, Any]) -> None:
        """See `Tab.open`."""
        tab = self._of(message)
        tab.open(channel, message)
        if tab.session is not None and str(message["content"]["data"].get("studio", "")):
            self._tabs[tab.session.name] = tab

    def follow(self, channel: Any, message: dict[str, Any]) -> None:
        """See `Tab.follow`."""
        self._of(message).follow(channel, message)

    def _of(self, message: dict[str, Any]) -> Tab:
        return self._tabs.setdefault(str(message["content"]["data"].get("studio", "")), Tab())


_tabs = Tabs()


def serve() -> None:
    """Let pages of this kernel open a document, or go on with a drawing; the page runs this first."""
    comms = comm.get_comm_manager()
    comms.register_target(EDITS, _tabs.open)
    comms.register_target(STREAM, _tabs.follow)
