"""A thousand files with something changed: each opens whole, or is refused with our own error."""

import copy
import json
import random

import pytest

from playground.errors import PlaygroundError
from playground.network import Document, encode_document
from playground.session import Session
from playground.session._opening import open_anything
from tests.unit.modeling import models
from tests.unit.session.test_opening import small

STRANGE = (
    None,
    True,
    -1,
    0,
    3,
    10**30,
    1.5,
    "",
    "x",
    "keras.layers",
    [],
    [[]],
    {},
    {"class_name": "__lambda__"},
    "a/b",
)


def mutate(chance, data):
    """Change one value somewhere: take it away, double it, or put something strange in its place."""
    places = []
    stack = [data]
    while stack:
        each = stack.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each))
        places += [(each, key) for key in keys]
        stack += [each[key] for key in keys if isinstance(each[key], dict | list)]
    place, key = chance.choice(places)
    match chance.randrange(4):
        case 0:
            del place[key]
        case 1 if isinstance(place, list):
            place.insert(key, place[key])
        case 2:
            other, at = chance.choice(places)
            place[key] = copy.deepcopy(other[at])
        case _:
            place[key] = copy.deepcopy(chance.choice(STRANGE))


def garbled(chance, raw):
    """Change some bytes, or cut the end off."""
    raw = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw[: chance.randrange(len(raw))] if chance.random() < 0.2 else raw)


def survives(source):
    """Whether it opens; anything but our own error fails the test, and what opens is whole."""
    try:
        session = Session(open_anything(source).opened)
    except PlaygroundError as error:
        assert str(error)
        return False
    encode_document(Document(session.network))
    if session.drawing.report.ok:
        _ = session.graph
    return True


@pytest.mark.filterwarnings("ignore")
def test_a_thousand_mutated_files_open_whole_or_are_refused_with_our_error(tmp_path):
    chance = random.Random(7)  # noqa: S311  # a fixed sequence is what is wanted
    model = models.nested_twice_shared()
    text = model.to_json()
    network = open_anything(small()).opened.network
    document = encode_document(Document(network))
    path = tmp_path / "x.keras"
    small().save(path)
    whole = path.read_bytes()
    opened = 0
    for number in range(1_000):
        match number % 4:
            case 0 | 1:
                data = json.loads(text)
                for _ in range(chance.choice([1, 1, 3])):
                    mutate(chance, data)
                opened += survives(json.dumps(data))
            case 2:
                path.write_bytes(garbled(chance, whole))
                opened += survives(path)
            case _:
                data = json.loads(document)
                mutate(chance, data)
                other = tmp_path / "x.playground.json"
                other.write_text(json.dumps(data))
                opened += survives(other)
    assert 100 < opened < 900
