"""Pause, edit, go on: by hand, on one chart."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, settled, show, until
from tests.browser.lab import Canvas, Notebook

PUT_IN = "state.network.layers.find((layer) => layer.kind === 'GaussianNoise')"


def paused(canvas: Canvas) -> None:
    """A run of many epochs, held after some."""
    show(canvas)
    canvas.host.evaluate(
        """async (host) => {
            const { training } = host.studio.store.getState();
            await host.studio.command({ type: "configure", training: { ...training, epochs: 100000 } });
        }"""
    )
    canvas.get("play").click()
    canvas.wait("state.status.state === 'running' && state.status.epoch > 1")
    canvas.get("pause").click()
    canvas.wait("state.status.state === 'paused'")


def onto_the_wire(canvas: Canvas, kind: str, source: str, target: str) -> None:
    """Drag a kind from the palette onto the wire between two layers."""
    item = canvas.get(f"palette-{kind}")
    item.scroll_into_view_if_needed()
    (left, top), (right, down) = centre(canvas.get(f"out-{source}-0")), centre(canvas.get(f"port-{target}-inputs"))
    drag(canvas, centre(item), ((left + right) / 2, (top + down) / 2))


def zoomed(canvas: Canvas) -> None:
    """Draw a box over the middle of the loss's curve, and wait until the chart shows what is in it."""
    canvas.get("chart-loss").locator(".nsewdrag").wait_for()
    whole = lines(canvas)["range"]
    box = canvas.get("chart-loss").locator(".nsewdrag").bounding_box()
    assert box is not None
    place = [(box["x"] + share * box["width"], box["y"] + share * box["height"]) for share in (0.2, 0.8)]
    drag(canvas, place[0], place[1])
    until(canvas.page, lambda: canvas.view("state.zoom") is not None and lines(canvas)["range"] != whole)


def lines(canvas: Canvas) -> dict[str, Any]:
    """The marks of the loss's chart as Plotly has drawn them: where, and what is written there."""
    drawn: dict[str, Any] = (
        canvas.get("chart-loss")
        .locator(".js-plotly-plot")
        .evaluate(
            """(plot) => ({
            shapes: plot.layout.shapes.map((shape) => shape.x0),
            labels: [...plot.querySelectorAll('.annotation-text')].map((text) => text.textContent),
            range: plot.layout.xaxis.range,
        })"""
        )
    )
    return drawn


def test_a_layer_that_is_put_in_during_a_pause_is_new_and_the_curve_goes_on(digits: Canvas, notebook: Notebook):
    paused(digits)
    before = digits.state("({ step: state.status.step, run: state.status.run })")
    expect(digits.get("play")).to_have_attribute("aria-label", "Go on training")
    digits.get("palette-search").fill("GaussianNoise")
    onto_the_wire(digits, "GaussianNoise", "hidden", "drop")
    settled(digits)
    name = digits.state(f"{PUT_IN}.name")
    digits.get(f"new-{name}").wait_for()
    expect(digits.host.locator(".card-new")).to_have_count(1)
    digits.wait("state.status.changed === 'the edited network'")
    expect(digits.get("play")).to_have_attribute("aria-label", re.compile("Go on with the edited network"))
    expect(digits.get("progress")).to_contain_text("changed")
    digits.get("play").click()
    digits.wait(f"state.status.state === 'running' && state.status.step > {before['step']}")
    assert digits.state("state.status.run") == before["run"]
    digits.wait("state.history.marks.length === 1")
    mark = digits.state("state.history.marks[0]")
    assert (mark["step"], mark["label"]) == (before["step"], "edited")
    digits.get(f"new-{name}").wait_for(state="detached")
    digits.wait(f"state.status.step > {before['step'] + 100}")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    steps = digits.state("state.history.series.loss.steps")
    assert steps == sorted(set(steps))
    assert steps[0] == 1
    assert steps[-1] > before["step"] + 100
    until(digits.page, lambda: "edited" in lines(digits)["labels"])
    seen = lines(digits)
    assert len(seen["shapes"]) == 1
    assert abs(seen["shapes"][0] - mark["epochs"]) < 1e-6
    assert notebook.evaluate("[mark.label for mark in studio.history.marks]") == ["edited"]
    assert notebook.evaluate("studio.model.layers[-3].__class__.__name__") == "GaussianNoise"
    assert notebook.evaluate("len(studio.history.steps['loss'])") == digits.state("state.status.step")


DOTS = """(host) => {
    const canvas = host.shadowRoot.querySelector(".painted");
    const probe = document.createElement("i");
    probe.style.color = "var(--accent)";
    host.shadowRoot.querySelector(".root").append(probe);
    const accent = getComputedStyle(probe).color.match(/[0-9]+/g).map(Number);
    probe.remove();
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let seen = 0;
    for (let i = 0; i < data.length; i += 4) if (accent.every((value, at) => data[i + at] === value)) seen += 1;
    return seen;
}"""


def test_layers_that_are_new_are_marked_where_a_large_drawing_is_painted_too(notebook: Notebook):
    canvas = notebook.show(
        "import msgspec\n"
        "from playground.network import Note\n"
        "from playground.session import read_template\n"
        "notes = tuple(Note(f'note{i}', x=260.0 * (i % 15), y=400.0 + 140 * (i // 15)) for i in range(150))\n"
        "network = msgspec.structs.replace(read_template('digits_cnn').network, notes=notes)\n"
        "studio = pg.Studio(network, data='digits')\n"
        "studio"
    ).ready()
    paused(canvas)
    canvas.host.evaluate("(host) => host.view.setState({ nodes: [], edges: [] })")
    canvas.get("fit").click()
    canvas.get("far").wait_for()
    assert canvas.host.evaluate(DOTS) == 0
    canvas.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'hidden', setting: 'units', value: 48,"
        " reset: false, index: null })"
    )
    canvas.wait("state.status.anew.length > 0")
    assert sorted(canvas.state("state.status.anew")) == ["digit", "hidden"]
    canvas.page.wait_for_function(f"(host) => ({DOTS})(host) > 20", arg=canvas.host.element_handle())
    canvas.get("stop").click()


def test_another_optimizer_during_a_pause_is_said_before_and_marked_after_and_a_zoom_stays(digits: Canvas):
    paused(digits)
    before = digits.state("state.status.step")
    show(digits)
    zoomed(digits)
    kept = lines(digits)["range"]
    digits.get("setting-optimizer").select_option("SGD")
    digits.wait("state.status.changed.startsWith('SGD')")
    words = re.compile("Go on with SGD, which knows nothing of what Adam remembered")
    expect(digits.get("play")).to_have_attribute("aria-label", words)
    digits.get("play").click()
    digits.wait(f"state.status.state === 'running' && state.status.step > {before + 20}")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused' && state.history.marks.length === 1")
    digits.page.wait_for_function(
        """(host) => host.shadowRoot.querySelector('[data-testid=chart-loss] .js-plotly-plot')
            ?.layout.shapes.length === 1""",
        arg=digits.host.element_handle(),
    )
    assert digits.state("state.history.marks[0].label") == "optimizer changed"
    until(digits.page, lambda: lines(digits)["range"] == pytest.approx(kept))
