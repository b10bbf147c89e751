"""Documents as text: the same document comes back, whatever a mail does to it; nothing else is taken, nor too much."""

import base64
import json
import textwrap
import zlib

import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import DocumentError
from playground.network import Document, Edge, Layer, Network, Node, from_text, to_text

NETWORK = Network(
    "plane",
    (Layer("i", "InputLayer", "point", {"shape": [2]}), Layer("d", "Dense", "out", {"units": 4})),
    (Node("i", "i", 0, 0), Node("d", "d", 224, 0)),
    (Edge("i", "d"),),
)
DOCUMENT = Document(
    NETWORK, {"seed": 7, "batch_size": 10}, {"name": "spiral", "noise": 0.3, "seed": 4}, {"hidden": ["export"]}
)


def packed(content: bytes) -> str:
    return "playground:" + base64.urlsafe_b64encode(content).decode()


def test_a_document_comes_back_from_its_text_with_its_seeds_and_hidden_controls():
    text = to_text(DOCUMENT)
    assert from_text(text) == DOCUMENT
    assert len(text) < 1000
    assert max(len(line) for line in text.splitlines()) <= 76


@pytest.mark.parametrize("mail", ["  {}\n", "{}\r\n\r\n", "\t{}"])
def test_what_a_mail_does_to_a_text_is_passed_over(mail):
    quoted = textwrap.indent(to_text(DOCUMENT), "> ")
    assert from_text(mail.format(quoted.replace("\n", "\r\n"))) == DOCUMENT


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200) | st.binary(max_size=200).map(packed) | st.binary(max_size=200).map(zlib.compress).map(packed)
)
def test_any_other_text_is_refused_with_a_sentence(text):
    with pytest.raises(DocumentError):
        from_text(text)


@pytest.mark.parametrize("kept", [20, 200, -1])
def test_a_text_that_was_not_copied_to_its_end_is_refused(kept):
    with pytest.raises(DocumentError, match="copy it again"):
        from_text(to_text(DOCUMENT)[:kept])


def test_a_text_that_holds_far_more_than_it_seems_is_not_unpacked():
    bomb = packed(zlib.compress(b'{"network": ' + b" " * 60_000_000, 9))
    assert len(bomb) < 100_000
    with pytest.raises(DocumentError, match="holds at most 4 MiB"):
        from_text(bomb)


def test_a_text_that_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(DocumentError, match="has at most 200,000 letters"):
        from_text("playground:" + "A" * 500_000)


def test_a_drawing_that_is_too_large_for_a_text_says_so():
    layers = tuple(Layer(f"l{i}", "Dense", f"n{i}_{hash(('x', i)) % 10**12}", {"units": i + 1}) for i in range(9000))
    nodes = tuple(Node(f"l{i}", f"l{i}", (i * 7919) % 10007, (i * 104729) % 99991) for i in range(9000))
    with pytest.raises(DocumentError, match="too large for a text"):
        to_text(Document(Network("large", layers, nodes)))


def test_a_text_with_an_unknown_field_or_a_later_format_is_refused():
    data = json.loads(zlib.decompress(base64.urlsafe_b64decode(_padded(to_text(DOCUMENT)))))
    for change, sentence in (({"code": "x"}, "unknown field `code`"), ({"format": 99}, "Update Playground")):
        with pytest.raises(DocumentError, match=sentence):
            from_text(packed(zlib.compress(json.dumps({**data, **change}).encode())))


def _padded(text: str) -> str:
    letters = text.replace("\n", "").removeprefix("playground:")
    return letters + "=" * (-len(letters) % 4)
