"""Look back in a run that is held: by mouse, by keys, in pictures and on the chart; and continue from there."""

import re

from playwright.sync_api import expect

from tests.browser.hands import show, until
from tests.browser.lab import Canvas

SHAPES = "(plot) => plot.layout.shapes.filter((shape) => shape.name === 'shown').map((shape) => shape.x0)"


def held(canvas: Canvas) -> int:
    """A run of many epochs, held after some; the step it is at."""
    show(canvas)
    canvas.host.evaluate(
        """async (host) => {
            const { training } = host.studio.store.getState();
            await host.studio.command({ type: "configure", training: { ...training, epochs: 100000 } });
        }"""
    )
    canvas.get("dock-training").click()
    canvas.get("play").click()
    canvas.wait("state.status.state === 'running' && state.status.epoch > 2")
    expect(canvas.get("rewind-slider")).to_be_disabled()
    expect(canvas.get("rewind")).to_contain_text("Pause to look back.")
    canvas.get("pause").click()
    canvas.wait("state.status.state === 'paused'")
    canvas.get("rewind-words").wait_for()
    step: int = canvas.state("state.status.step")
    return step


def test_a_slider_goes_back_in_a_held_run_and_a_branch_begins_where_it_stands(digits: Canvas):
    latest, number = held(digits), digits.state("state.status.run")
    slider, words = digits.get("rewind-slider"), digits.get("rewind-words")
    expect(slider).to_have_attribute("aria-valuetext", f"latest, step {latest:,}")
    expect(digits.get("continue-from")).to_be_disabled()
    box = slider.bounding_box()
    assert box is not None
    digits.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    digits.page.mouse.down()
    for share in (0.8, 0.6, 0.4):
        digits.page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    digits.page.mouse.up()
    digits.wait(f"state.status.shown !== null && state.status.shown < {latest}")
    digits.wait("state.pictures?.step === state.status.shown")
    expect(digits.get("progress")).to_contain_text("looking back")

    slider.focus()
    digits.page.keyboard.press("Home")
    digits.wait("state.status.shown === 0 && state.pictures?.step === 0")
    expect(words).to_have_text("epoch 0, step 0")
    digits.page.keyboard.press("ArrowRight")
    digits.wait("state.status.shown > 0 && state.pictures?.step === state.status.shown")
    shown = digits.state("state.status.shown")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"step {shown:,}"))
    chart = digits.get("chart-loss").locator(".js-plotly-plot")
    until(digits.page, lambda: len(chart.evaluate(SHAPES)) == 1)
    digits.page.keyboard.press("End")
    digits.wait(f"state.status.shown === null && state.pictures?.step === {latest}")

    digits.page.keyboard.press("Home")
    digits.page.keyboard.press("ArrowRight")
    digits.wait(f"state.status.shown === {shown}")
    digits.get("continue-from").click()
    digits.wait(f"state.status.run > {number} && state.status.step > {shown}")
    digits.wait("state.history.marks.some((mark) => mark.label === 'branch')")
    assert digits.state("state.history.marks[0].step") == shown
    assert digits.state("state.history.series.loss.steps[0]") == 1
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    assert digits.state("state.status.shown") is None


def test_an_edit_comes_back_to_the_latest_step_and_a_sentence_says_how_to_look_back(digits: Canvas):
    held(digits)
    digits.get("rewind-slider").focus()
    digits.page.keyboard.press("Home")
    digits.wait("state.status.shown === 0")
    digits.host.evaluate(
        """async (host) => {
            const { network } = host.studio.store.getState();
            const layer = network.layers.find(({ kind }) => kind === "Dense");
            await host.studio.command({
                type: "apply_edit",
                edit: { type: "change_setting", layer: layer.id, setting: "activation", value: "tanh" },
            });
        }"""
    )
    digits.wait("state.status.shown === null")
    digits.host.locator("text=undo the edits to look back").wait_for()
    expect(digits.get("rewind-slider")).to_be_disabled()
    digits.get("undo").click()
    digits.get("rewind-words").wait_for()
    expect(digits.get("rewind-slider")).to_be_enabled()


def test_the_slider_goes_back_over_an_edit_and_a_branch_there_brings_the_network_back(digits: Canvas):
    at = held(digits)
    units = "state.network.layers.find(({ kind }) => kind === 'Dense').settings.units"
    was = digits.state(units)
    digits.host.evaluate(
        """async (host) => {
            const { network } = host.studio.store.getState();
            const layer = network.layers.find(({ kind }) => kind === "Dense");
            await host.studio.command({
                type: "apply_edit",
                edit: { type: "change_setting", layer: layer.id, setting: "units", value: 20 },
            });
        }"""
    )
    digits.get("play").click()
    digits.wait(f"state.status.state === 'running' && state.status.step > {at}")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    number = digits.state("state.status.run")
    digits.get("rewind-words").wait_for()
    digits.get("rewind-edit").wait_for()
    slider = digits.get("rewind-slider")
    slider.focus()
    digits.page.keyboard.press("Home")
    digits.page.wait_for_function("(slider) => slider.value === '0'", arg=slider.element_handle())
    expect(digits.get("rewind-words")).to_have_text("epoch 0, step 0, before the edit, not shown")
    assert digits.state("state.status.shown") is None
    while f"step {at:,}, before" not in (slider.get_attribute("aria-valuetext") or ""):
        before = slider.get_attribute("aria-valuetext")
        digits.page.keyboard.press("ArrowRight")
        digits.page.wait_for_function(
            "([slider, before]) => slider.getAttribute('aria-valuetext') !== before",
            arg=[slider.element_handle(), before],
        )
    # Nothing of it is shown, and the charts say where a branch would begin.
    chart = digits.get("chart-loss").locator(".js-plotly-plot")
    until(digits.page, lambda: chart.evaluate(SHAPES.replace("shown", "aimed")) != [])
    assert chart.evaluate(SHAPES) == []
    digits.get("continue-from").click()
    digits.wait(f"state.status.run > {number} && state.status.step > {at}")
    until(digits.page, lambda: chart.evaluate(SHAPES.replace("shown", "aimed")) == [])
    digits.wait(f"{units} === {was}")
    digits.wait("state.history.marks.at(-1)?.label === 'branch'")
    assert digits.state("state.history.marks.length") == 1
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    digits.get("undo").click()
    digits.wait(f"{units} === 20")
    digits.wait("state.status.changed === 'the edited network'")
