"""What a page that connects is told of the drawing, and when it has that already."""

import msgspec
import pytest

from playground import protocol
from playground.network import ChangeSetting, Move, RenameLayer
from playground.training import TrainingConfig
from tests.unit.session.test_session import opened


def test_the_snapshot_holds_what_a_second_view_needs():
    session, browser = opened()
    browser.ask(protocol.ApplyEdit(ChangeSetting("hidden_b", "units", 20)))
    answer = browser.ask(protocol.Resync())
    assert isinstance(answer, protocol.Whole)
    assert answer.snapshot.network == session.network
    assert {kind.name for kind in answer.snapshot.kinds} == {"InputLayer", "Flatten", "Dense"}
    assert answer.snapshot.data is not None
    assert answer.snapshot.data.classes == 10
    assert msgspec.json.decode(msgspec.json.encode(answer.snapshot), type=protocol.Snapshot) == answer.snapshot


def test_a_page_that_has_the_latest_edition_is_not_sent_it_again():
    session, browser = opened()
    known = session.snapshot().edition
    assert browser.ask(protocol.Resync(known)) == protocol.Done()
    session.edit(Move({"flat": (9.0, 9.0)}))
    answer = browser.ask(protocol.Resync(known))
    assert isinstance(answer, protocol.Whole)
    assert browser.ask(protocol.Resync(answer.snapshot.edition)) == protocol.Done()


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.edit(RenameLayer("hidden_b", "other")),
        lambda session: session.drawing.undo(),
        lambda session: session.drawing.recheck(),
        lambda session: setattr(session, "config", TrainingConfig(epochs=3)),
        lambda session: setattr(session, "data", None),
    ],
    ids=["edit", "undo", "recheck", "config", "data"],
)
def test_whatever_changes_of_a_document_is_another_edition(change):
    session, browser = opened()
    browser.ask(protocol.ApplyEdit(Move({"flat": (9.0, 9.0)})))
    known = session.snapshot().edition
    change(session)
    assert isinstance(browser.ask(protocol.Resync(known)), protocol.Whole)


def test_the_edition_of_another_session_and_what_a_page_wrote_itself_are_not_trusted():
    session, browser = opened()
    other, _ = opened()
    assert other.snapshot().revision == session.snapshot().revision
    for known in (other.snapshot().edition, ""):
        assert isinstance(browser.ask(protocol.Resync(known)), protocol.Whole)
