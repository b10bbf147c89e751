"""Predictions asked for by a browser and by Python: of samples that were held back, with the weights of a moment."""

import keras
import numpy as np
import pytest

from playground import datasets, probing, protocol
from playground.session import Session, Studied, open_anything, predictions_of, read_template
from playground.session._pictures import Screen
from playground.session._predicting import worked_out
from playground.session._probed import Probed
from playground.session._vitals import DOCTOR, spent
from playground.training import TrainingConfig
from tests.unit.session.test_explaining import PATIENCE, Asking

COUNTS = {"numbers": 0, "classes": 3, "labels": 3}


def named(answer, buffers):
    """The buffers by what they are."""
    names = ["places", "truth", "answers", "certainty", "of_truth", "worst", "certain", "counts", "table", "bins"]
    curves = np.split(np.arange(10, len(buffers)), len(answer.curves)) if answer.curves else []
    found = dict(zip(names, buffers, strict=False))
    return found | {"curves": [[buffers[i] for i in each] for each in curves]}


def predict(session, wish):
    studied = Studied(session.running, session.graph, session.data, session.config)
    return worked_out(studied, wish, lambda: None)


@pytest.fixture(scope="module")
def trained():
    asking = Asking("digits_cnn", epochs=3)
    asking.session.play()
    asking.session.running.run.wait(PATIENCE)
    return asking


def test_the_answers_are_those_of_the_samples_that_the_run_held_back(trained):
    answer, buffers = trained.ask(protocol.GetPredictions("v"))
    found, session = named(answer, buffers), trained.session
    run = session.running.run
    held = run.data.validation

    assert (answer.kind, answer.source, answer.step) == ("classes", "validation", len(run.history))
    assert (answer.samples, answer.total, answer.unsound) == (359, 359, 0)
    assert answer.names == tuple("0123456789")
    assert answer.facts["accuracy"] == pytest.approx(run.history.epochs["val_accuracy"][-1], abs=1e-6)
    samples = Probed(session.data)
    for i in (0, 100, 358):
        one = samples.one(int(found["places"][i]))
        assert (held.inputs["image"] == one.inputs["image"]).all(axis=(1, 2, 3)).any()
        said = run.model(one.inputs["image"]).numpy()[0]
        assert (one.targets["digit"][0], said.argmax()) == (found["truth"][i], found["answers"][i])
        assert found["certainty"][i] == pytest.approx(said.max(), abs=1e-5)
        assert found["of_truth"][i] == pytest.approx(said[found["truth"][i]], abs=1e-5)


def test_the_buffers_tell_of_the_same_samples_in_every_view(trained):
    answer, buffers = trained.ask(protocol.GetPredictions("v"))
    found = named(answer, buffers)
    truth, answers = found["truth"], found["answers"]

    np.testing.assert_array_equal(found["counts"], probing.confusion_matrix(truth, answers, 10))
    np.testing.assert_allclose(found["table"][:, 0], np.diag(found["counts"]) / found["counts"].sum(axis=0), rtol=1e-6)
    np.testing.assert_array_equal(found["table"][:, 3], np.bincount(truth, minlength=10))
    wrong = np.flatnonzero(truth != answers)
    assert sorted(found["worst"]) == sorted(found["certain"]) == sorted(wrong)
    assert (np.diff(found["of_truth"][found["worst"]]) >= 0).all()
    assert (np.diff(found["certainty"][found["certain"]]) <= 0).all()
    assert found["bins"][2].sum() == 359
    for number, curves in zip(answer.curves, found["curves"], strict=True):
        false, true, recall, precision = curves
        assert (len(false), len(recall)) == (len(true), len(precision))
        assert (false[-1], true[-1], recall[0], precision[0]) == (1, 1, 0, 1)
        assert found["table"][number, 4] > 0.5


def test_a_run_that_goes_on_is_not_held_and_the_answers_are_of_one_of_its_steps():
    asking = Asking("digits_mlp")
    asking.session.play()
    run = asking.session.running.run
    assert run.wait_until("running", timeout=PATIENCE) == "running"
    answer, _ = asking.ask(protocol.GetPredictions("v"))
    later, _ = asking.ask(protocol.GetPredictions("v"))
    run.stop()
    run.wait(PATIENCE)

    assert 0 <= answer.step < later.step <= len(run.history)
    assert "paused" not in asking.states


def test_before_any_run_the_first_weights_answer_and_of_two_requests_the_newer_is_answered():
    asking = Asking("digits_mlp", validation_split=0.0)
    asking.send(protocol.GetPredictions("v"), "first")
    asking.send(protocol.GetPredictions("v"), "second")
    replies = {}
    for _ in range(2):
        reply, _ = asking.replies.get(timeout=PATIENCE)
        replies[reply.request] = reply.answer

    assert replies["second"].step == 0
    assert (replies["second"].source, replies["second"].samples, replies["second"].total) == ("training", 1797, 1797)
    first = replies["first"]
    assert isinstance(first, protocol.Predicted) or first.code == "SupersededError"


def test_of_many_samples_so_many_are_drawn_the_same_each_time(trained):
    session = trained.session
    studied = Studied(session.running, session.graph, session.data, session.config)
    some, again = (predictions_of(studied, samples=50) for _ in range(2))

    assert (len(some.truth), some.total) == (50, 359)
    np.testing.assert_array_equal(some.rows, again.rows)
    held = session.data.held_back(0.2, 0)
    assert set(some.rows) <= set(held)
    np.testing.assert_array_equal(some.truth, session.data.targets["digit"][some.rows])


@pytest.mark.parametrize(
    ("template", "kinds"),
    [("shapes_detector", ["classes", "numbers"]), ("castings_two_inputs", ["numbers"]), ("spiral_mlp", ["classes"])],
)
def test_each_output_has_the_view_that_its_answers_make_sense_in(template, kinds):
    asking = Asking(template)
    for output, kind in enumerate(kinds):
        answer, buffers = asking.ask(protocol.GetPredictions("v", output))
        assert (answer.kind, answer.output) == (kind, output)
        assert len(buffers) == (7 if kind == "numbers" else 10 + 4 * len(answer.curves))
        assert all(np.isfinite(each).all() for each in buffers[:7])
    if kinds[-1] == "numbers":
        assert set(answer.facts) == {"mae", "rmse", "bias", "r2"}
        gap = np.abs(buffers[2] - buffers[1])
        assert answer.facts["mae"] == pytest.approx(gap.mean(), rel=1e-4)
        assert gap[buffers[5]][0] == gap.max()


def test_of_several_labels_one_is_looked_at_and_the_table_is_of_all():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(80, 4)).astype("float32")
    data = datasets.from_arrays(x, (x[:, :3] > 0).astype("float32"), class_names=("wet", "cold", "late"))
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="sigmoid")])
    session = Session(open_anything(model).opened, data, TrainingConfig(loss="binary_crossentropy"))
    answer, buffers = predict(session, protocol.GetPredictions("v", unit=1))
    found = named(answer, buffers)

    assert (answer.kind, answer.names, answer.unit, answer.shown) == ("labels", ("wet", "cold", "late"), 1, (0, 1))
    held = session.data.held_back(0.2, 0)
    said = model.predict(x[held], verbose=0)
    truth = data.targets["target"][held] > 0
    for label in range(3):
        counts = probing.confusion_matrix(truth[:, label].astype(int), (said[:, label] > 0.5).astype(int), 2)
        np.testing.assert_allclose(found["table"][label, 0], counts[1, 1] / counts[:, 1].sum(), rtol=1e-5)
        if label == 1:
            np.testing.assert_array_equal(found["counts"], counts)


def test_of_many_classes_the_matrix_has_those_with_most_errors():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(300, 3)).astype("float32"), rng.integers(0, 50, 300)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(50)])
    session = Session(open_anything(model).opened, datasets.from_arrays(x, y), TrainingConfig(validation_split=0))
    answer, buffers = predict(session, protocol.GetPredictions("v"))
    found = named(answer, buffers)

    assert (len(answer.names), len(answer.shown), len(answer.curves)) == (50, 30, 12)
    assert found["counts"].shape == (30, 30)
    whole = probing.confusion_matrix(found["truth"], found["answers"], 50)
    errors = whole.sum(axis=0) + whole.sum(axis=1) - 2 * whole.diagonal()
    assert errors[list(answer.shown)].min() >= np.delete(errors, answer.shown).max()
    np.testing.assert_array_equal(found["counts"], whole[np.ix_(answer.shown, answer.shown)])


def refused(session, output=0):
    with pytest.raises(Exception, match=r".") as caught:
        predict(session, protocol.GetPredictions("v", output))
    return str(caught.value)


def test_what_has_no_predictions_says_why():
    digits = datasets.load("digits")
    network = read_template("digits_mlp").network
    assert refused(Session(network)).startswith("There are no samples with a truth")
    assert "no samples with a truth" in refused(Session(network, datasets.from_arrays(digits.inputs["image"])))
    assert "does not fit the inputs" in refused(Session(network, datasets.load("spiral")))
    assert refused(Session(network, digits), 3) == "The network has no output 3: it has 1."
    two = datasets.from_arrays(digits.inputs, {"one": digits.targets["digit"], "two": digits.targets["digit"]})
    assert "2 targets" in refused(Session(network, two))
    unet = Session(read_template("shapes_unet").network, datasets.load("shape_masks"))
    assert refused(unet).startswith("“mask” answers with 32×32×4 values a sample")
    reviews = Session(read_template("reviews_gru").network, datasets.load("sentences"))
    assert refused(reviews).endswith("press play, and look at its predictions then.")


def test_a_diverged_model_has_no_sound_answer_and_says_so():
    session = Session(read_template("digits_mlp").network, datasets.load("digits"))
    for variable in session.graph.model.variables:
        variable.assign(np.full(variable.shape, np.nan))
    answer, buffers = predict(session, protocol.GetPredictions("v"))

    assert (answer.samples, answer.unsound, answer.facts, answer.curves) == (0, 359, {}, ())
    assert [len(each) for each in buffers[:7]] == [0] * 7


def test_tiles_of_samples_come_by_their_places_and_places_past_the_end_are_the_last():
    session = Session(read_template("digits_mlp").network, datasets.load("digits"))
    asking = Asking("digits_mlp")
    answer, (pixels,) = asking.ask(protocol.GetSamples(8, (700, 3, 10_000)))
    samples = Probed(session.data)

    assert answer.count == 3
    assert answer.tensors[1].words == tuple(samples.label(place) for place in (700, 3, 1796))
    expected = np.round(samples.one(700).inputs["image"] * 255).astype(np.uint8)
    np.testing.assert_array_equal(np.frombuffer(pixels.tobytes(), np.uint8)[:64], expected.ravel())


def test_a_sample_outside_of_the_batch_is_pictured_and_explained():
    asking = Asking("digits_cnn")
    session = asking.session
    pictures = []
    session.stream = lambda event, _: pictures.extend(
        each
        for each in (event.events if isinstance(event, protocol.Together) else (event,))
        if isinstance(each, protocol.Pictures)
    )
    place = 900
    samples = Probed(session.data)
    answer, buffers = asking.ask(protocol.ExplainSample("v", "occlusion", place))
    assert (answer.sample, answer.samples, answer.label) == (place, 1797, samples.label(place))
    one = samples.one(place).inputs["image"][0]
    np.testing.assert_array_equal(
        buffers[0], np.round((one - one.min()) / (one.max() - one.min()) * 255).astype("uint8")
    )
    image = session.network.nodes[0].id
    asking.running()
    session.running.watch(protocol.Watch("v", (image,), None, place))
    shown = _await(pictures, place)
    assert (shown.sample, shown.samples, shown.label) == (place, 1797, samples.label(place))
    session.running.stop()


def _await(pictures, place):
    import time

    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for event in pictures:
            if event.sample == place:
                return event
        time.sleep(0.05)
    raise AssertionError("no picture came")


def test_while_predictions_are_on_the_screen_pictures_have_less_of_the_time():
    screen = Screen()
    screen.take(protocol.Watch("v", predictions=True))
    assert (screen.shows_predictions, screen.watches()) == (True, ())
    screen.take(protocol.Watch("v"))
    assert not screen.shows_predictions
    assert spent(0.05, seen=False) == pytest.approx({"observers": 0.045 - DOCTOR, "vitals": 0.005})
    assert sum(spent(0.05, seen=True, predicted=True).values()) == pytest.approx(0.03 - DOCTOR)
    assert spent(0.01, seen=True, predicted=True) == {"observers": 0.0, "vitals": 0.0}
