"""Training by the buttons: charts, pictures, holding and stepping, and what can't be trained."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled, show, until
from tests.browser.lab import Canvas, Notebook


def play(canvas: Canvas, epochs: int) -> None:
    show(canvas)
    canvas.host.evaluate(
        """async (host, epochs) => {
            const { training } = host.studio.store.getState();
            await host.studio.command({ type: "configure", training: { ...training, epochs } });
        }""",
        epochs,
    )
    canvas.get("play").click()


def painted(canvas: Canvas, where: str) -> int:
    """How many different colours the canvases inside an element show, all put together."""
    return int(
        canvas.get(where).evaluate(
            """(element) => {
                const colours = new Set();
                for (const canvas of element.querySelectorAll("canvas")) {
                    if (!canvas.width || !canvas.height) continue;
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    const values = new Uint32Array(data.buffer);
                    for (const value of values) colours.add(value);
                }
                return colours.size;
            }"""
        )
    )


def test_play_draws_curves_and_pictures_and_gives_the_model_to_the_next_cell(digits: Canvas, notebook: Notebook):
    play(digits, 5)
    digits.wait("state.status.state === 'finished'")
    digits.get("charts").locator(".js-plotly-plot").first.wait_for()
    digits.page.wait_for_function(
        """(host) => [...host.shadowRoot.querySelectorAll(".js-plotly-plot")].length >= 2 &&
            [...host.shadowRoot.querySelectorAll(".js-plotly-plot")].every((plot) => plot.data.some(
                (trace) => trace.x.length >= 5 && trace.x.at(-1) === 5 && trace.y.every(Number.isFinite)))""",
        arg=digits.host.element_handle(),
    )
    digits.get("charts").locator("path.js-line").nth(3).wait_for(state="attached")
    digits.wait("Object.keys(state.pictures?.thumbnails ?? {}).length === 8")
    for name in ("image", "conv_a", "conv_b", "pool", "hidden", "digit"):
        until(digits.page, lambda node=f"node-{name}": painted(digits, node) > 2)
    assert digits.state("state.history.epochs.map((row) => row.epoch)") == [1, 2, 3, 4, 5]
    assert notebook.evaluate("len(studio.history.steps['loss'])") == 5 * 45
    accuracy = notebook.evaluate("float(studio.history.epochs['val_accuracy'][-1])")
    assert accuracy > 0.8
    notebook.execute(
        "import keras; x, y = next(iter(studio.run.data.validation.inputs.values())), "
        "next(iter(studio.run.data.validation.targets.values()))"
    )
    measured = notebook.evaluate("float((studio.model(x).numpy().argmax(1) == y).mean())")
    assert measured == pytest.approx(accuracy, abs=1e-6)


def test_pause_step_and_stop_by_their_buttons(digits: Canvas):
    play(digits, 100_000)
    digits.wait("state.status.state === 'running' && state.status.step > 50")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    held = digits.state("state.status.step")
    digits.get("step-batch").click()
    digits.wait(f"state.status.step === {held + 1} && state.status.state === 'paused'")
    epoch = digits.state("state.status.epoch")
    digits.get("step-epoch").click()
    digits.wait(f"state.status.epoch === {epoch + 1} && state.status.state === 'paused'")
    digits.get("play").click()
    digits.wait("state.status.state === 'running'")
    digits.get("stop").click()
    digits.wait("state.status.state === 'stopped'")


def test_the_enlarged_activations_follow_the_selected_layer_and_the_sample(digits: Canvas):
    play(digits, 3)
    digits.wait("state.status.state === 'finished'")
    digits.get("node-conv_b").click()
    digits.open_tab("activations")
    digits.wait("state.pictures?.enlarged.conv_b")
    focus = digits.state("state.pictures.enlarged.conv_b.picture")
    assert (focus["form"], focus["count"], focus["height"], focus["width"]) == ("maps", 32, 8, 8)
    digits.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=activations] canvas')", arg=digits.host.element_handle()
    )
    until(digits.page, lambda: painted(digits, "activations") > 10)
    digits.host.evaluate("(host) => host.view.setState({ sample: 9 })")
    digits.wait("state.pictures.sample === 9")


def test_an_edit_while_held_keeps_the_weights_of_the_layers_it_left_alone(digits: Canvas, notebook: Notebook):
    play(digits, 2)
    digits.wait("state.status.state === 'finished'")
    notebook.execute("before = studio.model.get_layer('conv_a').get_weights()[0]")
    digits.get("node-hidden").click()
    digits.get("setting-units").fill("20")
    digits.get("setting-units").press("Enter")
    digits.wait("state.pending.length === 0 && state.canUndo")
    assert notebook.evaluate("bool((studio.model.get_layer('conv_a').get_weights()[0] == before).all())")
    assert notebook.evaluate("list(studio.model.get_layer('hidden').get_weights()[0].shape)") == [512, 20]


def test_play_is_blocked_with_the_reason_beside_it_and_a_click_on_it_shows_the_node(digits: Canvas):
    show(digits)
    digits.get("node-pool").click()
    digits.get("setting-pool_size-0").wait_for()
    for field in digits.host.locator('[data-testid^="setting-pool_size"]').all():
        field.fill("9")
        field.press("Enter")
    settled(digits)
    digits.get("blocked").wait_for()
    expect(digits.get("play")).to_be_disabled()
    digits.host.evaluate("(host) => host.view.setState({ nodes: [] })")
    digits.get("blocked").click()
    until(digits.page, lambda: digits.view("state.nodes") == ["pool"])
    assert digits.view("state.dock") == "problems"


def test_play_without_data_says_what_is_missing(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\nstudio = pg.Studio(read_template('digits_mlp').network)\nstudio"
    ).ready()
    show(canvas)
    expect(canvas.get("blocked")).to_contain_text("data", ignore_case=True)


BAD = {
    "NaN in the data": ("x[3, 2] = float('nan')", None, "NaN"),
    "labels out of range": ("y[5] = 7", None, "7"),
    "a batch larger than the data": ("", "studio.config = pg.TrainingConfig(batch_size=5000)", "5000"),
    "inputs of another shape": ("x = x[:, :3]", None, "4"),
}


@pytest.mark.parametrize("name", BAD)
def test_data_that_can_not_be_trained_on_fails_with_one_sentence_and_loses_nothing(notebook: Notebook, name: str):
    change, after, word = BAD[name]
    notebook.set_cells([])
    setup = (
        "import numpy as np\n"
        "from playground.network import *\n"
        "rng = np.random.default_rng(0)\n"
        "x, y = rng.normal(size=(60, 4)).astype('float32'), rng.integers(0, 3, 60)\n"
        f"{change}\n"
        "network = Network('n')\n"
        "for node, layer in ((Node('i', 'i'), Layer('i', 'InputLayer', 'flower', {'shape': [4]})),\n"
        "                    (Node('d', 'd', 224), Layer('d', 'Dense', 'k', {'units': 3, 'activation': 'softmax'}))):\n"
        "    network, _ = apply(network, AddNode(node, layer))\n"
        "network, _ = apply(network, Connect(Edge('i', 'd')))\n"
        "problem = None\n"
        "try:\n"
        "    studio = pg.Studio(network, data=(x, y))\n"
        "except pg.PlaygroundError as error:\n"
        "    problem = str(error)\n"
        f"{after or ''}\n"
    )
    notebook.execute(setup)
    problem = notebook.evaluate("problem")
    if problem is None:
        canvas = notebook.show("studio").ready()
        show(canvas)
        canvas.wait("state.training !== null && state.start !== null")
        if canvas.get("play").is_disabled():
            canvas.get("blocked").click()
            problem = canvas.get("problems").inner_text()
        else:
            canvas.get("play").click()
            canvas.wait("state.status.state === 'failed' || state.notice !== null")
            problem = canvas.get("run-failed").or_(canvas.get("notice")).first.inner_text()
        assert canvas.state("state.network.nodes.length") == 2
    assert word in problem
