"""Data with two inputs: unit maps in the nodes, and the decision boundary beside them, by mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, frame, names, report, settled, show, until
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
    """How many pixels of the boundary each colour has now, the most frequent first."""
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
    expect(spiral.get("result-subject")).to_contain_text("Play or step")
    until(spiral.page, lambda: len(tally(spiral)) > 1)  # the points are drawn
    empty = tally(spiral)
    assert empty[0] > 0.8 * sum(empty)

    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1")

    assert spiral.state("state.pictures.boundaries[0].picture.node") == "side"
    assert spiral.state("state.pictures.thumbnails.hidden_a.picture.form") == "plane"
    expect(spiral.get("result-subject")).to_contain_text("Probability of class 1")
    until(spiral.page, lambda: tally(spiral)[0] < 0.5 * empty[0])

    spiral.get("thumbnail-hidden_a").hover(position={"x": 8, "y": 8})
    spiral.wait("state.pictures.boundaries[1]?.picture.node === 'hidden_a'")
    expect(spiral.get("result-subject")).to_contain_text("hidden_a, unit 0")
    spiral.get("boundary").hover()
    expect(spiral.get("result-subject")).to_contain_text("Probability of class 1")
    expect(spiral.get("result-value")).to_contain_text(": ")


def test_discrete_test_points_and_folding_by_their_controls(spiral: Canvas):
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1")
    spiral.get("result-discrete").click()
    # All but points, and the line between the two colours.
    until(spiral.page, lambda: sum(tally(spiral)[:2]) > 0.75 * sum(tally(spiral)))
    ringed = tally(spiral)
    spiral.get("result-test").click()
    until(spiral.page, lambda: sum(tally(spiral)[:2]) > sum(ringed[:2]))
    spiral.get("result-fold").click()
    spiral.get("boundary").wait_for(state="detached")


def test_the_boundary_is_asked_for_in_as_many_places_as_are_chosen(spiral: Canvas):
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries[0]?.picture.width === 100")
    spiral.get("result-detail").select_option("200")
    spiral.wait("state.pictures.boundaries[0].picture.width === 200")
    spiral.get("result-detail").select_option("25")
    spiral.wait("state.pictures.boundaries[0].picture.width === 25")


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
    spiral.wait("state.status.state === 'running' && state.status.step > 0")
    run = spiral.state("state.status.run")
    spiral.get("recipe-anew").click()
    spiral.wait("state.history.marks.at(-1)?.label === 'new points'")
    assert spiral.state("state.status.run") == run
    spiral.wait("state.status.state === 'running' && state.status.step > state.history.marks.at(-1).step")
    spiral.get("pause").click()
    spiral.wait("state.status.state === 'paused'")


def test_a_feature_is_nodes_on_the_canvas_by_one_click_and_one_undo(spiral: Canvas):
    spiral.open_tab("data")
    before = spiral.state("state.network")
    spiral.get("feature-x1_times_x2").click()
    settled(spiral)
    added = {"x1", "x2", "x1_times_x2", "features"}
    assert added <= set(names(spiral))
    expect(spiral.get("feature-x1_times_x2")).to_have_attribute("aria-pressed", "true")
    assert report(spiral, "features")["outputs"][0]["shape"] == [None, 3]
    assert not [problem for problem in spiral.state("state.report.problems") if problem["severity"] == "error"]
    spiral.get("feature-sin_x2").click()
    settled(spiral)
    assert report(spiral, "features")["outputs"][0]["shape"] == [None, 4]
    spiral.get("step-epoch").click()
    spiral.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1")
    product = spiral.state(
        "state.network.nodes.find((node) => state.network.layers.find((layer) => "
        "layer.id === node.layer).name === 'x1_times_x2').id"
    )
    spiral.wait(f"state.pictures.thumbnails['{product}']?.picture.form === 'plane'")
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
    canvas.wait("state.status.state === 'paused' && state.pictures?.weights.o")
    canvas.get("unit-wires").wait_for(state="attached")
    point = canvas.host.evaluate(
        """(host) => {
            const wires = host.shadowRoot.querySelectorAll('.strand-surface')[1].getBoundingClientRect();
            return [wires.x + wires.width / 2, wires.y, wires.height];
        }"""
    )
    for down in (*range(0, int(point[2]), 2),) * 3:
        canvas.page.mouse.move(point[0], point[1] + down)
        frame(canvas)
        if canvas.get("strand").count():
            break
    words = canvas.get("strand").inner_text()
    assert "hidden" in words
    assert "answer 0" in words
    unit = int(words.split("hidden ")[1].split()[0])
    step = canvas.state("state.status.step")
    field = canvas.get("strand-value")
    field.fill("oops")
    expect(canvas.get("strand").get_by_role("alert")).to_have_count(1)
    field.fill("-3.25")
    field.press("Enter")
    canvas.wait(f"state.pictures.weights.o.values[{unit}] === -3.25")
    canvas.get("step-batch").click()
    canvas.wait(f"state.status.step === {step + 1} && state.status.state === 'paused'")
    assert abs(canvas.state(f"state.pictures.weights.o.values[{unit}]") + 3.25) < 0.1
    kernel = notebook.evaluate("studio.model.get_layer('answer').kernel.numpy().ravel().tolist()")
    assert abs(kernel[unit] + 3.25) < 0.1


def test_a_unit_held_down_is_silenced_until_it_is_let_go_and_its_card_stays_where_it_is(notebook: Notebook):
    canvas = notebook.show(FOUR).ready()
    show(canvas)
    canvas.get("step-epoch").click()
    canvas.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1")
    weights = notebook.evaluate("[each.tolist() for each in studio.model.get_weights()]")
    network = canvas.state("state.network")
    whole = canvas.state("[...state.pictures.boundaries[0].values]")
    mouse = canvas.page.mouse
    box = canvas.get("thumbnail-h").bounding_box()
    assert box is not None
    x, y = box["x"] + 10, box["y"] + 10

    mouse.move(x, y)
    mouse.down()
    canvas.wait("state.pictures.silenced?.node === 'h'")
    mouse.move(x + 60, y + 40, steps=4)
    expect(canvas.get("result-subject")).to_contain_text("Without unit 0 of hidden: class 1")
    shown = canvas.state("[...state.pictures.boundaries[0].values]")
    expected = notebook.evaluate(
        "(255 * pg.probing.boundary(studio.model, pg.probing.Extent(*"
        f"{canvas.state('state.pictures.extent')}), silenced=('hidden', 0))).round().ravel().tolist()"
    )
    assert max(abs(one - other) for one, other in zip(shown, expected, strict=True)) <= 1
    assert shown != whole
    mouse.up()
    canvas.wait("state.pictures.silenced === null")
    assert canvas.state("[...state.pictures.boundaries[0].values]") == whole
    assert canvas.state("state.network") == network
    assert canvas.view("state.nodes") == []
    assert notebook.evaluate("[each.tolist() for each in studio.model.get_weights()]") == weights

    def dragged() -> bool:
        """A drag that begins too late, as on a busy machine, is a unit held down, and moves nothing."""
        drag(canvas, (x, y), (x + 80, y + 40))
        settled(canvas)
        return bool(canvas.state(f"state.network.nodes[1].x > {network['nodes'][1]['x']}"))

    until(canvas.page, dragged)


ALONG = """import keras
model = keras.Sequential([keras.Input((2,), name='point'), keras.layers.Dense(4, 'tanh', name='hidden'),
    keras.layers.Reshape((4, 1), name='steps'), keras.layers.Conv1D(3, 2, name='along'),
    keras.layers.Flatten(name='flat'), keras.layers.Dense(1, 'sigmoid', name='answer')])
studio = pg.Studio(model, data=pg.datasets.load("circle"), config=pg.TrainingConfig(batch_size=10, epochs=100_000))
studio"""


def test_pictures_that_a_silenced_unit_does_not_change_are_faint_and_say_so(notebook: Notebook):
    canvas = notebook.show(ALONG).ready()
    show(canvas)
    canvas.get("step-epoch").click()
    canvas.wait("state.status.state === 'paused' && state.pictures?.thumbnails.n3")
    canvas.get("node-along").click()
    faint = ["n2", "n3"]

    def opacities(nodes: list[str]) -> set[str]:
        return {canvas.get(f"thumbnail-{node}").evaluate("(each) => getComputedStyle(each).opacity") for node in nodes}

    def have(opacity: str, *nodes: str) -> None:
        until(canvas.page, lambda: opacities([*nodes]) == {opacity})

    have("1", *faint, "n4", "n5")
    box = canvas.get("thumbnail-n1").bounding_box()
    assert box is not None
    canvas.page.mouse.move(box["x"] + 6, box["y"] + 6)
    canvas.page.mouse.down()
    canvas.wait("state.pictures.silenced?.node === 'n1'")
    expect(canvas.get("unmoved").first).to_contain_text("With all units: only maps over the plane are shown without")
    have("0.3", *faint)
    have("1", "n1", "n4", "n5")
    canvas.page.mouse.up()
    canvas.wait("state.pictures.silenced === null")
    have("1", *faint)
    expect(canvas.get("unmoved")).to_have_count(0)


def test_units_are_gone_through_and_silenced_by_keys(notebook: Notebook):
    canvas = notebook.show(FOUR).ready()
    show(canvas)
    canvas.get("step-epoch").click()
    canvas.wait("state.status.state === 'paused' && state.pictures?.boundaries.length === 1")
    keyboard = canvas.page.keyboard
    canvas.get("canvas").focus()
    keyboard.press("u")
    expect(canvas.get("announcer")).to_contain_text("Select a node whose units have maps")
    keyboard.press("Alt+ArrowRight")
    keyboard.press("Alt+ArrowRight")
    keyboard.press("u")
    keyboard.press("u")
    canvas.wait("state.pictures.boundaries[1]?.picture.first === 1")
    expect(canvas.get("result-subject")).to_have_text("hidden, unit 1")
    keyboard.press("Shift+U")
    keyboard.press("s")
    canvas.wait("state.pictures.silenced?.unit === 0 && state.pictures.silenced.node === 'h'")
    expect(canvas.get("result-subject")).to_contain_text("Without unit 0 of hidden")
    expect(canvas.get("inspector")).to_contain_text("Let go, or press Esc, and the unit is heard again.")
    keyboard.press("Escape")
    canvas.wait("state.pictures.silenced === null")
    assert canvas.view("state.nodes") == ["h"]
