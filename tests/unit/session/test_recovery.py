"""What a stopped kernel leaves behind, and how the next one takes it up."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import DocumentError
from playground.network import ChangeSetting, Move, Network, RenameNetwork, read_document
from playground.session import Session, handle, read_template
from playground.session._recovery import Trained
from playground.training import History

START = read_template("digits_mlp").network

LIVE = """
import sys
from pathlib import Path
from playground import datasets
from playground.network import ChangeSetting, RenameNetwork
from playground.session import Session, read_template
from playground.training import TrainingConfig

start = read_template("digits_mlp").network
session = Session(start, datasets.load("digits"), TrainingConfig(epochs=2), None, Path({place!r}))
session.edit(ChangeSetting("hidden_b", "units", 20))
session.edit(RenameNetwork("mine"))
if {train}:
    session.play()
    session.running.run.wait()
    import numpy as np
    np.save({weights!r}, session.graph.layers["hidden_b"].get_weights()[0])
session._left.flush()
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def left(tmp_path_factory) -> Path:
    """What a process that edited has left."""
    place = tmp_path_factory.mktemp("left") / "recoveries"
    killed(place)
    return place


def killed(place: Path, *, train: bool = False) -> None:
    """A process that edits, perhaps trains, and is killed."""
    code = LIVE.format(place=str(place), train=train, weights=str(place.parent / "weights.npy"))
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_drawing_and_the_weights_of_a_killed_process_are_taken_up(tmp_path):
    place = tmp_path / "recoveries"
    killed(place, train=True)
    session = Session(START, datasets.load("digits"), recoveries=place)
    offer = session.snapshot().recovery
    assert offer is not None
    assert (offer.name, offer.layers, offer.steps, offer.epochs) == ("mine", 5, 90, 2)
    assert session.network == START
    session.recover()
    assert session.network.name == "mine"
    assert session.network.layer_by_id["hidden_b"].settings["units"] == 20
    expected = np.load(tmp_path / "weights.npy")
    np.testing.assert_array_equal(session.graph.layers["hidden_b"].get_weights()[0], expected)
    assert session.running.past is not None
    assert len(session.running.past.steps["loss"]) == 90
    assert session.config.epochs == 2
    assert session.snapshot().recovery is None
    session.drawing.undo()
    assert session.network == START


def test_what_was_taken_up_is_kept_again_and_what_is_discarded_is_gone(tmp_path, left):
    place = tmp_path / "recoveries"
    shutil.copytree(left, place)
    first = Session(START, recoveries=place)
    first.dismiss()
    assert Session(START, recoveries=place).snapshot().recovery is None
    assert list(place.iterdir()) == []


def test_a_drawing_that_began_otherwise_is_not_offered(tmp_path, left):
    place = tmp_path / "recoveries"
    shutil.copytree(left, place)
    assert Session(Network(), recoveries=place).snapshot().recovery is None


def test_a_session_whose_process_lives_is_not_offered_and_nothing_is_written_without_an_edit(tmp_path):
    session = Session(START, recoveries=tmp_path)
    assert list(tmp_path.iterdir()) == []
    session.edit(Move({"flat": (1.0, 1.0)}))
    session._left.flush()
    assert len(list(tmp_path.iterdir())) == 1
    assert Session(START, recoveries=tmp_path).snapshot().recovery is None


def test_there_is_nothing_to_recover_by_default():
    with pytest.raises(DocumentError, match="nothing to recover"):
        Session(START).recover()


@pytest.mark.parametrize("damage", ["owner.json", "drawing.playground.json", "weights.npz"])
@pytest.mark.parametrize("garbage", [b"", b"[]", b"\x80garbage", b"PK\x03\x04cut short"])
def test_a_damaged_recovery_never_stops_a_session(tmp_path, left, damage, garbage):
    place = tmp_path / "recoveries"
    (folder,) = shutil.copytree(left, place).iterdir()
    (folder / damage).write_bytes(garbage)
    session = Session(START, recoveries=place)
    if damage == "weights.npz":
        session.recover()
        assert session.network.name == "mine"
    else:
        assert session.snapshot().recovery is None


def test_old_recoveries_are_thrown_away(tmp_path, left):
    place = tmp_path / "recoveries"
    shutil.copytree(left, place)
    (folder,) = place.iterdir()
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    assert Session(START, recoveries=place).snapshot().recovery is None
    assert list(place.iterdir()) == []


def test_a_place_that_can_not_be_written_stops_neither_edit_nor_save(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    session = Session(START, recoveries=blocked / "below")
    session.edit(RenameNetwork("still"))
    session._left.flush()
    assert session.network.name == "still"


def test_the_offer_travels_to_every_view(tmp_path, left):
    place = tmp_path / "recoveries"
    shutil.copytree(left, place)
    session = Session(START, recoveries=place)
    sent: list[protocol.Event] = []
    session.edits = lambda event, _: sent.append(event)
    handle(session, {"id": "1", "command": {"type": "recover"}})
    changed, *_, configured, reply = sent
    assert isinstance(changed, protocol.Changed)
    assert isinstance(configured, protocol.Configured)
    assert configured.recovery is None
    assert json.loads(json.dumps(protocol.to_json(reply)))["answer"] == {"type": "done"}
    session.edit(ChangeSetting("hidden_b", "units", 5))


def test_an_edit_does_not_wait_for_weights_that_are_being_written(tmp_path):
    session = Session(START, recoveries=tmp_path)
    keeper = session._left._keeper
    assert keeper is not None
    with keeper._writing:
        session.edit(RenameNetwork("at once"))
    keeper.flush()
    assert read_document(keeper.folder / "drawing.playground.json").network.name == "at once"


def test_weights_that_find_no_room_leave_nothing_behind(tmp_path, monkeypatch):
    session = Session(START, recoveries=tmp_path)
    keeper = session._left._keeper
    assert keeper is not None

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    keeper.keep_trained(0, Trained({}, History().since(0)))
    assert sorted(path.name for path in keeper.folder.iterdir()) == ["drawing.playground.json", "owner.json"]
