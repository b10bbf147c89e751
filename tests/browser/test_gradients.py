"""How strongly layers learn, and what their weights are: strips, ratios, wires, and the weights of a layer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands import show, until
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import painted

STUDIO = """from playground.session import read_template
studio = pg.Studio(read_template('digits_cnn').network, data='digits', config=pg.TrainingConfig(epochs=100_000))
studio"""
LEARNING = ["conv_a", "conv_b", "hidden", "digit"]


@pytest.fixture(scope="module")
def begun(notebook: Notebook) -> Iterator[None]:
    """A run, begun once: to trace it takes seconds of a processor."""
    canvas = notebook.show(STUDIO).ready()
    show(canvas)
    canvas.open_tab("gradients")
    expect(canvas.get("gradients")).to_contain_text("Press play")
    canvas.get("play").click()
    canvas.wait("state.vitals && state.vitals.steps.length > 3")
    yield
    notebook.execute("studio.stop()")


@pytest.fixture
def learning(begun: None, notebook: Notebook) -> Canvas:
    """A view of its own of the run as it goes on, with its gradients on the screen."""
    notebook.execute("for _ in range(8 - len(studio.network.layers)): studio.undo()")
    canvas = notebook.show("studio").ready()
    show(canvas)
    canvas.open_tab("gradients")
    if canvas.state("state.status.state") == "paused":
        canvas.get("play").click()
    canvas.wait("state.status.state === 'running' && state.vitals?.steps.length > 3")
    return canvas


def pause(canvas: Canvas) -> None:
    canvas.get("pause").click()
    canvas.wait("state.status.state === 'paused'")


def widths(canvas: Canvas) -> list[float]:
    return canvas.host.evaluate(
        """(host) => [...host.shadowRoot.querySelectorAll("path.wire")].map(
            (wire) => Number.parseFloat(getComputedStyle(wire).strokeWidth))"""
    )


def test_weights_that_are_no_numbers_and_thousands_of_filters(notebook: Notebook):
    canvas = notebook.show(
        "import keras, numpy as np\n"
        "model = keras.Sequential([keras.Input((8, 8, 100)), keras.layers.Conv2D(100, 3, name='many'),\n"
        "    keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(3, name='broken')])\n"
        "model.get_layer('broken').bias.assign([1, np.nan, np.inf])\n"
        "studio = pg.Studio(model)\n"
        "studio.model\n"
        "studio"
    ).ready()
    show(canvas)
    canvas.get("node-broken").click()
    canvas.get("weights-open").click()
    canvas.get("weights-which").select_option("1")
    expect(canvas.get("weights")).to_contain_text("2 weights are NaN or infinite")
    canvas.get("node-many").click()
    expect(canvas.get("weight-picture")).to_have_attribute("aria-label", "kernel: 1–64 of 10,000 filters")
    canvas.get("filters-after").click()
    expect(canvas.get("weight-picture")).to_have_attribute("aria-label", "kernel: 65–128 of 10,000 filters")
    canvas.get("filters-before").click()
    expect(canvas.get("weight-picture")).to_have_attribute("aria-label", "kernel: 1–64 of 10,000 filters")
    expect(canvas.get("filters-before")).to_be_disabled()


def test_each_layer_that_learns_has_a_strip_and_a_click_on_it_selects_its_node(learning: Canvas):
    assert learning.state("state.vitals.names") == LEARNING
    for name in LEARNING:
        row = learning.page.get_by_role("button", name=re.compile(rf"^{name} Gradient norm over the steps [\d.e−-]+$"))
        expect(row).to_have_count(1)
    until(learning.page, lambda: painted(learning, "gradients") > 20)
    learning.get("gradient-conv_b").hover()
    expect(learning.get("node-conv_b")).to_have_class(re.compile(r"\blinked\b"))
    learning.get("gradient-conv_b").click()
    expect(learning.get("gradient-conv_b")).to_have_attribute("aria-current", "true")
    expect(learning.get("inspector")).to_contain_text("Conv2D")
    node = learning.state("state.network.nodes.find((each) => each.layer === state.vitals.layers[1]).id")
    assert learning.view("state.nodes") == [node]


def test_the_rows_are_walked_with_the_arrows_and_chosen_with_enter(learning: Canvas):
    learning.get("gradient-conv_a").focus()
    learning.page.keyboard.press("ArrowDown")
    learning.page.keyboard.press("End")
    learning.page.keyboard.press("ArrowUp")
    expect(learning.get("gradient-hidden")).to_be_focused()
    learning.page.keyboard.press("Enter")
    expect(learning.get("gradient-hidden")).to_have_attribute("aria-current", "true")


def test_the_ratios_of_updates_to_weights_are_lines(learning: Canvas, notebook: Notebook):
    learning.control("update-ratios").click()
    chart = learning.get("chart-ratios")
    chart.locator("path.js-line").nth(3).wait_for(state="attached")
    pause(learning)
    learning.page.wait_for_function(
        """([host, steps]) => {
            const plot = host.shadowRoot.querySelector("[data-testid=chart-ratios] .js-plotly-plot");
            return plot.data.length === 4 && plot.data.every((line) => line.x.at(-1) === steps && line.y.at(-1) > 0);
        }""",
        arg=[learning.host.element_handle(), notebook.evaluate("int(studio.run.vitals.moments.steps[-1])")],
    )
    shown = learning.host.evaluate(
        "(host) => host.shadowRoot.querySelector('[data-testid=chart-ratios] .js-plotly-plot').data[2].y.at(-1)"
    )
    truth = notebook.evaluate(
        "(lambda m: float((m.updates[-1, 4]**2 + m.updates[-1, 5]**2)**.5 / "
        "(m.weights[-1, 4]**2 + m.weights[-1, 5]**2)**.5))(studio.run.vitals.moments)"
    )
    assert shown == pytest.approx(truth, rel=1e-4)
    learning.control("update-ratios").click()
    expect(chart).to_have_count(0)


def test_dead_and_saturated_units_are_a_line_a_layer_as_the_doctor_counts_them(learning: Canvas, notebook: Notebook):
    learning.control("idle-units").click()
    learning.wait("state.idle !== null")
    pause(learning)
    # The doctor looks once more when the run rests.
    learning.wait("state.idle.steps.at(-1) === state.status.step")
    assert learning.state("state.idle.layers.map((each) => each.activation)") == ["relu"] * 3
    chart = learning.get("chart-idle").locator(".js-plotly-plot")
    chart.wait_for()
    dead = notebook.evaluate(
        "[float(each.dead) for each in __import__('playground.session._diagnosing', fromlist=['x'])"
        ".Diagnosing(studio.run).evidence().outputs if each.activation]"
    )
    assert learning.state("state.idle.layers.map((each) => each.shares.at(-1))") == pytest.approx(dead)
    row = learning.get("idle-rows").get_by_role("button", name=re.compile("hidden.*relu.* units dead$"))
    row.focus()
    learning.page.keyboard.press("Enter")
    expect(learning.get("inspector")).to_contain_text("Dense")
    expect(learning.control("idle-units")).to_have_attribute("aria-pressed", "true")
    learning.control("update-ratios").click()
    expect(learning.control("idle-units")).to_have_attribute("aria-pressed", "false")
    expect(learning.get("chart-idle")).to_have_count(0)
    learning.control("update-ratios").click()


def test_wires_show_gradients_when_they_are_asked_to(learning: Canvas):
    before = widths(learning)
    assert max(before) < 2
    learning.control("gradient-wires").click()
    learning.page.wait_for_function(
        """(host) => [...host.shadowRoot.querySelectorAll("path.wire")].filter(
            (wire) => Number.parseFloat(getComputedStyle(wire).strokeWidth) > 2).length >= 4""",
        arg=learning.host.element_handle(),
    )
    # Another panel keeps them: the kernel goes on telling.
    learning.open_tab("training")
    steps = learning.state("state.vitals.steps.at(-1)")
    learning.wait(f"state.vitals.steps.at(-1) > {steps}")
    learning.open_tab("gradients")
    learning.control("gradient-wires").click()
    until(learning.page, lambda: widths(learning) == before)


def test_a_layer_that_was_removed_says_so_and_its_row_stays(learning: Canvas):
    pause(learning)
    learning.get("gradient-conv_b").click()
    learning.get("node-conv_b").click()
    learning.page.keyboard.press("Delete")
    row = learning.get("gradient-conv_b")
    expect(row).to_contain_text("removed")
    row.click(force=True)  # as a hand would, which does not ask whether it may
    assert learning.view("state.nodes") == []
    assert learning.state("state.notice") is None


def test_a_page_that_comes_later_gets_all_that_was_measured(learning: Canvas, notebook: Notebook):
    pause(learning)
    steps = notebook.evaluate("studio.run.vitals.moments.steps.tolist()")
    learning.wait(f"state.vitals.steps.at(-1) === {steps[-1]}")
    learning.open_tab("training")
    learning.host.evaluate("(host) => host.studio.store.setState({ vitals: null })")
    learning.open_tab("gradients")
    learning.wait(f"JSON.stringify(state.vitals?.steps) === '{str(steps).replace(' ', '')}'")


def test_the_weights_of_the_selected_layer_are_shown_while_it_learns(learning: Canvas, notebook: Notebook):
    learning.get("gradient-conv_a").click()
    expect(learning.get("weight-picture")).to_have_count(0)
    learning.get("weights-open").click()
    expect(learning.get("weight-picture")).to_have_attribute("aria-label", "kernel: 16 filters")
    learning.get("ridgeline").wait_for()
    expect(learning.get("gradient-ridgeline")).to_have_attribute(
        "aria-label", re.compile(r"Distribution of the gradients from step \d+ to step \d+")
    )
    until(learning.page, lambda: painted(learning, "weights") > 20)
    learning.get("weights-which").select_option("1")
    expect(learning.get("weight-picture")).to_have_attribute("aria-label", "bias: 16 values")
    pause(learning)
    expect(learning.get("weights")).to_contain_text(f"step {notebook.evaluate('len(studio.history)'):,}")
    learning.get("gradient-digit").click()
    expect(learning.get("weight-picture")).to_have_attribute("aria-label", "kernel: inputs down, units right")
    learning.get("weight-picture").hover(position={"x": 1, "y": 1})
    first = notebook.evaluate("float(studio.run.model.layers[-1].kernel.numpy()[0, 0])")
    expect(learning.get("weights")).to_contain_text("input 0, unit 0")
    sign = "−" if first < 0 else ""
    expect(learning.get("weights")).to_contain_text(f"{sign}{abs(first):.3f}"[:5])


def test_a_tab_without_room_is_scrolled_to_when_it_is_chosen(learning: Canvas):
    learning.host.evaluate("(host) => { host.shadowRoot.querySelector('.dock').style.width = '420px'; }")
    strip = """(host) => {
        const box = (test) => host.shadowRoot.querySelector(test).getBoundingClientRect();
        const [row, tab] = [box(".tabs"), box("[role=tab][aria-selected=true]")];
        return tab.left >= row.left - 1 && tab.right <= row.right + 1;
    }"""
    for tab in ("code", "data", "gradients"):
        learning.host.evaluate("(host, dock) => host.view.setState({ dock })", tab)
        expect(learning.get(f"dock-{tab}")).to_have_attribute("aria-selected", "true")
        learning.page.wait_for_function(strip, arg=learning.host.element_handle())


def test_idle_units_go_on_over_an_edit_and_a_layer_that_is_another_begins_anew(learning: Canvas):
    learning.control("idle-units").click()
    learning.wait("state.idle !== null")
    pause(learning)
    learning.wait("state.idle.steps.at(-1) === state.status.step")
    steps, at = learning.state("state.idle.steps"), learning.state("state.status.step")
    convolution = learning.state("state.idle.layers.find((each) => each.node === 'conv_a').shares")
    learning.get("node-hidden").click()
    units = learning.get("setting-units")
    units.fill("20")
    units.press("Enter")
    learning.wait("state.status.changed === 'the edited network'")
    learning.get("play").click()
    learning.wait(f"state.status.state === 'running' && state.status.step > {at}")
    pause(learning)
    learning.wait("state.idle.steps.at(-1) === state.status.step")

    idle = learning.state("state.idle")
    shares = {each["node"]: each["shares"] for each in idle["layers"]}
    before = sum(step <= at for step in idle["steps"])
    assert idle["steps"][:before] == steps
    assert shares["conv_a"][:before] == convolution
    assert shares["hidden"][:before] == [None] * before
    assert None not in shares["hidden"][before:]
    row = learning.get("idle-rows").get_by_role("button", name=re.compile("hidden.* of 20 units dead$"))
    expect(row).to_be_visible()
    chart = learning.get("chart-idle").locator(".js-plotly-plot")
    drawn = "(plot) => plot.data.map(({ y }) => [...y].filter((each) => each !== null).length)"
    lengths = [len(idle["steps"])] * 2 + [len(idle["steps"]) - before]
    until(learning.page, lambda: chart.evaluate(drawn) == lengths)
    learning.get("undo").click()
