"""Forms and layers of one's own, with the real mouse and keyboard, in a real JupyterLab."""

from playwright.sync_api import expect

from tests.browser.hands import centre, drag, report, settled, show, spot, wire
from tests.browser.lab import Canvas, Notebook

RECURRENT = """
from playground.network import Edge, Layer, Network, Node
layers = (
    Layer("in", "InputLayer", "signal", {"shape": [10, 4]}),
    Layer("rnn", "RNN", "memory", {"cell": {"kind": "LSTMCell", "settings": {"units": 8}}}),
    Layer("out", "Dense", "answer", {"units": 3, "activation": "softmax"}),
)
nodes = tuple(Node(layer.id, layer.id, 224 * i) for i, layer in enumerate(layers))
studio = pg.Studio(Network("forms", layers=layers, nodes=nodes, edges=(Edge("in", "rnn"), Edge("rnn", "out"))))
studio
"""


def settings(canvas: Canvas, name: str) -> dict[str, object]:
    """What the document stores of a layer."""
    settled(canvas)
    found = canvas.state(f"state.network.layers.find((layer) => layer.name === '{name}').settings")
    assert isinstance(found, dict)
    return found


def test_each_type_of_setting_is_changed_by_hand(digits: Canvas, notebook: Notebook):
    show(digits)
    page = digits.page
    digits.get("node-conv_a").click()
    field = digits.get("setting-filters")
    field.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    expect(field).to_have_value("27")
    field.press("Enter")
    label = digits.host.locator(".setting-name", has_text="filters")
    x, y = centre(label)
    drag(digits, (x, y), (x - 12, y))
    assert settings(digits, "conv_a")["filters"] == 24
    digits.get("setting-kernel_size-0").fill("3, 5")
    page.keyboard.press("Enter")
    digits.get("setting-activation").select_option("tanh")
    digits.get("more-settings").first.click()
    digits.get("setting-use_bias").click()
    digits.get("setting-kernel_initializer").select_option("VarianceScaling")
    nested = digits.host.locator(".nested").first
    nested.locator('[data-testid="more-settings"]').click()
    nested.locator('[data-testid="setting-scale"]').fill("1/4")
    page.keyboard.press("Enter")
    nested.locator('[data-testid="setting-distribution"]').select_option("uniform")
    assert settings(digits, "conv_a") == {
        "filters": 24,
        "kernel_size": [3, 5],
        "padding": "same",
        "activation": "tanh",
        "use_bias": False,
        "kernel_initializer": {"kind": "VarianceScaling", "settings": {"scale": 0.25, "distribution": "uniform"}},
    }
    assert notebook.evaluate("studio.model.get_layer('conv_a').kernel_initializer.scale") == 0.25
    digits.host.locator(".setting-name", has_text="use_bias").hover()
    digits.get("reset-use_bias").click()
    assert "use_bias" not in settings(digits, "conv_a")


def test_cells_are_stacked_in_the_form_and_a_wrong_one_is_told_where_it_is(notebook: Notebook):
    canvas = notebook.show(RECURRENT).ready()
    show(canvas)
    canvas.get("node-memory").click()
    canvas.get("setting-cell").select_option("StackedRNNCells")
    canvas.get("add-cells").click()
    canvas.get("setting-cells-1").select_option("GRUCell")
    units = canvas.get("cells-1").locator('[data-testid="setting-units"]')
    units.fill("6")
    units.press("Enter")
    settled(canvas)
    assert report(canvas, "memory")["outputs"][0]["shape"] == [None, 6]
    canvas.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'rnn', setting: 'cell', reset: false, index: null,"
        " value: { kind: 'StackedRNNCells', settings: { cells: [{ kind: 'GRUCell', settings: { units: 0 } }] } } })"
    )
    settled(canvas)
    trouble = canvas.get("cells-0").locator('[data-testid="trouble-units"]')
    trouble.wait_for()
    expect(trouble).to_contain_text("from 1 on; received 0")


def test_a_layer_of_ones_own_is_written_run_placed_trained_and_changed(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('spiral_mlp').network, data='spiral', config=pg.TrainingConfig(epochs=1))\n"
        "studio"
    ).ready()
    show(canvas)
    open_own(canvas)
    canvas.get("new-layer").click()
    name = canvas.get("new-layer-name")
    name.fill("my gain")
    name.press("Enter")
    expect(canvas.get("trouble-new-layer")).to_contain_text("“MyGain” is one")
    name.fill("MyGain")
    name.press("Enter")
    name.wait_for(state="detached")
    assert notebook.cell_count() == 2
    notebook.run(1)
    canvas.wait("state.kinds.MyGain !== undefined")
    show(canvas)
    open_own(canvas)
    drag(canvas, centre(canvas.get("palette-MyGain")), spot(canvas, 0.5, 0.85))
    canvas.wait("state.network.layers.some((layer) => layer.kind === 'MyGain')")
    canvas.page.keyboard.press("Escape")
    wire(canvas, "hidden_c", "my_gain")
    wire(canvas, "my_gain", "side")
    settled(canvas)
    assert canvas.state("state.report.problems.filter((each) => each.severity === 'error')") == []
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished'")
    changed = "@pg.register\nclass MyGain(keras.layers.Layer):\n    def call(self, inputs):\n"
    notebook.execute(f"{changed}        return keras.ops.concatenate([inputs, inputs], -1)\n")
    canvas.wait("state.report.nodes[state.network.nodes.at(-1).id].parameters === 0")
    assert canvas.state("state.network.layers.at(-1).kind") == "MyGain"
    assert notebook.evaluate("len(studio.model.get_layer('my_gain').weights)") == 0


def open_own(canvas: Canvas) -> None:
    """Show the user's own layers in the palette, be it wide or a rail."""
    wide = canvas.get("group-My layers")
    if not wide.is_visible():
        canvas.get("rail-My layers").click()
    elif wide.get_attribute("aria-expanded") == "false":
        wide.click()
    canvas.get("new-layer").wait_for()
