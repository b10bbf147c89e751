"""Explanations asked for by a browser: of any template, whatever its run does, and refused in a sentence."""

import queue
import threading

import numpy as np
import pytest

from playground import datasets, protocol
from playground.network import Network, RemoveNode
from playground.session import Session, handle, read_template
from playground.session._blocks import repeat_named
from playground.session._newest import Newest
from playground.training import TrainingConfig

PATIENCE = 120
METHODS = ("grad_cam", "integrated_gradients", "smooth_grad", "occlusion", "maximise")


class Asking:
    """A session, and replies as they come, from whatever thread."""

    def __init__(self, template="digits_cnn", **config):
        document = read_template(template)
        settings = TrainingConfig(**{"epochs": 10_000, "jit_compile": "off", **config})
        self.session = Session(document.network, datasets.load(document.data["name"]), settings)
        self.replies = queue.Queue()
        self.states = []
        self.session.edits = self._take
        self.session.stream = lambda event, _: self.states.extend(
            each.status.state
            for each in (event.events if isinstance(event, protocol.Together) else (event,))
            if isinstance(each, protocol.RunChanged)
        )

    def _take(self, event, buffers):
        if isinstance(event, protocol.Reply):
            self.replies.put((event, [np.asarray(each) for each in buffers]))

    def send(self, command, request="r"):
        handle(self.session, protocol.to_json(protocol.Request(request, command)))

    def ask(self, command):
        self.send(command)
        reply, buffers = self.replies.get(timeout=PATIENCE)
        return reply.answer, buffers

    def running(self):
        self.session.step("batch")
        run = self.session.running.run
        assert run.wait_until("paused", timeout=PATIENCE) == "paused"
        return run


@pytest.fixture(scope="module")
def cnn():
    return Asking()


@pytest.fixture(scope="module")
def reviews():
    """A model of texts that has learned its words."""
    asking = Asking("reviews_transformer")
    asking.running().stop()
    return asking


def fits(answer, buffers):
    """Whether each part has its buffers, and none is left."""
    expected = []
    for part in answer.parts:
        expected += [((part.height, part.width, part.channels), "uint8")] if part.height else []
        expected += [(part.shape, "float32")] if part.shape else []
        assert part.height or len(part.words) == part.shape[0]
    return [(each.shape, each.dtype.name) for each in buffers] == expected


@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_for_a_network_of_images_before_any_run(cnn, method):
    node = "conv_b" if method in ("grad_cam", "maximise") else None

    answer, buffers = cnn.ask(protocol.ExplainSample("v", method, 3, node, options={"steps": 4}))

    assert isinstance(answer, protocol.SampleExplained), answer
    assert (answer.method, answer.step) == (method, 0)
    assert fits(answer, buffers)
    assert all(np.isfinite(each).all() for each in buffers)
    (part,) = answer.parts
    assert (part.height, part.width, part.channels) == (8, 8, 1)
    if method == "maximise":
        assert (part.shape, len(answer.curve)) == ((), 5)
    else:
        assert (answer.sample, answer.samples) == (3, len(cnn.session.data))
        assert answer.label
    if method == "integrated_gradients":
        assert buffers[1].sum() == pytest.approx(answer.score - answer.baseline_score + answer.gap, abs=1e-4)


@pytest.mark.parametrize(
    ("template", "methods"),
    [
        ("spiral_mlp", ("integrated_gradients", "smooth_grad", "occlusion", "maximise")),
        ("castings_two_inputs", ("grad_cam", "integrated_gradients", "occlusion")),
        ("shapes_unet", ("grad_cam", "integrated_gradients")),
    ],
)
def test_tables_words_several_inputs_and_blocks_are_explained(template, methods):
    asking = Asking(template)
    session = asking.session
    last = session.network.outputs[0].node
    for method in methods:
        node = last if method == "maximise" else None
        answer, buffers = asking.ask(protocol.ExplainSample("v", method, 0, node, options={"steps": 2}))
        assert isinstance(answer, protocol.SampleExplained), (method, answer)
        assert fits(answer, buffers)
        assert answer.parts


def test_the_words_of_a_review_are_those_of_the_sample(reviews):
    batch = reviews.session.data.probe(64)
    words = str(next(iter(batch.inputs.values()))[5]).split()

    for method in ("integrated_gradients", "smooth_grad", "occlusion"):
        answer, buffers = reviews.ask(protocol.ExplainSample("v", method, 5, options={"steps": 2}))
        assert [word for word in answer.parts[0].words if word] == words
        assert fits(answer, buffers)


def test_a_layer_that_has_yet_to_learn_from_the_data_is_named():
    answer, _ = Asking("reviews_gru").ask(protocol.ExplainSample("v", "occlusion"))

    assert answer.message == (
        "“words” learns from the data when a run begins, and has not yet: press play, and explain the model then."
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (protocol.ExplainSample("v", "grad_cam"), "Grad-CAM needs maps, and the model"),
        (protocol.ExplainSample("v", "maximise"), "Choose a layer, and which of its units"),
        (protocol.ExplainSample("v", "maximise", 0, "mood"), "takes string, which has none"),
        (protocol.ExplainSample("v", "occlusion", unit=7), "The output has no unit 7"),
        (protocol.ExplainSample("v", "occlusion", input=1), "The network has no input 1: it has 1"),
        (protocol.ExplainSample("v", "smooth_grad", options={"steps": 1e9}), "it can't take steps = 1e+09"),
        (protocol.ExplainSample("v", "smooth_grad", options={"magic": 1}), "it can't take magic = 1"),
        (protocol.ShowComputation("v", "nothing"), "This node is not in the model that is built"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(reviews, command, sentence):
    answer, _ = reviews.ask(command)

    assert isinstance(answer, protocol.Failed)
    assert sentence in answer.message


def test_without_data_or_a_network_that_can_be_built_the_reason_is_told():
    asking = Asking("spiral_mlp")
    asking.session.data = None
    assert "There are no samples to explain" in asking.ask(protocol.ExplainSample("v", "occlusion"))[0].message
    asking.session.data = datasets.load("digits")
    assert "does not fit the inputs" in asking.ask(protocol.ExplainSample("v", "occlusion"))[0].message
    asking.session.edit(RemoveNode(asking.session.network.inputs[0].id))
    assert isinstance(asking.ask(protocol.ExplainSample("v", "occlusion"))[0], protocol.Failed)
    empty = Session(Network("empty"))
    replies = queue.Queue()
    empty.edits = lambda event, _: replies.put(event)
    handle(empty, protocol.to_json(protocol.Request("1", protocol.ShowComputation("v", "n"))))
    assert isinstance(replies.get(timeout=PATIENCE).answer, protocol.Failed)


def test_a_value_is_shown_with_its_window_and_adds_up(cnn):
    answer, buffers = cnn.ask(protocol.ShowComputation("v", "conv_a", 2, (0, 3, 1)))

    assert (answer.kind, answer.position, answer.axes) == ("Conv2D", (0, 3, 1), ("row", "column", "channel"))
    inputs, weights = (each.reshape([len(axis) for axis in answer.indices]) for each in buffers)
    assert (inputs * weights).sum() + answer.bias == pytest.approx(answer.total, rel=1e-4, abs=1e-5)
    assert answer.value == pytest.approx(answer.real, rel=1e-4, abs=1e-5)
    assert sum(term.product for term in answer.terms) + answer.rest == pytest.approx(
        answer.total - answer.bias, rel=1e-5
    )
    middle, _ = cnn.ask(protocol.ShowComputation("v", "conv_a", 2))
    assert middle.position == tuple(size // 2 for size in middle.shape)


def test_nodes_inside_a_block_are_explained_by_their_path():
    asking = Asking()
    asking.send(protocol.GroupNodes(("conv_a", "conv_b"), "eyes", "eyes_node"))
    asking.replies.get(timeout=PATIENCE)

    shown, _ = asking.ask(protocol.ShowComputation("v", "eyes/conv_b", 2, (1, 1, 1)))
    seen, _ = asking.ask(protocol.ExplainSample("v", "grad_cam", 2, "eyes/conv_a"))
    made, _ = asking.ask(protocol.ExplainSample("v", "maximise", node="eyes/conv_a", unit=1, options={"steps": 2}))

    assert (shown.node, shown.kind) == ("eyes/conv_b", "Conv2D")
    assert shown.value == pytest.approx(shown.real, rel=1e-4, abs=1e-5)
    assert (seen.layer, made.layer, made.unit, made.units) == ("block/conv_a", "eyes/conv_a", (1,), 16)


def test_a_node_of_a_block_that_repeats_is_explained_where_it_is_called_first():
    asking = Asking()
    asking.send(protocol.GroupNodes(("drop",), "again", "again_node", "again"))
    asking.replies.get(timeout=PATIENCE)
    repeat_named(asking.session.drawing, "again", 2, shared=False)

    shown, _ = asking.ask(protocol.ShowComputation("v", "again/drop", 0, (5,)))

    assert (shown.node, shown.kind, shown.value) == ("again/drop", "Dropout", pytest.approx(shown.real))


def test_a_unit_with_more_inputs_than_can_be_sent_tells_its_largest_terms(cnn):
    answer, buffers = cnn.ask(protocol.ShowComputation("v", "digit", 0, (1,)))

    assert len(answer.terms) <= 48
    assert answer.others == (0 if len(answer.terms) < 48 else len(buffers[0]) - 48)
    assert answer.activation == "softmax"


def test_a_run_that_goes_on_is_explained_at_one_of_its_steps_and_is_not_seen_to_pause():
    asking = Asking("digits_mlp")
    run = asking.running()
    asking.session.play()
    assert run.wait_until("running", timeout=PATIENCE) == "running"
    asking.states.clear()

    answers = [asking.ask(protocol.ShowComputation("v", "hidden_a", 1, (2,)))[0] for _ in range(5)]

    steps = [answer.step for answer in answers]
    assert steps == sorted(steps)
    assert steps[-1] > steps[0] > 0
    for answer in answers:
        # Terms and value are of the same weights, though these go on.
        assert answer.value == pytest.approx(answer.real, rel=1e-4, abs=1e-5)
    assert run.state == "running"
    assert set(asking.states) <= {"running"}
    run.stop()
    run.wait()


def test_a_held_run_is_explained_with_the_weights_it_has():
    asking = Asking("digits_mlp")
    run = asking.running()

    answer, _ = asking.ask(protocol.ShowComputation("v", "hidden_a", 1, (2,)))

    kernel, bias = (np.asarray(each) for each in asking.session.graph.layers["hidden_a"].get_weights())
    assert (answer.step, answer.bias) == (1, pytest.approx(float(bias[2])))
    assert np.isclose(kernel[:, 2], answer.terms[0].weight).any()
    assert run.state == "paused"
    run.stop()


def test_edits_are_answered_while_an_explanation_is_worked_out_and_a_newer_one_takes_its_place():
    newest, entered, go = Newest(), threading.Event(), threading.Event()
    told = queue.Queue()

    def work(name):
        def wait(tick):
            try:
                entered.set()
                assert go.wait(PATIENCE)
                tick()
                told.put(name)
            except Exception as error:  # noqa: BLE001  # what it was is what is tested
                told.put(type(error).__name__)

        return wait

    newest.ask("one", work("first"))
    assert entered.wait(PATIENCE)
    newest.ask("one", work("second"))
    newest.ask("other", work("third"))
    go.set()

    assert {told.get(timeout=PATIENCE) for _ in range(3)} == {"SupersededError", "second", "third"}


def test_a_superseded_request_is_told_so():
    asking = Asking("digits_mlp")
    for number in range(3):
        asking.send(protocol.ExplainSample("v", "integrated_gradients", options={"steps": 64}), str(number))
    answers = {}
    for _ in range(3):
        reply, _ = asking.replies.get(timeout=PATIENCE)
        answers[reply.request] = reply.answer

    assert isinstance(answers["2"], protocol.SampleExplained)
    assert {answers[each].code for each in ("0", "1") if isinstance(answers[each], protocol.Failed)} == {
        "SupersededError"
    }
