"""A document in a tab, without the tab: pages open comms, bring the text, ask for it, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from playground import protocol
from playground.network import Document, Network, RenameNetwork, decode_document, encode_document
from playground.session import Session, read_template
from playground.tab import Tab, Tabs

TEMPLATE = encode_document(read_template("digits_mlp")).decode()


class Page:
    """The page's end of the first comm."""

    def __init__(self, tab: Tab, text: str, path: str = "mine.playground.json", page: str = "") -> None:
        self.heard: list[dict[str, Any]] = []
        self.say: Callable[[Any], None] = lambda _: None
        self.leave: Callable[[Any], None] = lambda _: None
        self.closed = False
        tab.open(self, {"content": {"data": {"text": text, "path": path, "page": page}}})

    def send(self, data: dict[str, Any], buffers: Any = ()) -> None:
        assert not buffers
        json.dumps(data)
        self.heard.append(data)

    def on_msg(self, callback: Callable[[Any], None]) -> None:
        self.say = callback

    def on_close(self, callback: Callable[[Any], None]) -> None:
        self.leave = callback

    def close(self) -> None:
        self.closed = True

    def ask(self, command: protocol.Command) -> dict[str, Any]:
        self.say({"content": {"data": protocol.to_json(protocol.Request("asked", command))}})
        return self.answers("asked")[-1]

    def answers(self, request: str) -> list[dict[str, Any]]:
        return [event["answer"] for event in self.heard if event["type"] == "reply" and event["request"] == request]

    def text(self) -> str:
        return str(self.ask(protocol.GetDocument())["text"])


def test_opening_a_document_answers_with_the_drawing_and_its_text_comes_back_as_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Page(Tab(), TEMPLATE)
    (opened,) = page.answers("open")
    assert opened["type"] == "whole"
    assert opened["snapshot"]["data"]["name"] == "digits"
    assert opened["snapshot"]["path"] is None
    assert decode_document(page.text().encode()).network == read_template("digits_mlp").network
    page.ask(protocol.Undo())
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_an_empty_drawing_of_its_name():
    page = Page(Tab(), " \n")
    assert decode_document(page.text().encode()).network == Network("mine")


def test_a_page_that_opens_an_empty_file_twice_joins_the_drawing_that_it_began():
    tab = Tab()
    Page(tab, "")
    assert tab.session is not None
    tab.session.drawing.apply(RenameNetwork("begun"))
    (opened,) = Page(tab, "").answers("open")
    assert opened["type"] == "whole"
    assert opened["snapshot"]["network"]["name"] == "begun"


@pytest.mark.parametrize("text", ["[]", "{", '{"format": 99}', "\ud800", "__import__('os').abort()", "null"])
def test_what_is_no_document_is_refused_with_a_sentence_and_a_mended_text_opens(text: str):
    tab = Tab()
    page = Page(tab, text)
    (refused,) = page.answers("open")
    assert refused["type"] == "failed"
    assert refused["code"] == "DocumentError"
    assert tab.session is None
    assert Page(tab, TEMPLATE).answers("open")[0]["type"] == "whole"


def test_a_text_that_changed_outside_is_one_undo_step_and_a_text_that_is_no_document_changes_nothing():
    page = Page(Tab(), TEMPLATE)
    before = page.text()
    other = encode_document(Document(Network("other"))).decode()
    assert page.ask(protocol.PutDocument(other)) == {"type": "document_text", "text": page.text()}
    assert decode_document(page.text().encode()).network == Network("other")
    assert page.ask(protocol.PutDocument("{"))["type"] == "failed"
    assert decode_document(page.text().encode()).network == Network("other")
    page.ask(protocol.Undo())
    assert decode_document(page.text().encode()).network == decode_document(before.encode()).network


def test_a_second_page_joins_the_session_and_both_hear_of_an_edit_until_one_leaves():
    tab = Tab()
    first = Page(tab, TEMPLATE)
    second = Page(tab, first.text(), page="other")
    assert tab.session is not None
    assert not tab.session.snapshot().can_undo
    second.ask(protocol.OpenTemplate("spiral_mlp"))
    for page in (first, second):
        assert [event["revision"] for event in page.heard if event["type"] == "changed"] == [1]
    first.leave({})
    heard = len(first.heard)
    second.ask(protocol.Undo())
    assert len(first.heard) == heard


def test_a_window_that_was_reloaded_leaves_its_old_comm_and_joins_without_an_undo_step():
    tab = Tab()
    before = Page(tab, TEMPLATE, page="window")
    after = Page(tab, json.dumps(json.loads(TEMPLATE)), page="window")
    assert before.closed
    assert not after.closed
    before.leave({})
    assert after.answers("open")[0]["snapshot"]["can_undo"] is False
    heard = len(before.heard)
    after.ask(protocol.OpenTemplate("spiral_mlp"))
    assert len(before.heard) == heard


def test_a_page_that_comes_later_hears_where_the_run_stands():
    tab = Tab()
    Page(tab, TEMPLATE)
    heard: list[dict[str, Any]] = []

    class Follower:
        def send(self, data: dict[str, Any]) -> None:
            heard.append(data)

        def on_close(self, callback: Callable[[Any], None]) -> None:
            pass

    tab.follow(Follower(), {"content": {"data": {}}})
    assert [(event["type"], event["status"]["state"]) for event in heard] == [("run_changed", "idle")]


def going_on(tabs: Tabs, text: str, studio: str, path: str = "") -> Page:
    """A page that goes on with the drawing of a studio whose kernel is gone."""

    class Named(Page):
        def __init__(self) -> None:
            self.heard, self.closed = [], False
            self.say = self.leave = lambda _: None
            data = {"text": text, "path": path, "page": "p", "studio": studio}
            tabs.open(self, {"content": {"data": data}})

    return Named()


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr("playground.tab.usual_place", lambda _="": tmp_path)
    return tmp_path


def test_a_studio_goes_on_with_what_its_session_has_left_and_a_cell_is_offered_it(place, monkeypatch):
    template = read_template("digits_mlp").network
    before = Session(template, recoveries=place)
    before.edit(RenameNetwork("mine"))
    before.flush()
    before._left.flush()
    monkeypatch.setattr("playground.session._recovery.lives", lambda _process: False)
    tabs = Tabs()
    page = going_on(tabs, encode_document(Document(before.network)).decode(), before.name)
    monkeypatch.setattr("playground.session._recovery.lives", lambda _process: True)
    (opened,) = page.answers("open")
    assert opened["snapshot"]["network"]["name"] == "mine"
    assert not (place / before.name).exists()
    again = going_on(tabs, TEMPLATE, opened["snapshot"]["session"])
    assert again.answers("open")[0]["snapshot"]["network"]["name"] == "mine"
    by_the_cell = Session(template, recoveries=place)
    assert by_the_cell.snapshot().recovery is not None
    by_the_cell.recover()
    assert by_the_cell.network.name == "mine"


@pytest.mark.parametrize("name", ["../../elsewhere", "", "0" * 32, "/etc"])
def test_a_name_that_no_session_had_brings_the_drawing_alone(place, name: str):
    page = going_on(Tabs(), TEMPLATE, name or "unnamed")
    assert page.answers("open")[0]["snapshot"]["network"]["name"] == "digits_mlp"
    assert all(len(each.name) == 32 for each in place.iterdir())


def test_a_file_is_ours_only_if_it_holds_the_drawing(place):
    own, other = place / "own.playground.json", place / "other.playground.json"
    own.write_text(TEMPLATE)
    other.write_text(encode_document(Document(Network("other"))).decode())
    paths = [
        going_on(Tabs(), TEMPLATE, "unnamed", str(path)).answers("open")[0]["snapshot"]["path"]
        for path in (own, other, place / "none.playground.json")
    ]
    assert paths == [str(own), None, None]
