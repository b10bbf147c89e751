"""Blocks in a session: made and dissolved by the browser's commands, saved to the shelf and taken from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from playground import protocol
from playground.network import AddNode, Connect, Edge, Layer, Network, Node, Within, apply
from playground.session import Session, handle


def dense(*names: str) -> Network:
    network = Network()
    network, _ = apply(network, AddNode(Node("in", "in"), Layer("in", "InputLayer", "row", {"shape": [4]})))
    before = "in"
    for name in names:
        network, _ = apply(network, AddNode(Node(name, name), Layer(name, "Dense", name, {"units": 3})))
        network, _ = apply(network, Connect(Edge(before, name)))
        before = name
    return network


class Browser:
    """Asks a session and hears it."""

    def __init__(self, network: Network) -> None:
        self.session = Session(network)
        self.heard: list[protocol.Event] = []
        self.session.edits = lambda event, _: self.heard.append(event)

    def ask(self, command: protocol.Command) -> Any:
        handle(self.session, msgspec.to_builtins(protocol.Request("1", command)))
        replies = [event.answer for event in self.heard if isinstance(event, protocol.Reply)]
        return replies[-1]

    def names(self) -> list[str]:
        return [layer.name for layer in self.session.network.layers]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PLAYGROUND_BLOCKS", str(tmp_path / "blocks"))
    return tmp_path / "blocks"


@pytest.fixture
def browser() -> Browser:
    browser = Browser(dense("a", "b", "c"))
    assert browser.ask(protocol.GroupNodes(("a", "b"), "block", "block", "encoder")) == protocol.Done()
    return browser


def test_grouping_is_one_undo_step(browser: Browser):
    assert browser.names() == ["row", "c", "encoder"]
    browser.session.drawing.undo()
    assert browser.names() == ["row", "a", "b", "c"]


def test_dissolving_is_one_undo_step(browser: Browser):
    browser.ask(protocol.DissolveBlock("block"))
    assert browser.names() == ["row", "c", "a", "b"]
    browser.session.drawing.undo()
    assert browser.names() == ["row", "c", "encoder"]


def test_what_can_not_be_grouped_is_refused_in_a_sentence(browser: Browser):
    assert "where data enters" in browser.ask(protocol.GroupNodes(("in",), "x", "x")).message
    assert "go back to where it was" in browser.ask(protocol.GroupNodes(("a",), "x", "x", path=("gone",))).message


def test_a_network_inside_a_block_is_arranged_by_itself(browser: Browser):
    browser.ask(protocol.Arrange(("block",)))
    assert [type(event.edit) for event in browser.heard if isinstance(event, protocol.Changed)][-1] is Within


def test_the_drawing_is_arranged_the_way_that_is_asked_for_as_one_undo_step(browser: Browser):
    def places() -> list[tuple[float, float]]:
        return [(node.x, node.y) for node in browser.session.network.nodes]

    before = places()
    browser.ask(protocol.Arrange(direction="vertical"))
    assert len({x for x, _ in places()}) == 1
    assert len({y for _, y in places()}) == len(places())
    browser.session.drawing.undo()
    assert places() == before
    browser.ask(protocol.Arrange())
    assert len({y for _, y in places()}) == 1


def test_a_saved_block_is_heard_of_by_all_studios_and_can_be_taken(browser: Browser, folder: Path):
    other = Browser(Network())
    assert browser.ask(protocol.SaveBlock("block", "my encoder")) == protocol.Done()
    told = protocol.SavedBlocks((protocol.SavedBlock("my encoder", 3),), str(folder))
    assert told in other.heard
    assert other.ask(protocol.GetBlocks()) == told
    taken = other.ask(protocol.GetBlock("my encoder"))
    assert [layer.name for layer in taken.network.layers] == ["input", "a", "b"]
    assert Network.load(folder / "my encoder.playground.json") == taken.network


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(browser: Browser):
    browser.ask(protocol.SaveBlock("block", "one"))
    assert "saved already" in browser.ask(protocol.SaveBlock("block", "one")).message
    assert browser.ask(protocol.SaveBlock("block", "one", overwrite=True)) == protocol.Done()


def test_a_saved_block_is_renamed_and_deleted(browser: Browser):
    browser.ask(protocol.SaveBlock("block", "one"))
    browser.ask(protocol.SaveBlock("block", "two"))
    assert "saved already" in browser.ask(protocol.RenameBlock("one", "two")).message
    browser.ask(protocol.RenameBlock("one", "three"))
    browser.ask(protocol.DeleteBlock("two"))
    assert [block.name for block in browser.ask(protocol.GetBlocks()).blocks] == ["three"]
    assert "can't be read" in browser.ask(protocol.GetBlock("one")).message
    assert "can't be renamed" in browser.ask(protocol.RenameBlock("one", "four")).message


@pytest.mark.parametrize("name", ["", " ", "../outside", "a/b", "a\\b", ".hidden", "with\nbreak", "x" * 300])
def test_a_name_that_is_none_of_a_file_is_refused_and_nothing_is_written(browser: Browser, folder: Path, name: str):
    answer = browser.ask(protocol.SaveBlock("block", name))
    assert isinstance(answer, protocol.Failed)
    assert answer.traceback == ""
    assert not list(folder.parent.rglob("*.playground.json"))
    assert isinstance(browser.ask(protocol.GetBlock(name)), protocol.Failed)


def test_a_layer_that_is_no_block_is_not_saved(browser: Browser):
    assert "Only a block" in browser.ask(protocol.SaveBlock("c", "c")).message


def test_bad_files_are_listed_with_the_reason(browser: Browser, folder: Path):
    browser.ask(protocol.SaveBlock("block", "good"))
    (folder / "bad.playground.json").write_text("{")
    Network().save(folder / "empty.playground.json")
    listed = {block.name: block.trouble for block in browser.ask(protocol.GetBlocks()).blocks}
    assert listed["good"] == ""
    assert "not JSON" in listed["bad"]
    assert "no Input" in listed["empty"]
    assert "no Input" in browser.ask(protocol.GetBlock("empty")).message


def test_a_file_that_changes_on_disk_is_read_anew(browser: Browser, folder: Path):
    browser.ask(protocol.SaveBlock("block", "one"))
    assert browser.ask(protocol.GetBlocks()).blocks[0].layers == 3
    dense("a").save(folder / "one.playground.json")
    assert browser.ask(protocol.GetBlocks()).blocks[0].layers == 2


def test_a_folder_that_is_not_there_holds_nothing(browser: Browser):
    assert browser.ask(protocol.GetBlocks()).blocks == ()


def test_the_folder_is_among_the_users_data_unless_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from playground.session import usual_shelf

    monkeypatch.delenv("PLAYGROUND_BLOCKS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert usual_shelf() == tmp_path / "keras-playground" / "blocks"


def test_what_repeats_becomes_blocks_in_one_undo_step():
    network = Network()
    network, _ = apply(network, AddNode(Node("in", "in"), Layer("in", "InputLayer", "image", {"shape": [8, 8, 4]})))
    before = "in"
    for block in (1, 2):
        for kind, given in (("Conv2D", {"filters": 4, "kernel_size": 1}), ("BatchNormalization", {}), ("ReLU", {})):
            name = f"b{block}_{kind}".lower()
            network, _ = apply(network, AddNode(Node(name, name), Layer(name, kind, name, given)))
            network, _ = apply(network, Connect(Edge(before, name)))
            before = name
    browser = Browser(network)
    assert browser.ask(protocol.FindBlocks()) == protocol.FoundBlocks(2, 0)
    assert browser.names() == ["image", "b1", "b2"]
    browser.session.drawing.undo()
    assert browser.session.network == network


def test_where_nothing_repeats_that_is_said():
    assert "Nothing repeats here" in Browser(dense("a", "b")).ask(protocol.FindBlocks()).message


def test_blocks_are_made_repeated_and_dissolved_from_python():
    import playground as pg

    studio = pg.Studio(dense("a", "b", "c", "d"))
    studio.group("b", "c", name="pair")
    assert studio.network.find("pair") is not None
    before = studio.report.parameters
    studio.repeat("pair", 3)
    assert studio.report.parameters == studio.model.count_params() == before + 2 * 24
    studio.repeat("pair", 1)
    studio.dissolve("pair")
    assert studio.report.parameters == before
    assert {layer.name for layer in studio.network.layers} == {"row", "a", "b", "c", "d"}
    with pytest.raises(pg.PlaygroundError, match="There is no layer “z”; there are row, a"):
        studio.group("z")
