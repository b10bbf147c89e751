"""The document file: what is read, what is refused and where, and that writing never loses the old file."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import DocumentError
from playground.network import (
    Document,
    Edge,
    Layer,
    Network,
    Node,
    decode_document,
    encode_document,
    read_document,
    write_document,
)

NETWORK = Network(
    "digits",
    layers=(Layer("i", "InputLayer", "image", {"shape": [8, 8, 1]}), Layer("d", "Dense", "out", {"units": 10})),
    nodes=(Node("i", "i", 0, 0), Node("d", "d", 224, 0)),
    edges=(Edge("i", "d"),),
)


def changed(**changes: object) -> bytes:
    """The document with values replaced at paths such as `network__nodes__0__layer`."""
    data = json.loads(encode_document(Document(NETWORK)))
    for path, value in changes.items():
        *way, last = (int(part) if part.isdigit() else part for part in path.split("__"))
        place = data
        for part in way:
            place = place[part]
        place[last] = value
    return json.dumps(data).encode()


def refusal(raw: bytes) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        decode_document(raw)
    return caught.value.path, str(caught.value)


def test_a_saved_network_loads_equal(tmp_path):
    path = NETWORK.save(tmp_path / "x.playground.json")
    assert Network.load(path) == NETWORK


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"format": 6}, "$.format", "Update Playground"),
        ({"format": "1"}, "$.format", "format number"),
        ({"format": True}, "$.format", "format number"),
        ({"extra": 1}, "$", "unknown field `extra`"),
        ({"network__colour": "red"}, "$.network", "unknown field `colour`"),
        ({"network__layers__0__id": 7}, "$.network.layers[0].id", "Expected `str`"),
        ({"network__layers__1__name": "image"}, "$.network.layers[1].name", "used twice"),
        ({"network__layers__1__id": "i"}, "$.network.layers[1].id", "used twice"),
        ({"network__layers__0__name": ""}, "$.network.layers[0].name", "empty"),
        ({"network__nodes__0__layer": "gone"}, "$.network.nodes[0].layer", "not there"),
        ({"network__nodes__1__id": "i"}, "$.network.nodes[1].id", "used twice"),
        ({"network__nodes__0__x": 1e12}, "$.network.nodes[0]", "no place on the canvas"),
        ({"network__nodes__0__x": "left"}, "$.network.nodes[0].x", "Expected `float`"),
        ({"network__edges__0__source": "gone"}, "$.network.edges[0].source", "is not a node"),
        ({"network__edges__0__slot": -1}, "$.network.edges[0]", "counted from 0"),
        ({"network__edges": [{"source": "i", "target": "d"}] * 2}, "$.network.edges[1]", "Two edges"),
        (
            {"network__edges": [{"source": "i", "target": "d"}, {"source": "d", "target": "i"}]},
            "$.network.edges",
            "close a circle",
        ),
        ({"network__blocks": []}, "$.network", "unknown field `blocks`"),
        ({"network__layers__0__id": "a/b"}, "$.network.layers[0].id", "no “/”"),
        ({"network__layers__1__kind": "Model"}, "$.network.layers[1]", "has a network inside"),
        ({"network__layers__1__network": {}}, "$.network.layers[1]", "has a network inside"),
        (
            {
                "network__layers__1__kind": "Model",
                "network__layers__1__network": {"nodes": [{"id": "x", "layer": "y"}]},
            },
            "$.network.layers[1].network.nodes[0].layer",
            "not there",
        ),
        ({"training": {"a": "x" * 100_001}}, "$.training", "characters"),
        ({"data": []}, "$.data", "Expected `object | null`"),
    ],
)
def test_what_is_not_a_document_is_refused_with_the_place_and_the_reason(change, path, reason):
    place, message = refusal(changed(**change))
    assert place == path
    assert reason in message


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{",
        b"[" * 200_000,
        b'{"format": 1, "network": {"layers": [' + b"[" * 100_000,
        changed().replace(b"224", b"1e999"),
        changed().replace(b"224", b"NaN"),
        changed(network__layers__0__settings={"shape": "deep"}).replace(b'"deep"', b"[" * 30 + b"]" * 30),
    ],
)
def test_bytes_that_are_no_document_are_refused_with_our_error(raw):
    assert refusal(raw)[1]


def test_more_nodes_than_the_limit_are_refused():
    nodes = [{"id": str(i), "layer": "i"} for i in range(10_001)]
    assert "at most 10,000 nodes" in refusal(changed(network__nodes=nodes))[1]


@pytest.mark.parametrize("levels", [18, 100, 5_000])
def test_networks_nested_too_deeply_are_refused(levels):
    opening = '{"nodes": [{"id": "n", "layer": "m"}], "layers": [{"id": "m", "kind": "Model", "name": "m", "network": '
    deep = f'{{"format": 3, "network": {opening * levels}null{"}]}" * levels}}}'
    assert re.search("deep|depth", refusal(deep.encode())[1])


def test_a_document_of_the_first_format_opens_as_it_is():
    data = json.loads(changed(format=1))
    del data["network"]["signature"]
    for layer in data["network"]["layers"]:
        del layer["network"]
    assert decode_document(json.dumps(data).encode()).network == NETWORK


def test_a_document_with_the_empty_groups_of_format_3_opens_also_with_networks_inside():
    inner = Layer("m", "Model", "inner", network=NETWORK)
    document = Document(Network("outer", (inner,), (Node("m", "m"),)))
    data = json.loads(encode_document(document))
    assert "blocks" not in data["network"]
    data["format"] = 3
    data["network"]["blocks"] = data["network"]["layers"][0]["network"]["blocks"] = []
    assert decode_document(json.dumps(data).encode()) == document


@pytest.mark.parametrize("network", [None, 3, {"layers": 3}, {"layers": [3]}, {"layers": [{"network": [3]}]}])
def test_an_older_document_of_another_make_is_refused_with_a_sentence(network):
    assert refusal(changed(format=3, network=network))[0].startswith("$.network")


def test_older_documents_go_through_every_migration_in_order():
    migrations = {1: lambda data: {**data, "data": {"name": "one"}}, 2: lambda data: {**data, "training": data["data"]}}
    document = decode_document(changed(format=1), newest=3, migrations=migrations)
    assert (document.format, document.training, document.data) == (3, {"name": "one"}, {"name": "one"})


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(DocumentError, match="No such file"):
        read_document("/nowhere/x.playground.json")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = NETWORK.save(tmp_path / "x.playground.json")
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError, match="No space left on device"):
        Network("other").save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path):
    path = NETWORK.save(tmp_path / "x.playground.json")
    before = path.read_bytes()
    code = (
        "import os, signal\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import playground as pg\n"
        f"pg.Network('other').save({str(path)!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    assert path.read_bytes() == before
    assert Network.load(path) == NETWORK


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(DocumentError, match="can't be written: No such file or directory"):
        NETWORK.save(tmp_path / "nowhere" / "x.playground.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [
        "format",
        "network",
        "network__layers",
        "network__layers__0",
        "network__layers__0__settings",
        "network__nodes__1",
        "network__nodes__1__x",
        "network__edges__0",
        "network__edges__0__port",
        "network__blocks",
        "training",
        "data",
    ]
)


@settings(max_examples=300, deadline=None)
@given(PATHS, JSON)
def test_a_document_with_any_value_replaced_is_read_whole_or_refused_with_our_error(path, value):
    try:
        document = decode_document(changed(**{path: value}))
    except DocumentError as error:
        assert error.path.startswith("$")
    else:
        assert decode_document(encode_document(document)) == document


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 400), st.integers(0, 40))
def test_a_document_with_any_bytes_replaced_is_read_whole_or_refused_with_our_error(noise, at, length):
    raw = changed()
    try:
        document = decode_document(raw[:at] + noise + raw[at + length :])
    except DocumentError as error:
        assert error.path.startswith("$")
    else:
        assert decode_document(encode_document(document)) == document


def test_the_old_files_rights_are_kept(tmp_path):
    path = NETWORK.save(tmp_path / "x.playground.json")
    Path(path).chmod(0o640)
    NETWORK.save(path)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("path", ["", ".", "/", "a\0b"])
def test_a_path_that_names_no_file_is_refused_in_a_sentence(path):
    with pytest.raises(DocumentError, match="names no file; give the path of one, such as"):
        write_document(Document(network=Network()), path)


def test_a_new_file_gets_the_rights_that_the_user_gives_files_and_an_old_one_keeps_its_own(tmp_path):
    usual, path = tmp_path / "usual", tmp_path / "x.playground.json"
    usual.write_text("")
    write_document(Document(network=Network()), path)
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o600)
    write_document(Document(network=Network()), path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["usual", "x.playground.json"]
