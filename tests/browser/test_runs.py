"""Kept runs on the screen: found, sorted, labelled, laid over each other, compared on the canvas, and opened again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled, show, until
from tests.browser.lab import Canvas, Notebook

STUDIO = """import tempfile
from playground.session import read_template
studio = pg.Studio(read_template('digits_mlp').network, data='digits', runs=tempfile.mkdtemp())
for batch in (64, 128):
    studio.config = pg.TrainingConfig(epochs=2, batch_size=batch, seed=batch)
    studio.train(wait=True)
    studio.runs[0].label(name=f'batch {batch}')
weights = studio.model.get_weights()
studio"""


@pytest.fixture
def canvas(notebook: Notebook) -> Canvas:
    """A studio with two kept runs, and the tab that shows them."""
    canvas = notebook.show(STUDIO).ready()
    show(canvas)
    canvas.open_tab("runs")
    canvas.get("run-batch 64").wait_for()
    return canvas


def stand(canvas: Canvas, *names: str) -> None:
    """The runs of these names stand in the table, in this order."""
    expect(canvas.get("runs").locator("tbody th")).to_have_text(list(names))


def kept(notebook: Notebook, what: str) -> object:
    """Something of the run of the smaller batches."""
    return notebook.evaluate(f"[{what} for run in studio.runs if run.seed == 64][0]")


def traces(canvas: Canvas, chart: str) -> list[list[str]]:
    """Name and colour of the lines of kept runs that Plotly has drawn."""
    drawn: list[list[str]] = (
        canvas.get(chart)
        .locator(".js-plotly-plot")
        .evaluate(
            "(plot) => plot.data.filter((each) => !['steps', 'train', 'val', 'best'].includes(each.name))"
            ".map((each) => [each.name, each.line.color])"
        )
    )
    return drawn


def test_runs_are_sorted_filtered_named_tagged_and_written_about_by_keys_alone(canvas: Canvas, notebook: Notebook):
    keyboard = canvas.page.keyboard
    stand(canvas, "batch 128", "batch 64")
    canvas.get("sort-run-batch_size").focus()
    keyboard.press("Enter")
    expect(canvas.get("runs").locator("th[aria-sort=ascending]")).to_have_text("Batch")
    stand(canvas, "batch 64", "batch 128")
    canvas.get("name-run-batch 64").focus()
    keyboard.press("Enter")
    keyboard.type("small batches")
    keyboard.press("Enter")
    expect(canvas.get("name-run-small batches")).to_be_focused()
    canvas.get("tags-run-small batches").focus()
    keyboard.press("Enter")
    keyboard.type("first, good")
    keyboard.press("Enter")
    canvas.get("note-run-small batches").press("Enter")
    keyboard.type("the one to beat")
    keyboard.press("Escape")
    canvas.get("note-run-small batches").press("Enter")
    keyboard.type("the one to beat")
    keyboard.press("Tab")
    canvas.get("star-run-small batches").press("Enter")
    expect(canvas.get("star-run-small batches")).to_have_attribute("aria-pressed", "true")
    said = kept(notebook, "[run.name, run.tags, run.note, run.starred]")
    assert said == ["small batches", ["first", "good"], "the one to beat", True]
    canvas.control("runs-filter").fill("GOOD")
    stand(canvas, "small batches")
    canvas.control("runs-filter").fill("nothing has this")
    expect(canvas.get("runs")).to_contain_text("No run has these words")
    canvas.control("runs-filter").fill("")


def test_a_label_that_is_refused_stays_in_its_field_with_the_reason(canvas: Canvas):
    field = canvas.get("tags-run-batch 64")
    field.click()
    field.fill(", ".join(f"tag {number}" for number in range(25)))
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("title", re.compile("at most 20 tags"))
    field.press("Escape")
    expect(field).to_have_text("—")


def test_the_curves_of_ticked_runs_lie_over_each_other_and_over_those_of_the_run_of_now(canvas: Canvas):
    canvas.get("show-run-batch 64").check()
    canvas.get("show-run-batch 128").check()
    chart = canvas.get("chart-runs").locator(".js-plotly-plot")
    chart.locator(".scatterlayer .trace").first.wait_for()
    canvas.page.wait_for_function("(plot) => plot.data.length >= 8", arg=chart.element_handle())
    both = ["batch 64", "batch 64, val", "batch 128", "batch 128, val"]
    until(canvas.page, lambda: [name for name, _ in traces(canvas, "chart-runs")] == both)
    canvas.get("colour-run-batch 64").fill("#aa3377")
    canvas.page.wait_for_function(
        "(plot) => plot.data.some((each) => each.line?.color === '#aa3377')", arg=chart.element_handle()
    )
    canvas.get("runs-metric").select_option("accuracy")
    expect(canvas.get("chart-runs")).to_contain_text("Accuracy")

    canvas.control("runs-compare").click()
    expect(canvas.get("compared-dialog").get_by_role("row")).to_have_text(
        [re.compile("Setting"), re.compile("batch_size64128"), re.compile("seed64128")]
    )
    canvas.page.keyboard.press("Escape")
    expect(canvas.get("compared-dialog")).to_have_count(0)

    canvas.open_tab("training")
    loss = canvas.get("chart-loss").locator(".js-plotly-plot")
    loss.wait_for()
    canvas.page.wait_for_function("(plot) => plot.data.length >= 8", arg=loss.element_handle())
    until(canvas.page, lambda: ["batch 64", "#aa3377"] in traces(canvas, "chart-loss"))
    canvas.get("run-legend").get_by_role("button", name="batch 128").click()
    canvas.page.wait_for_function("(plot) => plot.data.length === 6", arg=loss.element_handle())
    canvas.open_tab("runs")
    canvas.control("runs-none").click()
    expect(canvas.get("chart-runs")).to_have_count(0)


def test_what_differs_from_a_run_is_marked_on_the_canvas_until_it_is_closed(canvas: Canvas):
    canvas.get("differ-run-batch 64").click()
    expect(canvas.get("notice")).to_contain_text("The drawing is the network of “batch 64”")
    canvas.notebook.execute(
        "from playground.network import *\n"
        "studio.edit(ChangeSetting('hidden_a', 'units', 20)); studio.edit(RemoveNode('hidden_b'))\n"
        "studio.edit(AddNode(Node('extra', 'extra', 600, 300), Layer('extra', 'Dense', 'extra', {'units': 3})))\n"
        "studio.edit(Connect(Edge('hidden_a', 'extra')))"
    )
    canvas.get("differ-run-batch 64").click()
    expect(canvas.get("differs-hidden_a")).to_have_text("~ changed")
    expect(canvas.get("differs-hidden_a")).to_have_attribute("title", "units 64 → 20")
    expect(canvas.get("differs-extra")).to_have_text("+ added")
    expect(canvas.get("removed-hidden_b")).to_be_attached()
    expect(canvas.get("differing")).to_contain_text("− hidden_b (Dense)")
    expect(canvas.get("canvas").locator(".wire.added")).to_have_count(1)
    canvas.notebook.execute("studio.undo(); studio.undo()")
    expect(canvas.get("differs-extra")).to_have_count(0)
    expect(canvas.get("differs-hidden_a")).to_have_count(1)
    canvas.get("differing-close").press("Enter")
    expect(canvas.get("differing")).to_have_count(0)
    expect(canvas.get("differs-hidden_a")).to_have_count(0)
    expect(canvas.get("canvas")).to_be_focused()


def test_a_run_is_opened_again_with_its_weights_and_deleted_and_brought_back(canvas: Canvas, notebook: Notebook):
    canvas.notebook.execute(
        "from playground.network import ChangeSetting\nstudio.edit(ChangeSetting('hidden_b', 'units', 7))"
    )
    canvas.get("reopen-run-batch 128").click()
    expect(canvas.get("notice")).to_contain_text("“batch 128” is on the canvas again; Undo takes it back")
    settled(canvas)
    assert notebook.evaluate("bool(all((a == b).all() for a, b in zip(weights, studio.model.get_weights())))") is True
    canvas.wait("Object.keys(state.history.series).includes('loss')")
    canvas.get("undo").click()
    canvas.wait("state.network.layers.find((layer) => layer.id === 'hidden_b').settings.units === 7")

    canvas.get("delete-run-batch 64").click()
    expect(canvas.get("run-batch 64")).to_have_count(0)
    expect(canvas.get("notice")).to_contain_text("“batch 64” is deleted")
    canvas.get("notice-offer").click()
    expect(canvas.get("run-batch 64")).to_have_count(1)


def test_a_run_of_now_joins_the_table_when_it_has_ended_unless_it_is_not_to_be_kept(canvas: Canvas):
    canvas.control("keep-runs").click()
    expect(canvas.control("keep-runs")).to_have_attribute("aria-pressed", "false")
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished' && state.status.run === 3")
    stand(canvas, "batch 128", "batch 64")
    canvas.control("keep-runs").click()
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished' && state.status.run === 4")
    expect(canvas.get("run-digits_mlp")).to_have_count(1)
    stand(canvas, "digits_mlp", "batch 128", "batch 64")


def test_a_damaged_run_says_so_and_a_folder_that_can_not_be_written_too(canvas: Canvas, notebook: Notebook):
    folder = Path(str(notebook.evaluate("str(studio.runs.folder)")))
    broken = next(each for each in folder.iterdir() if each.name != str(kept(notebook, "run.id")))
    (broken / "run.json").write_text("{")
    canvas.open_tab("training")
    canvas.open_tab("runs")
    expect(canvas.get(f"damaged-{broken.name}")).to_contain_text("is damaged")
    stand(canvas, "batch 64")
    notebook.execute(
        "import numpy\n"
        "def full(*_, **__): raise OSError(28, 'No space left on device')\n"
        "save, numpy.savez = numpy.savez, full"
    )
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished' && state.status.run === 3")
    expect(canvas.get("runs-trouble")).to_contain_text("No space left on device")
    notebook.execute("numpy.savez = save")
