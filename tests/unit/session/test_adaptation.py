"""What the views are told of layers that learn from the data before a run: will, have, or have of other data."""

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import ExportError
from playground.modeling import open_keras_file, open_model, state_of
from playground.network import ChangeSetting, Edge, Layer, Network, Node, read_document
from playground.session import Session
from playground.session._recovery import Keeper, Trained, read_trained
from playground.session._replacing import adopt
from playground.training import History, TrainingConfig

NETWORK = Network(
    "reviews",
    (
        Layer("l0", "InputLayer", "review", {"shape": [], "dtype": "string"}),
        Layer("l1", "TextVectorization", "words", {"max_tokens": 200, "output_sequence_length": 16}),
        Layer("l2", "Embedding", "vectors", {"input_dim": 200, "output_dim": 4}),
        Layer("l3", "GlobalAveragePooling1D", "mean"),
        Layer("l4", "Dense", "mood", {"units": 2}),
    ),
    tuple(Node(f"n{i}", f"l{i}") for i in range(5)),
    tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(4)),
)


class Screen:
    """What a view hears."""

    def __init__(self, session):
        self.told = []
        session.edits = self.hear

    def hear(self, event, buffers):
        del buffers
        if isinstance(event, protocol.Configured):
            self.told.append(event.adaptation)


@pytest.fixture
def session():
    made = Session(NETWORK, datasets.sentences(samples=120), TrainingConfig(epochs=1))
    yield made
    made.running.reset()


def play(session):
    session.play()
    session.running.run.wait(60)


def test_a_layer_that_will_learn_has_and_has_of_other_data(session):
    screen = Screen(session)
    assert session.snapshot().adaptation == {"l1": "pending"}
    play(session)
    assert screen.told[-1] == {"l1": "adapted"}
    session.data = datasets.sentences(samples=100, seed=1)
    assert screen.told[-1] == {"l1": "stale"}
    play(session)
    assert screen.told[-1] == {"l1": "adapted"}
    session.running.reset()
    assert screen.told[-1] == {"l1": "pending"}


def test_other_shares_of_the_same_data_are_other_data(session):
    play(session)
    session.config = TrainingConfig(epochs=1, validation_split=0.3)
    assert session.snapshot().adaptation == {"l1": "stale"}


def test_edits_behind_it_leave_it_adapted_and_its_own_settings_do_not(session):
    play(session)
    screen = Screen(session)
    session.edit(ChangeSetting("l4", "units", 3))
    assert session.snapshot().adaptation == {"l1": "adapted"}
    assert screen.told == []
    session.edit(ChangeSetting("l1", "standardize", "lower"))
    assert screen.told == [{"l1": "stale"}]
    session.edit(ChangeSetting("l1", "vocabulary", ["good", "bad"]))
    assert screen.told[-1] == {}


def test_the_model_in_the_next_cell_reads_text_once_it_was_played(session):
    play(session)
    session.edit(ChangeSetting("l4", "units", 3))
    assert session.graph.model(np.array(["The film was superb."])).shape == (1, 3)


def test_a_later_kernel_takes_up_the_words_with_the_weights(tmp_path, session):
    play(session)
    graph = session.graph
    states = {path: state_of(layer) for path, layer in graph.layers.items()}
    keeper = Keeper(tmp_path, NETWORK, session._document)
    keeper.keep_trained(0, Trained(states, History().since(0)))
    later = Session(NETWORK, session.data, session.config)
    adopt(later.running, NETWORK, session.config, read_trained(keeper.folder))
    words = later.graph.layers["l1"].get_vocabulary()
    assert words == graph.layers["l1"].get_vocabulary()
    assert later.snapshot().adaptation == {"l1": "stale"}
    play(later)
    assert later.snapshot().adaptation == {"l1": "adapted"}


def adapted_model(words=("good", "bad", "film")):
    start = keras.Input((), dtype="string", name="review")
    read = keras.layers.TextVectorization(max_tokens=200, output_sequence_length=16, name="words")
    read.adapt(np.array(words))
    flow = keras.layers.GlobalAveragePooling1D(name="mean")(keras.layers.Embedding(200, 4, name="vectors")(read(start)))
    return keras.Model(start, keras.layers.Dense(2, name="mood")(flow))


@pytest.mark.parametrize("kept", ["model", "file"])
def test_a_layer_that_its_maker_adapted_says_so_and_play_leaves_it(tmp_path, kept):
    model = adapted_model()
    if kept == "file":
        model.save(tmp_path / "reviews.keras")
        opened = open_keras_file(tmp_path / "reviews.keras")
    else:
        opened = open_model(model)
    session = Session(opened, datasets.sentences(samples=120), TrainingConfig(epochs=1))
    (path,) = session.snapshot().adaptation
    assert session.snapshot().adaptation == {path: "given"}
    play(session)
    assert session.snapshot().adaptation == {path: "given"}
    assert session.graph.layers[path].get_vocabulary() == ["", "[UNK]", "good", "film", "bad"]
    session.running.reset()
    assert session.snapshot().adaptation == {path: "given"}


def test_a_document_holds_nothing_that_was_learned(tmp_path, session):
    play(session)
    path = session.save(tmp_path / "reviews")
    assert Session(read_document(path).network, session.data).snapshot().adaptation == {"l1": "pending"}


def test_what_has_not_learned_yet_is_not_exported(tmp_path, session):
    with pytest.raises(ExportError, match="“words” has not learned from any data yet"):
        session.export(tmp_path / "reviews", "keras")
    assert list(tmp_path.iterdir()) == []


def test_exports_of_text_read_text_again(tmp_path, session):
    play(session)
    result = session.export(tmp_path / "reviews", "saved_model")
    assert (result.max_difference, result.samples) == (pytest.approx(0.0, abs=1e-5), 64)
