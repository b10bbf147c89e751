"""Drawing with the real mouse and keyboard, in a real JupyterLab."""

import pytest

from tests.browser.hands import centre, drag, names, report, settled, show, spot, wire
from tests.browser.lab import Canvas, Notebook


def test_a_network_is_drawn_from_nothing_with_the_mouse(empty: Canvas, notebook: Notebook):
    show(empty)
    empty.get("palette-search").or_(empty.get("rail")).first.wait_for()
    for i, kind in enumerate(["InputLayer", "Flatten", "Dense"]):
        open_palette(empty, kind)
        drag(empty, centre(empty.get(f"palette-{kind}")), spot(empty, 0.25 + 0.22 * i, 0.4))
        empty.wait(f"state.network.nodes.length === {i + 1}")
    empty.page.keyboard.press("Escape")
    assert names(empty) == ["dense", "flatten", "input"]
    wire(empty, "input", "flatten")
    wire(empty, "flatten", "dense")
    settled(empty)
    assert [output["shape"] for output in report(empty, "dense")["outputs"]] == [[None, 32]]
    assert notebook.evaluate("[layer.kind for layer in studio.network.layers]") == ["InputLayer", "Flatten", "Dense"]
    assert notebook.evaluate("list(studio.model.output_shape)") == [None, 32]


def open_palette(canvas: Canvas, kind: str) -> None:
    """Find a kind in the palette by its name."""
    search = canvas.get("palette-search")
    if not search.is_visible():
        canvas.get("rail").locator("button").first.click()
    search.fill(kind)
    canvas.get(f"palette-{kind}").wait_for()


def test_a_template_is_opened_by_a_click_and_undone_by_a_key(empty: Canvas):
    show(empty)
    empty.get("template-digits_cnn").click()
    empty.wait("state.network.nodes.length === 8")
    empty.get("canvas").click(position={"x": 5, "y": 5})
    empty.page.keyboard.press("Control+z")
    empty.wait("state.network.nodes.length === 0")


def test_every_shape_stands_on_its_wire(digits: Canvas):
    show(digits)
    texts = digits.get("canvas").inner_text()
    for shape in ("8×8×1", "8×8×16", "8×8×32", "4×4×32", "512", "64"):
        assert shape in texts


def test_a_setting_typed_in_the_form_changes_shapes_and_parameters(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-conv_a").click()
    field = digits.get("setting-filters")
    field.fill("24")
    field.press("Enter")
    settled(digits)
    assert report(digits, "conv_a")["outputs"][0]["shape"] == [None, 8, 8, 24]
    assert report(digits, "conv_b")["parameters"] == 3 * 3 * 24 * 32 + 32
    assert "8×8×24" in digits.get("canvas").inner_text()
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
    assert problem["message"] in (digits.get("badge-conv_b").get_attribute("title") or "")
    states = [report(digits, name)["state"] for name in ("conv_a", "conv_b", "pool", "digit")]
    assert states == ["ok", "faulty", "waiting", "waiting"]
    digits.get("dock-problems").click()
    assert problem["message"] in digits.get("problem-0").inner_text()
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
    digits.get("dock-problems").click()
    told = digits.get("problems").locator("li", has_text=hint["message"])
    told.locator('[data-testid^="problem-fix-"]').first.click()
    digits.wait("state.report.problems.length === 0")


def test_a_wire_that_closes_a_circle_is_refused_with_its_reason_at_the_cursor(digits: Canvas):
    show(digits)
    before = digits.state("state.network.edges.length")
    start, end = centre(digits.get("out-conv_b-0")), centre(digits.get("port-conv_a-inputs"))
    mouse = digits.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 10, start[1] + 10, steps=3)
    mouse.move(*end, steps=10)
    refusal = digits.get("refusal")
    refusal.wait_for()
    assert "circle" in refusal.inner_text()
    mouse.up()
    settled(digits)
    assert digits.state("state.network.edges.length") == before


def test_a_wire_onto_an_occupied_input_replaces_the_old_one_in_one_step(digits: Canvas):
    show(digits)
    wire(digits, "conv_a", "pool")
    settled(digits)
    sources = "state.network.edges.filter((edge) => edge.target === 'pool').map((edge) => edge.source)"
    assert digits.state(sources) == ["conv_a"]
    digits.page.keyboard.press("Control+z")
    settled(digits)
    digits.wait(f"{sources}[0] === 'conv_b'")


def test_a_drag_moves_a_node_and_is_one_message_and_one_undo_step(digits: Canvas):
    show(digits)
    digits.host.evaluate(
        """(host) => {
            const send = host.studio.connection.send.bind(host.studio.connection);
            host.sent = [];
            host.studio.connection.send = (command, id) => { host.sent.push(command); return send(command, id); };
        }"""
    )
    box = digits.get("node-pool").bounding_box()
    assert box is not None
    start = (box["x"] + 30, box["y"] + 12)
    drag(digits, start, (start[0] + 40, start[1] + 60))
    settled(digits)
    edits = digits.host.evaluate("(host) => host.sent.filter((command) => command.type === 'apply_edit')")
    assert [edit["edit"]["type"] for edit in edits] == ["move"]
    moved = digits.state("state.network.nodes.find((node) => node.id === 'pool').y")
    digits.page.keyboard.press("Control+z")
    digits.wait(f"state.network.nodes.find((node) => node.id === 'pool').y < {moved}")


def test_delete_undo_and_redo_by_key_leave_the_notebooks_cells_alone(digits: Canvas, notebook: Notebook):
    show(digits)
    cells = notebook.cell_count()
    digits.get("node-conv_b").click()
    digits.page.keyboard.press("Delete")
    digits.wait("state.network.nodes.length === 7")
    for key in ("d", "d", "x", "b", "a"):
        digits.page.keyboard.press(key)
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")
    digits.page.keyboard.press("Control+Shift+z")
    digits.wait("state.network.nodes.length === 7")
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")
    assert notebook.cell_count() == cells


def test_all_are_selected_by_key_and_deleted_in_one_step(digits: Canvas):
    show(digits)
    digits.get("node-conv_a").click()
    digits.page.keyboard.press("Control+a")
    assert len(digits.view("state.nodes")) == 8
    digits.page.keyboard.press("Backspace")
    digits.wait("state.network.nodes.length === 0")
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")


def test_shift_drag_selects_with_a_frame_and_shift_click_adds(digits: Canvas):
    show(digits)
    first, second = digits.get("node-image").bounding_box(), digits.get("node-conv_a").bounding_box()
    assert first is not None
    assert second is not None
    digits.page.keyboard.down("Shift")
    end = (second["x"] + second["width"] + 10, second["y"] + second["height"] + 10)
    drag(digits, (first["x"] - 12, first["y"] - 12), end)
    digits.page.keyboard.up("Shift")
    assert sorted(digits.view("state.nodes")) == ["conv_a", "image"]
    digits.get("node-pool").click(modifiers=["Shift"])
    assert sorted(digits.view("state.nodes")) == ["conv_a", "image", "pool"]


def test_copied_layers_are_pasted_with_new_names_and_their_wires(digits: Canvas):
    show(digits)
    digits.get("node-conv_a").click()
    digits.get("node-conv_b").click(modifiers=["Shift"])
    digits.page.keyboard.press("Control+c")
    digits.page.keyboard.press("Control+v")
    digits.wait("state.network.nodes.length === 10")
    settled(digits)
    assert len(set(names(digits))) == 10
    filters = digits.state("state.network.layers.slice(-2).map((layer) => layer.settings.filters)")
    assert sorted(filters) == [16, 32]
    assert digits.state("state.network.edges.length") == 8


def test_a_layer_found_in_the_palette_is_added_by_enter_after_the_selected_one(digits: Canvas):
    show(digits)
    digits.get("node-pool").click()
    open_palette(digits, "SpatialDropout2D")
    digits.get("palette-search").press("ArrowDown")
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.nodes.length === 9")
    settled(digits)
    assert digits.state("state.network.edges.some((e) => e.source === 'pool' && e.target !== 'flat')")


def test_a_double_click_on_the_empty_canvas_searches_and_enter_adds(digits: Canvas):
    show(digits)
    x, y = spot(digits, 0.5, 0.03)
    digits.page.mouse.dblclick(x, y)
    query = digits.get("search-query")
    query.wait_for()
    query.fill("dense 12 relu")
    query.press("Enter")
    digits.wait("state.network.nodes.length === 9")
    assert digits.state("state.network.layers.at(-1).settings") == {"units": 12, "activation": "relu"}


def test_the_name_on_a_node_is_changed_by_f2(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-hidden").click()
    digits.page.keyboard.press("F2")
    digits.get("rename").fill("thinking")
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.layers.some((layer) => layer.name === 'thinking')")
    settled(digits)
    assert "thinking" in notebook.evaluate("[layer.name for layer in studio.model.layers]")


def test_the_wheel_scrolls_the_notebook_until_the_canvas_has_the_focus(digits: Canvas, notebook: Notebook):
    notebook.page.evaluate("() => document.activeElement.blur()")
    show(digits)
    scroll = "() => window.jupyterapp.shell.currentWidget.content.outerNode.scrollTop"
    zoom = "Number(host.shadowRoot.querySelector('.react-flow__viewport').style.transform.match(/scale\\((.*)\\)/)[1])"
    before = digits.page.evaluate(scroll), digits.host.evaluate(f"(host) => {zoom}")
    digits.page.mouse.move(*spot(digits, 0.5, 0.5))
    digits.page.mouse.wheel(0, -60)
    digits.page.wait_for_timeout(200)
    assert digits.host.evaluate(f"(host) => {zoom}") == before[1]
    digits.get("canvas").click(position={"x": 5, "y": 5})
    digits.page.mouse.move(*spot(digits, 0.5, 0.5))
    digits.page.mouse.wheel(0, -200)
    digits.page.wait_for_function(f"([host, old]) => {zoom} > old", arg=[digits.host.element_handle(), before[1]])
    digits.page.mouse.wheel(0, 400)
    digits.page.wait_for_function(f"([host, old]) => {zoom} < old", arg=[digits.host.element_handle(), before[1]])
    digits.page.keyboard.press(".")
    digits.page.wait_for_function(
        f"([host, old]) => Math.abs({zoom} - old) < 0.3", arg=[digits.host.element_handle(), before[1]]
    )


def test_dragging_the_background_pans(digits: Canvas):
    show(digits)
    before = digits.get("node-conv_a").bounding_box()
    start = spot(digits, 0.5, 0.04)
    drag(digits, start, (start[0] + 60, start[1] + 40))
    after = digits.get("node-conv_a").bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] - before["x"] == pytest.approx(60, abs=12)


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
    assert name in canvas.get("canvas").inner_text()
