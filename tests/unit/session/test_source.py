import numpy as np

from playground import datasets, protocol
from playground.network import ChangeSetting
from playground.session import Session, handle, read_template


def ask(session, **options):
    """What the session replies to `get_source`."""
    replies = []
    session.edits = lambda event, _: replies.append(event)
    handle(session, {"id": "1", "command": {"type": "get_source", **options}})
    return replies[-1].answer


def test_the_source_of_a_drawing_has_its_training_on_request_with_the_loss_for_its_data():
    session = Session(read_template("digits_mlp").network, datasets.load("digits"))
    plain, whole = ask(session), ask(session, training=True)
    assert isinstance(plain, protocol.Source)
    assert "model.fit(" not in plain.text
    assert "model.fit(" in whole.text
    assert "loss=keras.losses.SparseCategoricalCrossentropy()" in whole.text
    assert "The loss is chosen by the last activation" not in whole.text


def test_a_drawing_with_a_mistake_is_answered_with_the_first_sentence_of_its_problems():
    session = Session(read_template("digits_mlp").network)
    layer = next(layer for layer in session.network.layers if layer.kind == "Dense")
    session.drawing.apply(ChangeSetting(layer.id, "units", 0))
    answer = ask(session)
    assert isinstance(answer, protocol.Failed)
    assert answer.message == session.drawing.report.problems[0].message


def test_a_source_is_written_once_for_a_drawing_and_anew_after_an_edit():
    session = Session(read_template("digits_mlp").network)
    first = session.source()
    assert session.source() is first
    layer = next(layer for layer in session.network.layers if layer.kind == "Dense")
    session.drawing.apply(ChangeSetting(layer.id, "units", 77))
    assert "layers.Dense(77, " in session.source()


def test_weights_and_validation_of_the_data_are_in_the_training_code():
    data = datasets.load("digits")
    weighed = datasets.from_arrays(
        data.inputs, data.targets, sample_weight=np.ones(len(data), "float32"), validation=(data.inputs, data.targets)
    )
    source = Session(read_template("digits_mlp").network, weighed).source(training=True)
    assert "validation_data=(x_val, y_val)" in source
    assert "sample_weight=sample_weight" in source
