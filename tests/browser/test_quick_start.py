"""The journey of a person new to it, through the quick start itself, from the first cell to the last."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import report, settled, show, until
from tests.browser.lab import PANEL, PATIENCE, Notebook
from tests.browser.test_training import painted, play

SOURCE = Path(__file__).parents[2] / "notebooks" / "quick_start.ipynb"


@pytest.fixture
def quick_start(browser: Browser, address: str, root: Path) -> Notebook:
    shutil.copy(SOURCE, root / SOURCE.name)
    with browser.new_context(viewport=VIEWPORT) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield Notebook(page, address, root, SOURCE.name)


def code_cells(notebook: Notebook) -> list[int]:
    return notebook.page.evaluate(
        f"() => [...{PANEL}.content.model.cells].map((cell, i) => cell.type === 'code' ? i : -1).filter((i) => i >= 0)"
    )


def outputs(notebook: Notebook, cell: int) -> list[dict[str, object]]:
    return notebook.page.evaluate(f"(i) => {PANEL}.content.model.cells.get(i).toJSON().outputs", cell)


def test_the_quick_start_from_the_first_cell_to_the_last(quick_start: Notebook, root: Path):
    first, *rest = code_cells(quick_start)
    quick_start.run(first)
    studio = quick_start.canvas().ready()
    show(studio)

    studio.get("template-digits_cnn").click()
    studio.wait("state.network.nodes.length === 8")
    settled(studio)
    studio.get("node-conv_a").click()
    studio.get("setting-filters").fill("24")
    studio.get("setting-filters").press("Enter")
    studio.wait("state.report.nodes.conv_a.outputs[0].shape[3] === 24")
    assert report(studio, "conv_b")["parameters"] == 3 * 3 * 24 * 32 + 32
    studio.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=canvas]').textContent.includes('8×8×24')",
        arg=studio.host.element_handle(),
    )

    studio.get("node-pool").click()
    studio.get("setting-pool_size-0").fill("9")
    studio.get("setting-pool_size-0").press("Enter")
    studio.wait("state.pending.length === 0 && state.report.problems.length === 1")
    problem = studio.state("state.report.problems[0]")
    assert problem["node"] == "pool"
    expect(studio.get("badge-pool")).to_have_attribute("title", problem["message"])
    assert report(studio, "digit")["state"] == "waiting"
    expect(studio.get("play")).to_be_disabled()
    studio.get("canvas").click(position={"x": 5, "y": 5})
    studio.page.keyboard.press("Control+z")
    studio.wait("state.report.problems.length === 0")

    play(studio, 100_000)
    studio.wait("state.status.state === 'running' && state.status.epoch >= 2")
    for name in ("conv_a", "conv_b", "pool", "hidden", "digit"):
        studio.page.wait_for_function(
            "([host, name]) => host.studio.store.getState().pictures?.thumbnails[name]",
            arg=[studio.host.element_handle(), name],
        )
        until(studio.page, lambda node=f"node-{name}": painted(studio, node) > 2)
    studio.get("charts").locator(".js-plotly-plot").first.wait_for()
    studio.page.wait_for_function(
        "(host) => host.shadowRoot.querySelectorAll('[data-testid=charts] path.js-line').length >= 4",
        arg=studio.host.element_handle(),
    )
    studio.get("node-conv_b").click()
    studio.open_tab("activations")
    studio.wait("state.pictures?.enlarged.conv_b")

    studio.get("pause").click()
    studio.wait("state.status.state === 'paused'")
    step, epoch = studio.state("[state.status.step, state.status.epoch]")
    studio.get("step-batch").click()
    studio.wait(f"state.status.step === {step + 1} && state.status.state === 'paused'")
    studio.get("step-epoch").click()
    studio.wait(f"state.status.epoch === {epoch + 1} && state.status.state === 'paused'")
    studio.get("play").click()
    studio.wait("state.status.state === 'running'")
    studio.get("stop").click()
    studio.wait("state.status.state === 'stopped'")

    studio.get("export").click()
    studio.get("export-confirm").click()
    studio.get("export-result").wait_for()
    expect(studio.get("export-result")).to_contain_text("Reloaded in a fresh process")
    assert (root / studio.state("state.exports[0].path") / "saved_model.pb").is_file()
    studio.get("export-close").click()

    for cell in rest:
        quick_start.run(cell)
    facts, model, chart, document = (outputs(quick_start, cell) for cell in rest)
    assert facts[0]["data"]["text/plain"] == f"('digits_cnn', {studio.state('state.report.parameters')})"
    assert "conv_a" in str(model)
    assert "application/vnd.plotly.v1+json" in chart[0]["data"]
    assert document[-1]["data"]["text/plain"] == "True"
    assert (root / "quick_start.playground.json").is_file()
    assert quick_start.page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0
