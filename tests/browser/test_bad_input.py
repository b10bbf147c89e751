"""What nobody means to do: the page stays alive, nothing is lost, a sentence says why, and no error is uncaught."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.hands import AT_REST, centre, names, settled, show, spot, still
from tests.browser.lab import PANEL, Canvas, Notebook

HTML = "<img src=x onerror=window.hacked=1><script>window.hacked=2"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}\N{ARABIC LETTER BEH} end"
EMOJI = "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{ROCKET}" * 12


@pytest.fixture(autouse=True)
def quiet(page: Page) -> Iterator[None]:
    """No exception goes unheard in the page."""
    errors: list[str] = []

    def hear(error: Error) -> None:
        errors.append(str(error))

    page.on("pageerror", hear)
    yield
    page.remove_listener("pageerror", hear)
    assert [each for each in errors if "Canceled future for" not in each and "disposed" not in each] == []


def notice(canvas: Canvas, words: str) -> None:
    expect(canvas.get("notice")).to_contain_text(words)


def places(canvas: Canvas) -> Any:
    return canvas.state("state.network.nodes.map(({ id, x, y }) => [id, x, y])")


def in_kernel(notebook: Notebook) -> Any:
    """Names, places and wires as the kernel has them."""
    return notebook.evaluate(
        "[sorted(layer.name for layer in studio.network.layers), [[n.id, n.x, n.y] for n in studio.network.nodes],"
        " len(studio.network.edges)]"
    )


@pytest.mark.parametrize("name", [HTML, RIGHT_TO_LEFT, EMOJI])
def test_a_name_is_text_whatever_is_in_it(digits: Canvas, name: str):
    show(digits)
    digits.get("node-hidden").click()
    digits.page.keyboard.press("F2")
    digits.get("rename").fill(name)
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.layers.find((layer) => layer.id === 'hidden').name !== 'hidden'")
    settled(digits)
    assert name in names(digits)
    expect(digits.get(f"node-{name}")).to_contain_text(name)
    for tab in ("layers", "code"):
        digits.open_tab(tab)
    digits.page.wait_for_timeout(100)
    assert digits.page.evaluate("() => window.hacked") is None
    # The name beside it is not turned round by what is in this one.
    expect(digits.get("node-flat").locator(".card-name")).to_have_text("flat")


def test_a_name_of_ten_thousand_letters_is_refused_with_a_sentence_and_the_old_one_stays(digits: Canvas):
    show(digits)
    digits.get("node-hidden").click()
    digits.page.keyboard.press("F2")
    digits.get("rename").fill("x" * 10_000)
    digits.page.keyboard.press("Enter")
    notice(digits, "at most 200 characters")
    settled(digits)
    assert "hidden" in names(digits)


def test_a_note_holds_markup_and_ten_thousand_letters_as_text(digits: Canvas):
    show(digits)
    digits.page.mouse.move(*spot(digits, 0.5, 0.85))
    digits.get("canvas").focus()
    digits.page.keyboard.press("n")
    text = f"{HTML}\n[link](javascript:window.hacked=3)\n{RIGHT_TO_LEFT}\n" + "long " * 2_000
    digits.get("note-field").fill(text)
    digits.page.keyboard.press("Control+Enter")
    digits.wait("state.network.notes.length === 1")
    settled(digits)
    assert digits.state("state.network.notes[0].text") == text
    drawn = digits.host.locator(".note-text")
    expect(drawn).to_contain_text("<img src=x")
    assert drawn.locator("img, script").count() == 0
    assert drawn.locator("a[href^='javascript']").count() == 0
    assert digits.page.evaluate("() => window.hacked") is None


def test_a_node_far_out_is_held_at_the_rim_of_the_canvas_and_the_view_finds_the_others(digits: Canvas):
    show(digits)
    digits.get("node-flat").click()
    digits.host.evaluate("(host) => host.view.setState({ moving: new Map([['flat', { x: 1e9, y: -1e9 }]]) })")
    digits.get("canvas").focus()
    digits.page.keyboard.press("ArrowRight")
    digits.wait("state.network.nodes.find((node) => node.id === 'flat').x === 1e7")
    settled(digits)
    assert digits.state("state.network.nodes.find((node) => node.id === 'flat').y") == -1e7
    digits.page.keyboard.press("Escape")
    digits.page.keyboard.press(".")
    digits.get("node-conv_a").wait_for()
    still(digits)
    (left, *_), (x, _, width, _) = (digits.get(each).evaluate(AT_REST) for each in ("node-conv_a", "canvas"))
    assert x <= left <= x + width
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.find((node) => node.id === 'flat').x < 1e5")


def test_an_edit_beyond_the_canvas_is_refused_with_a_sentence(digits: Canvas):
    before = places(digits)
    digits.host.evaluate("(host) => host.studio.edit({ type: 'move', positions: { flat: [1e9, 0] } })")
    notice(digits, "no place on the canvas")
    settled(digits)
    assert places(digits) == before


@pytest.mark.parametrize(
    "text",
    [
        "just a sentence",
        "{broken",
        "[" * 100_000,
        json.dumps({"format": "keras-playground/layers", "version": 1, "layers": 3}),
        json.dumps({"format": "keras-playground/layers", "version": 1, "layers": [{}], "nodes": [], "edges": []}),
    ],
    ids=["words", "broken", "deep", "numbers", "empty layer"],
)
def test_garbage_in_the_clipboard_is_refused_with_a_sentence(digits: Canvas, text: str):
    show(digits)
    digits.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    digits.get("canvas").focus()
    digits.page.keyboard.press("Control+v")
    notice(digits, "clipboard holds no layers")
    assert digits.state("state.network.nodes.length") == 8


def test_fifty_megabytes_in_the_clipboard_are_refused_and_the_page_stays_alive(digits: Canvas):
    show(digits)
    digits.page.evaluate(
        """() => navigator.clipboard.writeText(
            '{"format": "keras-playground/layers", "version": 1, "layers": "' + "x".repeat(50_000_000) + '"}')"""
    )
    digits.get("canvas").focus()
    digits.page.keyboard.press("Control+v")
    notice(digits, "clipboard holds no layers")
    digits.page.evaluate("() => navigator.clipboard.writeText('')")
    digits.get("node-flat").click()
    assert digits.view("state.nodes") == ["flat"]


def test_two_hundred_keys_a_second_leave_the_drawing_as_the_kernel_has_it(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-conv_a").click()
    keys = ["Control+d", "Control+d", "Delete", "Control+z", "Control+z", "Control+y", "ArrowRight"]
    keys += ["Control+b", "p", "Control+g", "Control+z", "Alt+ArrowRight", "l", "Escape"]
    # As a held key or a stuck one would send them: faster than any answer, without a pause.
    digits.host.evaluate(
        """async (host, keys) => {
            const target = host.shadowRoot.querySelector(".canvas");
            for (let i = 0; i < 200; i += 1) {
                const parts = keys[i % keys.length].split("+");
                const key = parts.at(-1);
                target.dispatchEvent(new KeyboardEvent("keydown", {
                    key, ctrlKey: parts.includes("Control"), altKey: parts.includes("Alt"),
                    bubbles: true, composed: true, cancelable: true,
                }));
                if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }""",
        keys,
    )
    # A burst of arrows is told when it has ended.
    digits.page.wait_for_function("(host) => host.view.getState().moving === null", arg=digits.host.element_handle())
    settled(digits)
    notebook.evaluate("1")
    settled(digits)
    here = [names(digits), places(digits), digits.state("state.network.edges.length")]
    assert here == in_kernel(notebook)
    assert digits.state("JSON.stringify(state.network) === JSON.stringify(state.confirmed)")
    digits.page.keyboard.press("Escape")
    digits.get("canvas").focus()
    digits.page.keyboard.press("Control+a")
    assert len(digits.view("state.nodes")) == digits.state("state.network.nodes.length")


def test_a_drawing_that_is_doubled_without_end_is_stopped_with_a_sentence_and_nothing_is_lost(notebook: Notebook):
    canvas = notebook.show(
        "from playground.network import Layer, Network, Node\n"
        "nodes = tuple(Node(f'n{i}', 'one', x=40.0 * (i % 80), y=40.0 * (i // 80)) for i in range(5_200))\n"
        "studio = pg.Studio(Network('large', (Layer('one', 'Dropout', 'one'),), nodes))\nstudio"
    ).ready()
    show(canvas)
    canvas.get("canvas").focus()
    canvas.page.keyboard.press("Control+a")
    canvas.page.keyboard.press("Control+d")
    notice(canvas, "at most 10,000 nodes; this one would have 10,400. Make a block of what repeats")
    settled(canvas)
    assert canvas.state("[state.network.nodes.length, state.revision]") == [5_200, 0]
    assert notebook.evaluate("len(studio.network.nodes)") == 5_200


def lose_kernel(canvas: Canvas, notebook: Notebook) -> None:
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.session.kernel.restart(); }}")
    canvas.wait("state.live === false")
    canvas.get("no-kernel").wait_for()
    assert canvas.state("state.network.nodes.length") >= 8


def go_on(notebook: Notebook) -> Canvas:
    """Run the cell again, and work on."""
    notebook.wait_for_kernel()
    notebook.execute("import playground as pg")
    notebook.run(0)
    again = notebook.canvas().ready()
    show(again)
    again.get("node-conv_b").click()
    again.page.keyboard.press("Control+d")
    again.wait("state.network.nodes.length === 9 && state.pending.length === 0")
    return again


def test_the_kernel_goes_while_a_node_is_dragged(digits: Canvas, notebook: Notebook):
    show(digits)
    mouse, (x, y) = digits.page.mouse, centre(digits.get("node-flat"))
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 40, y + 30, steps=4)
    lose_kernel(digits, notebook)
    mouse.move(x + 60, y + 60, steps=4)
    mouse.up()
    assert digits.view("state.moving") is None
    digits.get("node-flat").wait_for()
    go_on(notebook)


def test_the_kernel_goes_while_a_wire_is_drawn(digits: Canvas, notebook: Notebook):
    show(digits)
    mouse, (x, y) = digits.page.mouse, centre(digits.get("out-image-0"))
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 30, y + 60, steps=4)
    lose_kernel(digits, notebook)
    mouse.move(*centre(digits.get("node-conv_b")), steps=4)
    mouse.up()
    digits.host.locator(".drawn-wire").wait_for(state="detached")
    assert digits.view("state.connecting") is None
    assert digits.state("state.network.edges.length") == 7
    go_on(notebook)


def test_the_kernel_goes_while_something_is_typed(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-hidden").click()
    digits.get("setting-units").fill("77")
    lose_kernel(digits, notebook)
    expect(digits.get("setting-units")).to_have_value("77")
    digits.get("setting-units").press("Enter")
    digits.wait("state.network.layers.some((layer) => layer.settings.units === 77)")
    go_on(notebook)


def test_the_kernel_goes_while_a_note_is_written_and_the_note_is_drawn(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.page.mouse.move(*spot(digits, 0.5, 0.85))
    digits.get("canvas").focus()
    digits.page.keyboard.press("n")
    digits.get("note-field").fill("What I was about to say")
    lose_kernel(digits, notebook)
    digits.page.keyboard.press("Control+Enter")
    digits.wait("state.network.notes.length === 1 && state.pending.length === 1")
    assert digits.state("state.network.notes[0].text") == "What I was about to say"
    go_on(notebook)


def test_an_edit_that_a_dying_kernel_did_not_answer_stays_drawn(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.page.evaluate(
        f"() => {{ {PANEL}.sessionContext.session.kernel.requestExecute({{ code: 'import time; time.sleep(60)' }}); }}"
    )
    digits.get("node-flat").click()
    digits.host.evaluate("(host) => { host.studio.connection.model.send = () => undefined; }")
    digits.page.keyboard.press("Control+d")
    digits.wait("state.network.nodes.length === 9 && state.pending.length === 1")
    lose_kernel(digits, notebook)
    assert digits.state("state.network.nodes.length") == 9
    go_on(notebook)
