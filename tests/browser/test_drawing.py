"""Drawing with the real mouse and keyboard, in a real JupyterLab."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, draw_chain, names, report, settled, show, wire
from tests.browser.lab import Canvas, Notebook


def test_a_network_is_drawn_from_nothing_with_the_mouse(empty: Canvas, notebook: Notebook):
    show(empty)
    draw_chain(empty)
    assert names(empty) == ["dense", "flatten", "input"]
    assert [output["shape"] for output in report(empty, "dense")["outputs"]] == [[None, 32]]
    assert notebook.evaluate("[layer.kind for layer in studio.network.layers]") == ["InputLayer", "Flatten", "Dense"]
    assert notebook.evaluate("list(studio.model.output_shape)") == [None, 32]


def test_a_template_is_opened_by_a_click_and_undone_by_a_key(empty: Canvas):
    show(empty)
    empty.get("template-digits_cnn").click()
    empty.wait("state.network.nodes.length === 8")
    empty.get("canvas").click(position={"x": 5, "y": 5})
    empty.page.keyboard.press("Control+z")
    empty.wait("state.network.nodes.length === 0")


def test_every_shape_stands_on_its_wire(digits: Canvas):
    show(digits)
    for shape in ("8×8×1", "8×8×16", "8×8×32", "4×4×32", "512", "64"):
        expect(digits.get("canvas")).to_contain_text(shape)


def test_a_setting_typed_in_the_form_changes_shapes_and_parameters(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-conv_a").click()
    field = digits.get("setting-filters")
    field.fill("24")
    field.press("Enter")
    settled(digits)
    assert report(digits, "conv_a")["outputs"][0]["shape"] == [None, 8, 8, 24]
    assert report(digits, "conv_b")["parameters"] == 3 * 3 * 24 * 32 + 32
    expect(digits.get("canvas")).to_contain_text("8×8×24")
    assert notebook.evaluate("studio.report.parameters") == notebook.evaluate("studio.model.count_params()")


@pytest.mark.parametrize("value", ["-3", "0", "many"])
def test_a_setting_that_keras_refuses_is_refused_at_the_field(digits: Canvas, value: str):
    show(digits)
    digits.get("node-conv_a").click()
    field = digits.get("setting-filters")
    field.fill(value)
    field.press("Enter")
    digits.get("trouble-filters").wait_for()
    assert digits.get("trouble-filters").inner_text()
    settled(digits)
    assert report(digits, "digit")["state"] == "ok" or report(digits, "conv_a")["state"] == "faulty"


def test_a_mistake_is_explained_on_the_node_and_cured_by_its_fix(digits: Canvas):
    show(digits)
    digits.get("node-conv_b").click()
    for name, value in (("kernel_size", "9"), ("padding", "valid")):
        digits.host.evaluate(
            "(host, [setting, value]) => host.studio.edit({ type: 'change_setting', layer: 'conv_b', setting, value,"
            " reset: false, index: null })",
            [name, int(value) if value.isdigit() else value],
        )
    settled(digits)
    problem = digits.state("state.report.problems[0]")
    assert problem["node"] == "conv_b"
    assert "8×8" in problem["message"]
    expect(digits.get("badge-conv_b")).to_have_attribute("title", re.compile(re.escape(problem["message"])))
    states = [report(digits, name)["state"] for name in ("conv_a", "conv_b", "pool", "digit")]
    assert states == ["ok", "faulty", "waiting", "waiting"]
    digits.open_tab("problems")
    expect(digits.get("problem-0")).to_contain_text(problem["message"])
    digits.get("problem-fix-0").click()
    digits.wait("state.report.problems.length === 0")
    digits.page.keyboard.press("Control+z")
    digits.wait("state.report.problems.length > 0")


def test_a_dense_layer_on_an_image_is_hinted_at_with_flatten_as_its_fix(digits: Canvas):
    show(digits)
    digits.get("node-flat").click()
    digits.page.keyboard.press("Delete")
    digits.wait("state.network.nodes.length === 7")
    wire(digits, "pool", "hidden")
    settled(digits)
    hint = digits.state("state.report.problems.find((problem) => problem.node === 'hidden')")
    assert (hint["severity"], "Flatten" in hint["message"]) == ("hint", True)
    digits.open_tab("problems")
    told = digits.get("problems").locator("li", has_text=hint["message"])
    told.locator('[data-testid^="problem-fix-"]').first.click()
    digits.wait("state.report.problems.length === 0")


RANKS = """from playground.network import Edge, Layer, Network, Node
rows = Layer("rows", "InputLayer", "rows", {"shape": [8, 8]})
conv = Layer("conv", "Conv2D", "conv", {"filters": 4, "kernel_size": 3})
studio = pg.Studio(Network("ranks", (rows, conv), (Node("rows", "rows", 0, 0), Node("conv", "conv", 224, 150))))
studio"""


def test_a_wire_refused_for_its_axes_is_offered_with_a_layer_between_and_the_kernel_says_the_same(notebook: Notebook):
    canvas = notebook.show(RANKS).ready()
    show(canvas)
    wire(canvas, "rows", "conv")
    canvas.get("notice-offer").wait_for()
    assert canvas.state("state.network.edges") == []
    expect(canvas.get("notice-offer")).to_have_text("Insert Reshape to 8×8×1")
    said = canvas.get("notice").locator(".notice-text").inner_text()
    canvas.get("notice-offer").click()
    settled(canvas)
    assert names(canvas) == ["conv", "reshape", "rows"]
    assert report(canvas, "conv")["outputs"][0]["shape"] == [None, 6, 6, 4]
    canvas.get("canvas").focus()
    canvas.page.keyboard.press("Control+z")
    canvas.wait("state.network.layers.length === 2")
    assert (names(canvas), canvas.state("state.network.edges")) == (["conv", "rows"], [])
    notebook.execute("studio.edit(__import__('playground').network.Connect(Edge('rows', 'conv')))")
    told = notebook.evaluate("[p.message for p in studio.report.problems if p.code == 'wrong_rank'][0]")
    assert told == f"{said[:-1]}. Insert Reshape to 8×8×1 before it."


def test_a_drag_moves_a_node_and_is_one_message_and_one_undo_step(digits: Canvas):
    show(digits)
    digits.host.evaluate(
        """(host) => {
            const send = host.studio.connection.send.bind(host.studio.connection);
            host.sent = [];
            host.studio.connection.send = (command, id) => { host.sent.push(command); return send(command, id); };
        }"""
    )
    x, y = centre(digits.get("node-pool"))
    drag(digits, (x, y), (x + 40, y + 60))
    settled(digits)
    edits = digits.host.evaluate("(host) => host.sent.filter((command) => command.type === 'apply_edit')")
    assert [edit["edit"]["type"] for edit in edits] == ["move"]
    moved = digits.state("state.network.nodes.find((node) => node.id === 'pool').y")
    digits.page.keyboard.press("Control+z")
    digits.wait(f"state.network.nodes.find((node) => node.id === 'pool').y < {moved}")


def test_the_name_on_a_node_is_changed_by_f2(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-hidden").click()
    digits.page.keyboard.press("F2")
    digits.get("rename").fill("thinking")
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.layers.some((layer) => layer.name === 'thinking')")
    settled(digits)
    assert "thinking" in notebook.evaluate("[layer.name for layer in studio.model.layers]")


def test_text_from_a_document_is_shown_as_text(notebook: Notebook):
    name = "<img src=x onerror=window.hacked=1>"
    canvas = notebook.show(
        "from playground.network import Network, Node, Layer\n"
        f"bad = Layer('a', 'InputLayer', {name!r}, {{'shape': [4]}})\n"
        f"studio = pg.Studio(Network({name!r}, layers=(bad,), nodes=(Node('a', 'a'),)))\n"
        "studio"
    ).ready()
    canvas.page.wait_for_timeout(300)
    assert canvas.page.evaluate("() => window.hacked") is None
    expect(canvas.get("canvas")).to_contain_text(name)
