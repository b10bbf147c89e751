"""The Landscape tab: the loss round the weights, by mouse and by keys, before a run and along the way of one."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hands import show, until
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import play


def draw(canvas: Canvas, **chosen: str) -> None:
    for name, value in chosen.items():
        canvas.get(f"landscape-{name}").select_option(value)
    canvas.get("landscape-draw").click()
    canvas.get("landscape-said").wait_for()
    canvas.get("landscape").and_(canvas.host.locator('[aria-busy="false"]')).wait_for()


def trace(canvas: Canvas, number: int, what: str):
    """What Plotly has of a trace, once it is drawn."""
    plot = canvas.get("chart-landscape").locator(".js-plotly-plot")
    plot.wait_for()
    return plot.evaluate("(plot, [number, what]) => plot.data.at(number)[what]", [number, what])


@pytest.fixture
def small(notebook: Notebook) -> Canvas:
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_mlp').network, data='digits')\n"
        "studio"
    ).ready()
    show(canvas)
    return canvas


def test_the_loss_is_drawn_when_asked_for_as_python_reckons_it_and_sliders_read_it_off(
    small: Canvas, notebook: Notebook
):
    small.open_tab("landscape")
    expect(small.get("landscape")).to_contain_text("drawn when you press Draw")
    expect(small.get("landscape-cost")).to_contain_text("625 losses of up to 512 samples each")
    small.get("landscape-seed").fill("4")
    small.get("landscape-reach").fill("0.5")
    draw(small, points="15")
    notebook.execute(
        "import numpy as np\n"
        "model = studio.model\n"
        "model.compile(loss='sparse_categorical_crossentropy')\n"
        "part = studio.data.split(studio.config.validation_split, studio.config.seed)\n"
        "part = part.take(np.sort(np.random.default_rng(0).permutation(len(part))[:512]))\n"
        "(x,), (y,) = part.inputs.values(), part.targets.values()\n"
        "land = pg.probing.landscape(model, x, y, points=15, seed=4, reach=0.5)"
    )
    np.testing.assert_allclose(trace(small, 0, "z"), np.log10(notebook.evaluate("land.losses.tolist()")), atol=1e-3)
    expect(small.get("landscape-said")).to_contain_text("Of 512 training samples, before training")
    across, up, read = (small.get(f"landscape-{name}") for name in ("x", "y", "read"))
    across.focus()
    small.page.keyboard.press("Home")
    up.focus()
    small.page.keyboard.press("End")
    small.page.keyboard.press("ArrowLeft")
    loss = notebook.evaluate("float(land.losses[13, 0])")
    expect(read).to_contain_text(f"{loss:.2f}" if loss >= 1 else f"{loss:.3f}")
    expect(read).to_contain_text("at −0.500, 0.429")
    expect(up).to_have_attribute("aria-valuetext", f"0.429: loss {loss:.2f}")
    until(small.page, lambda: trace(small, -1, "x") == [-0.5])


def test_the_way_of_a_run_lies_in_the_plane_and_another_step_says_that_the_weights_moved_on(small: Canvas):
    play(small, 3)
    small.wait("state.status.state === 'finished'")
    small.open_tab("landscape")
    draw(small, directions="path", points="15")
    expect(small.get("landscape-said")).to_contain_text("moments, from a loss of 2.")
    expect(small.get("landscape-said")).to_contain_text("of the path")
    xs, ys = trace(small, 2, "x"), trace(small, 2, "y")
    assert (xs[-1], ys[-1]) == (0, 0)
    assert xs[0] < -0.1
    assert len(xs) == len(small.host.evaluate("(host) => [...host.view.getState().landscape.found.steps]"))
    expect(small.get("landscape-moved")).to_have_count(0)
    small.get("step-batch").click()
    small.wait("state.status.state === 'paused'")
    expect(small.get("landscape-moved")).to_have_text("The weights have moved on since: draw again.")


def test_nothing_is_drawn_while_a_run_goes_on_and_a_pause_allows_it(small: Canvas):
    play(small, 10_000)
    small.wait("state.status.state === 'running'")
    small.open_tab("landscape")
    expect(small.get("landscape-draw")).to_be_disabled()
    expect(small.get("landscape-cost")).to_contain_text("pause it to draw")
    small.get("pause").click()
    small.wait("state.status.state === 'paused'")
    draw(small, points="15")
    expect(small.get("landscape-said")).to_contain_text("after step")
    small.host.evaluate("(host) => host.studio.command({ type: 'stop' })")


def test_a_landscape_is_given_up_by_its_button_and_what_can_not_be_drawn_says_why(small: Canvas):
    small.open_tab("landscape")
    small.get("landscape-points").select_option("61")
    small.get("landscape-draw").click()
    expect(small.get("landscape-progress")).to_contain_text("of 3,722 losses")
    small.get("landscape-stop").click()
    expect(small.get("landscape-draw")).to_have_text("Draw")
    small.get("landscape-directions").select_option("path")
    small.get("landscape-draw").click()
    expect(small.get("landscape-trouble")).to_contain_text("The path of the run has no two directions yet")
    small.get("landscape-reach").fill("-1")
    expect(small.get("landscape-reach")).to_have_attribute("aria-invalid", "true")


def test_without_data_the_tab_says_what_to_choose(notebook: Notebook):
    canvas = notebook.show(
        "studio = pg.Studio(read_template('digits_mlp').network)\nstudio.data = None\nstudio"
    ).ready()
    show(canvas)
    canvas.open_tab("landscape")
    expect(canvas.get("landscape-trouble")).to_have_text("Choose data in the Data tab: a loss is that of samples.")
