"""Data with two inputs: unit maps in the nodes, and the decision boundary beside them, by mouse."""

import pytest

from tests.browser.hands import centre, drag, names, report, settled, show
from tests.browser.lab import Canvas, Notebook

STUDIO = """
from playground.session import read_template
studio = pg.Studio(read_template("spiral_mlp").network, data=pg.datasets.load("spiral"),
                   config=pg.TrainingConfig(batch_size=10, epochs=100_000))
studio"""


@pytest.fixture
def spiral(notebook: Notebook) -> Canvas:
    canvas = notebook.show(STUDIO).ready()
    show(canvas)
    canvas.get("boundary").wait_for()
    return canvas


def tally(canvas: Canvas) -> list[int]:
    """How many pixels of the boundary each colour has, the most frequent first."""
    canvas.page.wait_for_timeout(400)
    counts: list[int] = canvas.get("boundary").evaluate(
        """(element) => {
            const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
            const counts = new Map();
            for (const value of new Uint32Array(data.buffer)) counts.set(value, (counts.get(value) ?? 0) + 1);
            return [...counts.values()].sort((a, b) => b - a);
        }"""
    )
    return counts


def test_units_are_maps_the_boundary_follows_and_a_unit_under_the_pointer_is_shown_large(spiral: Canvas):
    assert "Play or step" in spiral.get("result-subject").inner_text()
    empty = tally(spiral)
    assert empty[0] > 0.8 * sum(empty)

    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1", 60_000)

    assert spiral.state("state.pictures.boundaries[0].picture.node") == "side"
    assert spiral.state("state.pictures.thumbnails.hidden_a.picture.form") == "plane"
    assert "Probability of class 1" in spiral.get("result-subject").inner_text()
    assert tally(spiral)[0] < 0.5 * empty[0]

    spiral.get("thumbnail-hidden_a").hover(position={"x": 8, "y": 8})
    spiral.wait("state.pictures.boundaries[1]?.picture.node === 'hidden_a'", 30_000)
    assert "hidden_a, unit 0" in spiral.get("result-subject").inner_text()
    spiral.get("boundary").hover()
    assert "Probability of class 1" in spiral.get("result-subject").inner_text()
    assert ": " in spiral.get("result-value").inner_text()


def test_discrete_test_points_and_folding_by_their_controls(spiral: Canvas):
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1", 60_000)
    spiral.get("result-discrete").click()
    ringed = tally(spiral)
    assert sum(ringed[:2]) > 0.75 * sum(ringed)  # all but points, and the line between the two colours
    spiral.get("result-test").click()
    assert sum(tally(spiral)[:2]) > sum(ringed[:2])
    spiral.get("result-fold").click()
    spiral.get("boundary").wait_for(state="detached")


def test_the_boundary_is_asked_for_in_as_many_places_as_are_chosen(spiral: Canvas):
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries[0]?.picture.width === 100", 60_000)
    spiral.get("result-detail").select_option("200")
    spiral.wait("state.pictures.boundaries[0].picture.width === 200", 60_000)
    spiral.get("result-detail").select_option("25")
    spiral.wait("state.pictures.boundaries[0].picture.width === 25", 60_000)


def test_points_are_drawn_anew_by_slider_field_and_button_and_the_network_stays(spiral: Canvas):
    spiral.open_tab("data")
    network = spiral.state("state.network")
    noise = spiral.get("recipe-noise")
    noise.scroll_into_view_if_needed()
    x, y = centre(noise)
    drag(spiral, (x - 40, y), (x, y))
    spiral.wait("state.data.recipe.noise > 0.2")
    assert spiral.state("state.data.recipe.seed") == 0
    spiral.get("recipe-share").press("ArrowLeft")
    spiral.wait("state.data.recipe.train_share === 0.75 && state.data.validation_samples === 62")
    spiral.get("setting-samples").fill("400")
    spiral.get("setting-samples").press("Enter")
    spiral.wait("state.data.samples === 300")
    spiral.get("recipe-anew").click()
    spiral.wait("state.data.recipe.seed === 1 && state.data.recipe.samples === 400")
    spiral.get("data-plane").click()
    spiral.wait("state.data.name === 'plane' && state.data.recipe.seed === 1")
    assert spiral.state("state.network") == network


def test_a_run_goes_on_with_a_new_sample(spiral: Canvas):
    spiral.open_tab("data")
    spiral.get("play").click()
    spiral.wait("state.status.state === 'running' && state.status.step > 0", 60_000)
    run = spiral.state("state.status.run")
    spiral.get("recipe-anew").click()
    spiral.wait(f"state.status.run === {run + 1} && state.status.state === 'running' && state.status.step > 0", 60_000)
    spiral.get("pause").click()
    spiral.wait("state.status.state === 'paused'", 30_000)


def test_a_feature_is_nodes_on_the_canvas_by_one_click_and_one_undo(spiral: Canvas):
    spiral.open_tab("data")
    before = spiral.state("state.network")
    spiral.get("feature-x1_times_x2").click()
    settled(spiral)
    added = {"x1", "x2", "x1_times_x2", "features"}
    assert added <= set(names(spiral))
    assert spiral.get("feature-x1_times_x2").get_attribute("aria-pressed") == "true"
    assert report(spiral, "features")["outputs"][0]["shape"] == [None, 3]
    assert not [problem for problem in spiral.state("state.report.problems") if problem["severity"] == "error"]
    spiral.get("feature-sin_x2").click()
    settled(spiral)
    assert report(spiral, "features")["outputs"][0]["shape"] == [None, 4]
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1", 60_000)
    product = spiral.state(
        "state.network.nodes.find((node) => state.network.layers.find((layer) => "
        "layer.id === node.layer).name === 'x1_times_x2').id"
    )
    spiral.wait(f"state.pictures.thumbnails['{product}']?.picture.form === 'plane'", 30_000)
    spiral.get("undo").click()
    settled(spiral)
    spiral.get("undo").click()
    settled(spiral)
    assert spiral.state("state.network") == before


FOUR = """
from playground.network import Edge, Layer, Network, Node
network = Network(
    "four",
    (Layer("p", "InputLayer", "point", {"shape": [2]}),
     Layer("h", "Dense", "hidden", {"units": 4, "activation": {"kind": "tanh", "settings": {}}}),
     Layer("o", "Dense", "answer", {"units": 1, "activation": {"kind": "sigmoid", "settings": {}}})),
    (Node("p", "p", 40, 60), Node("h", "h", 340, 60), Node("o", "o", 640, 60)),
    (Edge("p", "h"), Edge("h", "o")),
)
studio = pg.Studio(network, data=pg.datasets.load("circle"), config=pg.TrainingConfig(batch_size=10, epochs=100_000))
studio"""


def test_weights_are_wires_between_units_and_take_a_value_by_hand_in_a_pause(notebook: Notebook):
    canvas = notebook.show(FOUR).ready()
    show(canvas)
    canvas.get("step-epoch").click()
    canvas.wait("state.status.state === 'paused' && state.pictures?.weights.o", 60_000)
    canvas.get("unit-wires").wait_for(state="attached")
    point = canvas.host.evaluate(
        """(host) => {
            const wires = host.shadowRoot.querySelectorAll('.strand-surface')[1].getBoundingClientRect();
            return [wires.x + wires.width / 2, wires.y, wires.height];
        }"""
    )
    for down in range(0, int(point[2]), 2):
        canvas.page.mouse.move(point[0], point[1] + down)
        canvas.page.wait_for_timeout(40)
        if canvas.get("strand").count():
            break
    words = canvas.get("strand").inner_text()
    assert "hidden" in words
    assert "answer 0" in words
    unit = int(words.split("hidden ")[1].split()[0])
    step = canvas.state("state.status.step")
    field = canvas.get("strand-value")
    field.fill("oops")
    assert canvas.get("strand").get_by_role("alert").count() == 1
    field.fill("-3.25")
    field.press("Enter")
    canvas.wait(f"state.pictures.weights.o.values[{unit}] === -3.25", 30_000)
    canvas.get("step-batch").click()
    canvas.wait(f"state.status.step === {step + 1} && state.status.state === 'paused'", 60_000)
    assert abs(canvas.state(f"state.pictures.weights.o.values[{unit}]") + 3.25) < 0.1
    kernel = notebook.evaluate("studio.model.get_layer('answer').kernel.numpy().ravel().tolist()")
    assert abs(kernel[unit] + 3.25) < 0.1
