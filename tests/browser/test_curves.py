"""The curves of a run: zooming into what it has measured, the switches, faults, and finding a learning rate."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands import drag, show, until
from tests.browser.lab import Canvas, Notebook

STUDIO = """import keras
from playground.session import read_template
decay = keras.optimizers.schedules.ExponentialDecay(0.004, 2000, 0.5)
config = pg.TrainingConfig(optimizer=keras.optimizers.Adam(decay), epochs={epochs}, jit_compile="off")
studio = pg.Studio(read_template("digits_mlp").network, data="digits", config=config)
studio"""

STEPS = 4500


@pytest.fixture(scope="module")
def trained(notebook: Notebook) -> Canvas:
    """A run that has ended, with 4,500 steps: more than a page that comes later is told of."""
    canvas = notebook.show(STUDIO.format(epochs=100)).ready()
    show(canvas)
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished'")
    canvas.host.evaluate("(host) => host.studio.learn()")
    assert canvas.state("state.history.series.loss.steps.length") < STEPS
    return canvas


@pytest.fixture
def whole(trained: Canvas) -> Iterator[Canvas]:
    """The same with all of the run in the charts."""
    canvas = trained.notebook.canvas()
    canvas.get("chart-loss").locator("path.js-line").first.wait_for(state="attached")
    yield canvas
    canvas.host.evaluate("(host) => host.view.setState({ zoom: null })")


def ground(canvas: Canvas, name: str) -> dict[str, float]:
    box = canvas.get(f"chart-{name}").locator(".nsewdrag").first.bounding_box()
    assert box is not None
    return box


def sweep(canvas: Canvas, name: str, start: float, end: float) -> None:
    """Drag over a part of a chart, given in shares of its width."""
    box = ground(canvas, name)
    height = box["y"] + box["height"] / 2
    drag(canvas, (box["x"] + start * box["width"], height), (box["x"] + end * box["width"], height + 2))


def plotted(canvas: Canvas, name: str, expression: str):
    """A value of a chart, as a JavaScript expression over Plotly's `plot`."""
    return canvas.get(f"chart-{name}").locator(".js-plotly-plot").evaluate(f"(plot) => {expression}")


def wait_plotted(canvas: Canvas, name: str, expression: str) -> None:
    canvas.page.wait_for_function(
        f"""(host) => {{
            const plot = host.shadowRoot.querySelector("[data-testid='chart-{name}'] .js-plotly-plot");
            return plot?.data && ({expression});
        }}""",
        arg=canvas.host.element_handle(),
    )


def zoom(canvas: Canvas, expression: str = "true") -> list[float]:
    """The steps that the charts are zoomed to, once a JavaScript expression over `low` and `high` is true."""
    found = canvas.page.wait_for_function(
        f"""(host) => {{
            const [low, high] = host.view.getState().zoom?.steps ?? [];
            return low !== undefined && ({expression}) && [low, high];
        }}""",
        arg=canvas.host.element_handle(),
    )
    return found.json_value()


RANGE = "plot._fullLayout.xaxis.range"


def test_a_drag_zooms_all_charts_into_every_step_there_is_and_a_double_click_shows_all(whole: Canvas):
    sweep(whole, "loss", 0.4, 0.5)
    low, high = zoom(whole)
    assert 0 < low < high < STEPS
    first, last = int(low) + 1, int(high)
    for name in ("loss", "accuracy", "learning_rate"):
        wait_plotted(whole, name, f"Math.abs({RANGE}[1] - {high / 45}) < 0.1")
        wait_plotted(whole, name, f"plot.data[0].x.length >= {last - first + 1}")
    expected = whole.notebook.evaluate(f"[float(each) for each in studio.history.steps['loss'][{first - 1}:{last}]]")
    assert plotted(whole, "loss", "plot.data[0].y.slice(1, -1)") == pytest.approx(expected)
    box = ground(whole, "accuracy")
    whole.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_plotted(whole, "loss", f"{RANGE}[1] > 99")
    until(whole.page, lambda: whole.view("state.zoom") is None)


def test_a_drag_along_the_axis_pans_and_a_button_shows_all(whole: Canvas):
    sweep(whole, "loss", 0.3, 0.5)
    before = zoom(whole)
    wait_plotted(whole, "loss", f"Math.abs({RANGE}[1] - {before[1] / 45}) < 0.1")
    box = whole.get("chart-loss").locator(".ewdrag").first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    drag(whole, (box["x"] + 0.6 * box["width"], middle), (box["x"] + 0.3 * box["width"], middle))
    moved = zoom(whole, f"low > {before[0] + 50}")
    assert moved[1] - moved[0] == pytest.approx(before[1] - before[0], rel=0.01)
    whole.control("whole-run").click()
    wait_plotted(whole, "accuracy", f"{RANGE}[1] > 99")
    expect(whole.get("whole-run")).to_have_count(0)


def test_axis_unit_and_rate_are_kept_while_another_panel_is_open_and_so_is_the_zoom(whole: Canvas):
    sweep(whole, "loss", 0.2, 0.6)
    high = zoom(whole)[1]
    for switch in ("log-y", "x-unit", "rate-trace"):
        whole.control(switch).click()
    expect(whole.get("chart-learning_rate")).to_have_count(0)
    whole.open_tab("problems")
    whole.open_tab("training")
    wait_plotted(whole, "loss", f"plot._fullLayout.yaxis.type === 'log' && Math.abs({RANGE}[1] - {high}) < 5")
    expect(whole.get("chart-learning_rate")).to_have_count(0)
    for switch in ("log-y", "x-unit", "rate-trace"):
        whole.control(switch).click()
    wait_plotted(whole, "loss", "plot._fullLayout.yaxis.type === 'linear'")
    whole.get("chart-learning_rate").wait_for()


def test_a_zoom_outlives_what_comes_while_the_run_goes_on(notebook: Notebook):
    canvas = notebook.show(STUDIO.format(epochs=100_000)).ready()
    show(canvas)
    canvas.get("play").click()
    canvas.wait("state.status.state === 'running' && state.history.series.loss?.steps.at(-1) > 400")
    wait_plotted(canvas, "loss", "plot.data[0].x.at(-1) > 8")
    sweep(canvas, "loss", 0.3, 0.6)
    low, high = zoom(canvas)
    step = canvas.state("state.status.step")
    canvas.wait(f"state.status.step > {step + 1000}")
    wait_plotted(canvas, "loss", f"Math.abs({RANGE}[0] - {low / 45}) < 0.05 && plot.data[0].x.length > 20")
    wait_plotted(canvas, "loss", f"plot.data[0].x.at(-1) <= {high / 45 + 0.1}")
    assert zoom(canvas) == [low, high]
    canvas.get("stop").click()
    canvas.wait("state.status.state === 'stopped'")


def test_a_loss_that_becomes_nan_is_marked_where_it_began(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "config = pg.TrainingConfig(optimizer={'kind': 'SGD', 'settings': {'learning_rate': 1e9}}, jit_compile='off')\n"
        "studio = pg.Studio(read_template('digits_mlp').network, data='digits', config=config)\nstudio"
    ).ready()
    show(canvas)
    canvas.get("play").click()
    canvas.wait("state.status.state === 'failed'")
    step = notebook.evaluate("len(studio.history)")
    expect(canvas.get("chart-loss")).to_contain_text(f"from step {step}")


def test_a_learning_rate_is_found_on_a_copy_and_taken_by_a_click(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_mlp').network, data='digits')\nstudio"
    ).ready()
    show(canvas)
    notebook.execute("before = [each.copy() for each in studio.model.get_weights()]")
    canvas.get("find-rate").click()
    expect(canvas.get("find-rate-found")).to_contain_text("The loss falls fastest at")
    canvas.get("chart-rates").locator("path.js-line").first.wait_for(state="attached")
    suggested = canvas.view("state.trying.suggested")
    assert 1e-4 < suggested < 1
    canvas.get("find-rate-use").click()
    canvas.wait(f"state.training.optimizer.settings.learning_rate === {suggested}")
    expect(canvas.get("setting-learning_rate")).to_have_value(str(suggested))
    rate = "studio.config.settings().optimizer.settings.get('learning_rate')"
    until(notebook.page, lambda: notebook.evaluate(rate) == suggested)
    assert notebook.evaluate("all((a == b).all() for a, b in zip(before, studio.model.get_weights()))")
    canvas.get("find-rate-close").click()
    expect(canvas.get("find-rate-found")).to_have_count(0)


def test_a_range_test_can_be_given_up(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_resnet').network, data='digits')\nstudio"
    ).ready()
    show(canvas)
    canvas.get("find-rate").click()
    canvas.get("find-rate-stop").click()
    canvas.get("find-rate").wait_for()
    canvas.page.wait_for_timeout(1500)
    expect(canvas.get("find-rate")).to_have_text("Find a learning rate")
