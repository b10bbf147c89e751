"""The document file: written soon after each change, atomically, and never over what another program has put there."""

import subprocess
import sys
import threading
import time

import pytest

import playground as pg
from playground import datasets, protocol
from playground.errors import ConflictError, DocumentError
from playground.network import Batch, Network, RenameNetwork, read_document, write_document
from playground.session import Session, _session
from playground.session._settings import Tuned
from playground.training import TrainingConfig


@pytest.fixture
def path(tmp_path):
    return Network("first").save(tmp_path / "x.playground.json")


def session_on(path) -> tuple[Session, list]:
    """A session on a document file, and what it tells."""
    told: list = []
    session = Session(read_document(path).network, path=path)
    session.edits = lambda event, _: told.append(event)
    return session, told


def written(session: Session) -> None:
    """Write at once what waits, as the timer would."""
    session.flush()


def test_a_change_is_written_to_the_file_by_itself_and_told(path):
    session, told = session_on(path)
    assert session.snapshot().saved
    session.edit(RenameNetwork("second"))
    assert not session.snapshot().saved
    written(session)
    assert Network.load(path).name == "second"
    said = [event for event in told if isinstance(event, protocol.Configured)][-1]
    assert (said.saved, said.trouble) == (True, None)


def test_it_is_the_timer_that_writes(path):
    session, _ = session_on(path)
    session.edit(RenameNetwork("second"))
    deadline = time.monotonic() + 30
    while Network.load(path).name != "second":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_training_settings_are_written_too(path):
    session, _ = session_on(path)
    session.config = TrainingConfig(batch_size=7)
    written(session)
    assert read_document(path).training["batch_size"] == 7


def test_a_file_that_another_program_changed_is_left_alone_and_the_screen_is_told(path):
    session, _ = session_on(path)
    Network("theirs").save(path)
    session.edit(RenameNetwork("mine"))
    written(session)
    assert Network.load(path).name == "theirs"
    trouble = session.snapshot().trouble
    assert trouble.conflict
    assert trouble.message == f"{path} was changed by another program; take what is there, or overwrite it."
    with pytest.raises(ConflictError):
        session.save()


def test_it_is_told_as_saved_only_when_it_is_written(path, monkeypatch):
    session, told = session_on(path)
    session.edit(RenameNetwork("second"))
    writes, goes_on = threading.Event(), threading.Event()

    def slow(document, target):
        writes.set()
        assert goes_on.wait(30)
        return write_document(document, target)

    monkeypatch.setattr("playground.session._file.write_document", slow)
    writer = threading.Thread(target=session.flush)
    writer.start()
    assert writes.wait(30)
    session.config = TrainingConfig(batch_size=7)
    assert [event.saved for event in told if isinstance(event, protocol.Configured)] == [False]
    session.edit(RenameNetwork("third"))
    goes_on.set()
    writer.join()
    assert not session.snapshot().saved
    session.flush()
    assert session.snapshot().saved
    assert Network.load(path).name == "third"


def test_what_is_there_is_taken_as_one_undo_step(path):
    session, _ = session_on(path)
    Network("theirs").save(path)
    session.edit(RenameNetwork("mine"))
    written(session)
    session.reload()
    assert (session.network.name, session.snapshot().saved, session.snapshot().trouble) == ("theirs", True, None)
    session.drawing.undo()
    assert session.network.name == "mine"
    written(session)
    assert Network.load(path).name == "mine"


def test_what_is_there_is_overwritten_when_a_person_says_so(path):
    session, _ = session_on(path)
    Network("theirs").save(path)
    session.edit(RenameNetwork("mine"))
    written(session)
    session.save(overwrite=True)
    assert (Network.load(path).name, session.snapshot().trouble) == ("mine", None)
    session.edit(RenameNetwork("again"))
    written(session)
    assert Network.load(path).name == "again"


def test_a_file_that_was_deleted_is_not_brought_back_unasked(path):
    session, _ = session_on(path)
    path.unlink()
    session.edit(RenameNetwork("mine"))
    written(session)
    assert not path.exists()
    assert "deleted or moved" in session.snapshot().trouble.message
    session.save(overwrite=True)
    assert Network.load(path).name == "mine"


def test_a_file_of_another_drawing_is_not_taken_for_ours(path):
    session = Session(Network("other"), path=path)
    assert not session.snapshot().saved
    session.edit(RenameNetwork("still other"))
    written(session)
    assert Network.load(path).name == "first"
    with pytest.raises(ConflictError, match="is there already"):
        Session(Network()).save(path)


def test_a_place_that_can_not_be_written_to_is_told_and_tried_again(path):
    session, _ = session_on(path)
    path.unlink()
    path.mkdir()
    session.edit(RenameNetwork("mine"))
    written(session)
    assert session.snapshot().trouble is not None
    path.rmdir()
    session.save(overwrite=True)
    assert (Network.load(path).name, session.snapshot().trouble) == ("mine", None)


def test_without_a_file_nothing_is_written_and_save_asks_for_one():
    session = Session(Network())
    session.edit(RenameNetwork("mine"))
    written(session)
    assert not session.snapshot().saved
    with pytest.raises(DocumentError, match="no file yet"):
        session.save()
    with pytest.raises(DocumentError, match="no file yet"):
        session.reload()


def test_the_end_of_the_process_writes_what_waits(path):
    code = (
        "import playground as pg\nfrom playground.network import RenameNetwork\n"
        f"studio = pg.open({str(path)!r})\nstudio.edit(RenameNetwork('last words'))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert Network.load(path).name == "last words"


def test_an_opened_document_is_kept_up_to_date(path):
    studio = pg.open(path)
    studio.edit(RenameNetwork("second"))
    written(studio.session)
    assert Network.load(path).name == "second"


def test_an_edit_as_soon_as_the_file_was_taken_is_written_to_it(path, monkeypatch):
    session, _ = session_on(path)
    session.edit(RenameNetwork("other"))
    editor = threading.Thread(target=lambda: session.edit(RenameNetwork("edited")))
    forget = session._file.forget_change

    def meanwhile():
        editor.start()
        editor.join(0.5)
        forget()

    monkeypatch.setattr(session._file, "forget_change", meanwhile)
    session.reload()
    editor.join()
    assert session.network.name == "edited"
    assert not session.snapshot().saved
    written(session)
    assert Network.load(path).name == "edited"


def test_data_that_are_set_while_an_undo_brings_settings_are_kept(monkeypatch):
    session = Session(Network("drawn"))
    circle = datasets.load("circle")

    def set_data():
        session.data = circle

    setting = threading.Thread(target=set_data)
    session.drawing.apply(Batch((), "training settings"), None, Tuned({"batch_size": 7}))
    exchanged = _session.exchanged

    def meanwhile(now, brought):
        setting.start()
        setting.join(0.5)
        return exchanged(now, brought)

    monkeypatch.setattr(_session, "exchanged", meanwhile)
    session.drawing.undo()
    setting.join()
    assert session.config.batch_size == 32
    assert session.data is circle
