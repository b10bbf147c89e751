"""The search for a layer: what each row would come to here, what does not fit and what adapts it, and its keys."""

from playwright.sync_api import expect

from tests.browser.hands import centre, drag, names, report, settled, show, spot
from tests.browser.lab import Canvas, Notebook


def search_after(canvas: Canvas, node: str) -> None:
    """Select a node and open the search behind it."""
    show(canvas)
    canvas.get(f"node-{node}").click()
    canvas.page.keyboard.press("/")
    canvas.get("search-query").wait_for()


def row(canvas: Canvas, kind: str) -> list[str]:
    """The columns of a row, once the kernel has said what the layer would be."""
    settled(canvas)
    found = canvas.get(f"found-{kind}")
    found.locator(".search-output, .search-adapter").wait_for()
    return found.locator(
        ".search-name, .search-words, .search-output, .search-params, .search-adapter"
    ).all_inner_texts()


def unfold(canvas: Canvas) -> None:
    """Show what does not fit, too."""
    fold = canvas.get("misfits")
    fold.wait_for()
    settled(canvas)  # it opens by itself while few rows are known not to fit
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()


def test_each_row_shows_the_output_and_the_parameters_that_it_would_have_here(digits: Canvas):
    search_after(digits, "conv_a")
    digits.get("search-query").fill("conv 64")
    assert row(digits, "Conv2D") == ["Conv2D", "64 · 3×3", "6×6×64", "9,280"]
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.nodes.length === 9 && state.pending.length === 0")
    assert report(digits, "conv2d")["outputs"][0]["shape"] == [None, 6, 6, 64]
    assert report(digits, "conv2d")["parameters"] == 9280


def test_what_needs_another_shape_is_folded_below_with_its_reason_and_an_adapter_in_one_undo_step(digits: Canvas):
    search_after(digits, "conv_a")
    digits.get("search-query").fill("conv1d 32")
    unfold(digits)
    assert row(digits, "Conv1D") == ["Conv1D", "needs steps × channels", "add Reshape to 64×16"]
    fitting = digits.host.locator("#search-list [role=option]")
    folded = digits.host.locator("#search-misfits [role=option]")
    assert "Conv1D" not in fitting.all_inner_texts()
    expect(folded).not_to_have_count(0)
    digits.get("found-Conv1D").click()
    digits.wait("state.network.nodes.length === 10 && state.pending.length === 0")
    assert report(digits, "conv1d")["state"] == "ok"
    assert "reshape" in names(digits)
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")


def test_the_arrows_open_what_is_folded_and_a_layer_without_adapter_can_still_be_had(digits: Canvas):
    search_after(digits, "conv_a")
    digits.get("search-query").fill("conv")
    row(digits, "Conv2D")
    digits.get("misfits").wait_for()
    settled(digits)  # it opens by itself while few rows are known not to fit
    misfits = digits.host.locator("#search-misfits [role=option]")
    if misfits.count() > 0:
        digits.get("misfits").click()
    expect(misfits).to_have_count(0)
    chosen = digits.host.locator("#search-misfits [aria-selected=true]")
    for _ in range(61):
        if chosen.count() > 0:
            break
        digits.page.keyboard.press("ArrowDown")
    kind = chosen.get_attribute("data-testid").removeprefix("found-")
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.nodes.length > 8 && state.pending.length === 0")
    assert digits.state("state.network.layers.map((layer) => layer.kind)").count(kind) > 0


def test_tab_inserts_and_goes_to_the_first_setting(digits: Canvas):
    search_after(digits, "pool")
    digits.get("search-query").fill("conv 12")
    digits.page.keyboard.press("Tab")
    digits.wait("state.network.nodes.length === 9")
    focused = "host.shadowRoot.activeElement?.closest('.setting')?.textContent ?? ''"
    digits.page.wait_for_function(f"(host) => ({focused}).includes('filters')", arg=digits.host.element_handle())
    digits.page.keyboard.type("20")
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.layers.at(-1).settings.filters === 20")


def test_shift_enter_inserts_and_searches_on_behind_the_new_node(digits: Canvas):
    search_after(digits, "flat")
    digits.get("search-query").fill("dense 12")
    digits.page.keyboard.press("Shift+Enter")
    digits.wait("state.network.nodes.length === 9")
    query = digits.get("search-query")
    expect(query).to_have_value("")
    expect(digits.get("search").locator(".search-origin")).to_contain_text("dense")
    query.fill("dense 3")
    assert row(digits, "Dense")[2:] == ["3", "39"]
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.nodes.length === 10 && state.pending.length === 0")
    assert report(digits, "dense_1")["parameters"] == 39


def test_a_wire_dropped_on_the_empty_canvas_asks_what_comes_next(digits: Canvas):
    show(digits)
    drag(digits, centre(digits.get("out-pool-0")), spot(digits, 0.5, 0.9))
    digits.get("search-query").fill("dense 10 softmax")
    assert row(digits, "Dense")[-1] == "330"


def test_saved_blocks_are_found_and_foreseen(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-conv_a").click()
    digits.get("node-conv_b").click(modifiers=["Shift"])
    digits.page.keyboard.press("Control+g")
    digits.wait("state.network.layers.some((layer) => layer.kind === 'Model')")
    settled(digits)
    notebook.execute(
        "from playground.session._shelf import shelf\n"
        "block = next(each for each in studio.network.layers if each.network)\n"
        "shelf.save('Twin conv', block.network)"
    )
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")
    search_after(digits, "image")
    digits.get("search-query").fill("twin")
    assert row(digits, "block:Twin conv")[1:3] == ["your block", "8×8×32"]
    digits.page.keyboard.press("Enter")
    digits.wait("state.network.nodes.length === 9 && state.pending.length === 0")
    notebook.execute("shelf.delete('Twin conv')")


def test_a_search_inside_a_block_foresees_what_stands_there(digits: Canvas):
    show(digits)
    digits.get("node-conv_a").click()
    digits.get("node-conv_b").click(modifiers=["Shift"])
    digits.page.keyboard.press("Control+g")
    digits.wait("state.network.layers.some((layer) => layer.kind === 'Model') && state.pending.length === 0")
    digits.get("block-open").click()
    digits.get("node-conv_a").click()
    digits.page.keyboard.press("/")
    digits.get("search-query").fill("conv 64")
    assert row(digits, "Conv2D")[2:] == ["6×6×64", "9,280"]
