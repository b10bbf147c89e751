"""The doctor beside a run: what it finds comes while the network trains, with its page, its place and its cure."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import show
from tests.browser.lab import Canvas, Notebook

STUDIO = """import keras
from playground.session import _rounds, read_template
_rounds.FIRST = 0.5
L = keras.layers
net = pg.from_keras(keras.Sequential([keras.Input((8, 8, 1)), L.Flatten(name='flat'),
    L.Dense(32, activation='relu', name='hidden', bias_initializer=keras.initializers.Constant({bias})),
    L.Dense(10, activation='softmax', name='digit')]))
studio = pg.Studio(net, data='digits', config=pg.TrainingConfig(
    optimizer=keras.optimizers.Adam({rate}), epochs={epochs}, jit_compile='off'))
studio"""


@pytest.fixture
def ill(notebook: Notebook) -> Canvas:
    """A run that goes on with a learning rate far too high, with the doctor on the screen."""
    canvas = notebook.show(STUDIO.format(rate=1.0, bias=0.0, epochs=100_000)).ready()
    show(canvas)
    canvas.open_tab("doctor")
    expect(canvas.get("doctor")).to_contain_text("Press play")
    expect(canvas.get("doctor").get_by_role("listitem")).to_have_count(15)
    canvas.get("play").click()
    canvas.get("finding-learning_rate_high").wait_for()
    yield canvas
    notebook.execute("studio.stop()")


def rate(notebook: Notebook) -> float:
    return float(notebook.evaluate("float(studio.config.settings().optimizer.settings['learning_rate'])"))


def test_a_rate_far_too_high_is_found_while_the_network_trains_and_cured_with_one_press(
    ill: Canvas, notebook: Notebook
):
    assert ill.state("state.status.state") == "running"
    expect(ill.get("dock-doctor")).to_have_text(re.compile(r"Doctor\d"))
    row = ill.get("finding-learning_rate_high")
    expect(row).to_contain_text("learning rate of 1 is too high")
    expect(row.locator(".figures")).to_contain_text("learning rate")

    ill.get("finding-why-learning_rate_high").click()
    expect(row.get_by_test_id("why")).to_contain_text("Karpathy")
    ill.get("finding-why-learning_rate_high").click()

    ill.get("cure-learning_rate_high").focus()
    ill.page.keyboard.press("Enter")
    expect(ill.get("cured-learning_rate_high")).to_be_focused()
    expect(ill.get("notice")).to_contain_text("Undo takes it back")
    assert rate(notebook) == 0.01
    ill.get("undo").click()
    expect(ill.get("cure-learning_rate_high")).to_be_visible()
    assert rate(notebook) == 1.0
    ill.get("redo").click()
    ill.get("anew-learning_rate_high").click()
    ill.wait("state.status.run === 3 && state.status.state === 'running'")
    expect(row).to_have_count(0)
    assert notebook.evaluate("float(studio.run.model.optimizer.learning_rate)") == pytest.approx(0.01)


def test_dead_units_are_marked_on_their_card_and_cured_in_the_drawing(notebook: Notebook):
    canvas = notebook.show(STUDIO.format(rate=0.0001, bias=-10.0, epochs=3)).ready()
    show(canvas)
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished'")
    mark = canvas.get("finding-mark-hidden")
    mark.wait_for()
    expect(mark).to_have_attribute("title", re.compile("dead"))
    mark.click()
    row = canvas.get("finding-dead_relus")
    expect(row).to_have_attribute("aria-current", "true")
    canvas.get("finding-show-dead_relus").click()
    expect(canvas.get("dock-activations")).to_be_focused()
    expect(canvas.get("activations")).to_contain_text("hidden")

    # A page that comes later has it too.
    canvas.host.evaluate("(host) => host.studio.store.setState({ findings: null })")
    expect(mark).to_have_count(0)
    canvas.host.evaluate("(host) => host.studio.askFindings()")
    expect(mark).to_have_count(1)

    canvas.open_tab("doctor")
    canvas.get("cure-dead_relus").click()
    expect(canvas.get("cured-dead_relus")).to_be_visible()
    assert notebook.evaluate("studio.network.layers[2].settings['activation']") == "leaky_relu"
    canvas.get("undo").click()
    expect(canvas.get("cure-dead_relus")).to_be_visible()
    canvas.get("node-hidden").click()
    canvas.page.keyboard.press("Delete")
    expect(row).to_contain_text("Changed since")
    expect(mark).to_have_count(0)
    canvas.get("finding-show-dead_relus").click()
    expect(canvas.get("activations")).to_be_visible()
