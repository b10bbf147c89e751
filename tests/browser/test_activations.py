"""What layers put out: pages of maps, means of a class, attention, samples in a plane, and what is no number."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands import centre, settled, show, still, until
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import painted


def held(canvas: Canvas, node: str) -> None:
    """A run that is held after an epoch, with the Activations tab on a node."""
    show(canvas)
    canvas.get("step-epoch").click()
    canvas.wait("state.status.state === 'paused' && state.status.step > 0")
    canvas.get(f"node-{node}").click()
    canvas.open_tab("activations")


def tab(canvas: Canvas, test_id: str) -> Locator:
    """A part of the tab: the settings of the node show its picture too."""
    return canvas.get("activations").get_by_test_id(test_id)


def test_pictures_are_the_mean_of_a_class_until_one_sample_is_chosen(digits: Canvas, notebook: Notebook):
    held(digits, "conv_a")
    digits.get("class-mean").select_option("3")
    digits.wait("state.pictures?.averaged === 64 && state.pictures.label === '3'")
    expect(tab(digits, "sample")).to_have_text("mean of 64 samples")
    expect(tab(digits, "compute")).to_have_count(0)
    high = digits.state("state.pictures.enlarged.conv_a.picture.highs[0]")
    expected = notebook.evaluate(
        "float(pg.probing.activations(studio.model, studio.data.probed.take([place for place in "
        "studio.data.probe_order() if next(iter(studio.data.targets.values()))[place] == 3][:64]).inputs"
        ")['conv_a'].mean(axis=0)[..., 0].max())"
    )
    assert high == pytest.approx(expected, rel=1e-3)
    tab(digits, "maps").click(position={"x": 8, "y": 8})
    expect(digits.get("computation")).to_have_count(0)
    digits.get("class-mean").select_option("")
    digits.wait("state.pictures.averaged === 0")
    expect(tab(digits, "sample")).to_contain_text("sample 1 of")


def test_a_vector_of_many_units_is_led_through_in_pages(digits: Canvas):
    held(digits, "flat")
    expect(tab(digits, "pages")).to_have_text("1–256 of 512")
    expect(tab(digits, "pages-before")).to_be_disabled()
    tab(digits, "pages-after").click()
    expect(tab(digits, "pages")).to_have_text("257–512 of 512")
    expect(tab(digits, "pages-after")).to_be_disabled()
    x, y = centre(tab(digits, "bars"))
    digits.page.mouse.move(x, y)
    expect(digits.get("activations")).to_contain_text("Unit 384")
    tab(digits, "pages-before").click()
    expect(tab(digits, "pages")).to_have_text("1–256 of 512")


def test_samples_lie_in_a_plane_by_what_a_layer_puts_out_and_a_click_shows_one(digits: Canvas):
    held(digits, "hidden")
    digits.get("looking").select_option("projection")
    chart = digits.get("chart-projection")
    expect(chart).to_contain_text("500 samples")
    chart.locator(".js-plotly-plot .points path").first.wait_for(state="attached")
    names = chart.evaluate(
        "(figure) => figure.querySelector('.js-plotly-plot').data.slice(0, 10).map((each) => each.name)"
    )
    assert names == [str(label) for label in range(10)]
    digits.get("projection-next").click()
    still(digits)
    assert digits.view("state.sample") == 1
    # The ring is on the point of the sample, and a click on another point takes it there.
    point = chart.evaluate(
        """(figure) => {
            const plot = figure.querySelector('.js-plotly-plot');
            const [trace] = plot.data, { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
            let best = 0;
            trace.x.forEach((x, i) => { if (x > trace.x[best]) best = i; });
            return [box.x + xaxis._offset + xaxis.d2p(trace.x[best]), box.y + yaxis._offset + yaxis.d2p(trace.y[best])];
        }"""
    )

    def clicked() -> bool:
        digits.page.mouse.move(*point)
        digits.page.mouse.click(*point)
        return bool(digits.view("state.sample") > 1)

    until(digits.page, clicked)
    digits.get("projecting").select_option("pca")


STUDIO = """from playground.session import read_template
document = read_template('reviews_transformer')
studio = pg.Studio(document.network, data=document.data['name'], config=pg.TrainingConfig(epochs=2))
studio"""


def test_each_head_of_attention_has_a_map_with_its_words_and_text_says_that_it_has_no_picture(notebook: Notebook):
    canvas = notebook.show(STUDIO).ready()
    held(canvas, "attention")
    canvas.get("looking").select_option("attention")
    maps = canvas.get("attention")
    expect(maps).to_have_attribute("aria-label", "4 heads: weights of 24 keys for 24 queries")
    until(canvas.page, lambda: painted(canvas, "activations") > 1)
    box = maps.bounding_box()
    assert box is not None
    canvas.page.mouse.move(box["x"] + 2, box["y"] + 2)
    expect(canvas.get("activations")).to_contain_text("Head 0 · 0 “")
    canvas.get("attention-next").click()
    expect(canvas.get("attention-sample")).to_contain_text("sample 2 of")
    canvas.get("node-review").click()
    expect(canvas.get("looking")).to_have_value("values")
    expect(canvas.get("no-picture")).to_contain_text("It puts out text, which has no picture")


def test_the_words_of_an_embedding_lie_in_a_plane_and_the_pointer_says_them(notebook: Notebook):
    canvas = notebook.show(STUDIO).ready()
    held(canvas, "vectors")
    canvas.get("looking").select_option("table")
    chart = canvas.get("chart-table")
    expect(chart).to_contain_text("vectors of 32 numbers each")
    chart.locator(".js-plotly-plot .points path").first.wait_for(state="attached")
    words = notebook.evaluate("list(map(str, studio.model.get_layer('words').get_vocabulary()))")
    point = chart.evaluate(
        """(figure) => {
            const plot = figure.querySelector('.js-plotly-plot');
            const [trace] = plot.data, { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
            let best = 0;
            trace.x.forEach((x, i) => { if (x > trace.x[best]) best = i; });
            const at = [box.x + xaxis._offset + xaxis.d2p(trace.x[best]), box.y + yaxis._offset];
            return [at[0], at[1] + yaxis.d2p(trace.y[best]), trace.customdata[best]];
        }"""
    )
    canvas.page.mouse.move(point[0] - 3, point[1])
    canvas.page.mouse.move(point[0], point[1])
    expect(chart.locator(".hoverlayer")).to_contain_text(f"“{words[point[2]]}”: length")
    canvas.get("node-places").click()
    expect(canvas.get("activations")).to_contain_text("No layer before it knows the words")
    canvas.get("node-attention").click()
    expect(canvas.get("looking")).to_have_value("values")


def test_what_is_looked_at_follows_a_run_that_goes_on_but_umap_does_not(notebook: Notebook):
    canvas = notebook.show(STUDIO.replace("epochs=2", "epochs=10_000")).ready()
    held(canvas, "attention")

    def after() -> int:
        return int("".join(filter(str.isdigit, canvas.get("inside-step").inner_text())))

    for look, part in (("attention", "attention"), ("projection", "chart-projection")):
        canvas.get("looking").select_option(look)
        canvas.get(part).wait_for()
        expect(canvas.get("inside-again")).to_be_visible()
        canvas.get("play").click()
        expect(canvas.get("inside-step")).to_contain_text("follows the run")
        expect(canvas.get("inside-again")).to_have_count(0)
        first = after()
        until(canvas.page, lambda: after() > first)  # noqa: B023  # called before the next one
        canvas.get("pause").click()
        canvas.wait("state.status.state === 'paused'")
        # What is shown then is of the step at which it rests.
        expect(canvas.get("inside-again")).to_be_visible()
        until(canvas.page, lambda: after() == canvas.state("state.status.step"))
    assert canvas.get("activations").get_by_text("UMAP takes a while").count() == 0
    # Where it is out of sight, nothing is worked out for it.
    canvas.open_tab("layers")
    canvas.get("play").click()
    canvas.wait("state.status.state === 'running'")
    step = canvas.state("state.status.step")
    canvas.wait(f"state.pictures.step > {step + 20}")
    assert canvas.state("Math.max(...state.pictures.looked.map(({ answer }) => answer.step))") <= step


def test_what_is_no_number_is_seen_with_where_it_begins(digits: Canvas, notebook: Notebook):
    held(digits, "digit")
    notebook.execute(
        "import numpy as np\nlayer = studio.model.get_layer('conv_b')\n"
        "layer.bias.assign(np.where(np.arange(32) == 2, np.nan, 0))\n"
        "hidden = studio.model.get_layer('hidden').bias  # pooling may make a number of NaN\n"
        "hidden.assign(hidden + np.nan)"
    )
    tab(digits, "sample-next").click()
    digits.wait("state.pictures?.thumbnails.conv_b.picture.facts.nan > 0")
    expect(digits.get("node-conv_b")).to_contain_text("3% NaN")
    expect(digits.get("began")).to_contain_text("They begin at “conv_b”, whose weights are NaN")
    digits.get("began-show").click()
    until(digits.page, lambda: digits.view("state.nodes") == ["conv_b"])
    digits.wait("state.pictures.enlarged.conv_b")
    red = """(tab) => [...tab.querySelectorAll("canvas")].some((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4)
            if (data[i] === 214 && data[i + 1] === 48 && data[i + 2] === 49) return true;
        return false;
    })"""
    until(digits.page, lambda: digits.get("activations").evaluate(red))


def test_a_node_that_is_removed_while_it_is_looked_at_says_what_to_do(digits: Canvas):
    held(digits, "drop")
    for look in ("values", "projection"):
        digits.get("looking").select_option(look)
        digits.get("node-drop").click()
        digits.page.keyboard.press("Delete")
        settled(digits)
        expect(digits.get("activations")).to_have_text("Select a node: what it computes is shown here.")
        digits.get("undo").click()
        settled(digits)
        expect(digits.get("looking")).to_have_value(look)


def test_ten_thousand_maps_come_in_pages(notebook: Notebook):
    canvas = notebook.show(
        "import keras, numpy as np\n"
        "model = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Conv2D(10_000, 1, name='many'),\n"
        "    keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, name='end')])\n"
        "data = pg.datasets.from_arrays(np.ones((8, 2, 2, 1), 'float32'), np.ones((8, 1), 'float32'))\n"
        "studio = pg.Studio(model, data=data, config=pg.TrainingConfig(batch_size=4, validation_split=0))\n"
        "studio"
    ).ready()
    held(canvas, "many")
    expect(tab(canvas, "pages")).to_have_text("1–64 of 10,000")
    tab(canvas, "pages-after").click()
    expect(tab(canvas, "pages")).to_have_text("65–128 of 10,000")
    until(canvas.page, lambda: painted(canvas, "activations") > 1)
    x, y = centre(tab(canvas, "maps"))
    canvas.page.mouse.move(x + 5, y + 5)  # not between the maps
    expect(canvas.get("activations")).to_contain_text("row ")
