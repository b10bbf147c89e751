"""The protocol: what is generated from it is fresh, and every message keeps to it."""

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import msgspec
import pytest

from playground import protocol
from playground.network import FORMAT, Connect, Edge, Network

ROOT = Path(__file__).parents[2]
WIDGETS = ROOT / "widgets"


def definition(name: str) -> dict[str, object]:
    written = protocol.schema()
    return {"$ref": f"#/$defs/{name}", "$defs": written["$defs"]}


def test_the_committed_schema_is_the_one_the_definition_gives():
    fresh = json.loads(msgspec.json.encode(protocol.schema()))
    assert json.loads((WIDGETS / "protocol.schema.json").read_text()) == fresh, "run `make protocol`"


def test_the_committed_typescript_is_the_one_the_schema_gives(tmp_path):
    node = shutil.which("node")
    assert node, "Node.js comes with `make env`"
    fresh = tmp_path / "protocol.ts"
    subprocess.run([node, "protocol.mjs", fresh.as_uri()], cwd=WIDGETS, check=True)
    assert (WIDGETS / "src" / "protocol.ts").read_text() == fresh.read_text(), "run `make protocol`"


@pytest.mark.parametrize(
    "message",
    [
        protocol.Reply("1", protocol.Done()),
        protocol.Reply("1", protocol.Failed("No.", "EditError", None, "")),
        protocol.RunChanged(protocol.RunStatus(latest={"loss": 0.5})),
        protocol.HistoryChunk(1, ("loss",), (protocol.EpochRow(1, 45, {"loss": 0.5, "val_loss": None}),)),
        protocol.Pictures(1, 10, 0, 64, "7", (protocol.Picture("n", "maps", "focus", 8, 32, 26, 26),)),
        protocol.Reply(
            "1",
            protocol.SampleExplained(
                "occlusion", 0, 64, "7", 1, (3,), 10, 0.5, (protocol.ExplainedPart("x", "words"),)
            ),
        ),
        protocol.Together((protocol.RunChanged(protocol.RunStatus()), protocol.HistoryChunk(1, (), ()))),
        protocol.Changed(1, Connect(Edge("a", "b")), "r", {}, (), 0, 0, (), can_undo=True, can_redo=False),
        protocol.Configured(
            protocol.TrainingSettings(), None, (), None, saved=False, recovery=None, adaptation={"l1": "pending"}
        ),
    ],
    ids=lambda message: type(message).__name__,
)
def test_every_event_keeps_to_the_schema(message):
    jsonschema.validate(json.loads(msgspec.json.encode(message)), definition(type(message).__name__))


def test_a_page_without_a_kernel_writes_documents_of_the_format_that_a_kernel_writes():
    assert f"const FORMAT = {FORMAT};" in (WIDGETS / "src" / "meanwhile.ts").read_text()


def test_a_request_is_read_from_what_the_browser_sends():
    sent = {"id": "a-1", "command": {"type": "apply_edit", "edit": {"type": "remove_node", "node": "n"}}}
    request = msgspec.convert(sent, protocol.Request)
    assert json.loads(msgspec.json.encode(request)) == sent


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"id": 1, "command": {"type": "undo"}},
        {"id": "a", "command": {"type": "format_disk"}},
        {"id": "a", "command": {"type": "undo", "twice": True}},
        {"id": "a", "command": {"type": "step", "unit": "year"}},
        {"id": "a", "command": {"type": "apply_edit", "edit": {"type": "move", "positions": {"n": [1]}}}},
    ],
)
def test_what_is_not_a_request_is_refused(sent):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(sent, protocol.Request)


def test_a_network_is_the_same_after_a_journey_over_the_wire():
    network = Network("n", edges=(Edge("a", "b", 1, "query", 2),))
    assert msgspec.convert(json.loads(msgspec.json.encode(protocol.to_json(network))), Network) == network
