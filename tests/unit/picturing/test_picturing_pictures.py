"""Pictures of networks: what stands on them, that nothing of a stranger's text gets loose, and that they stay small."""

import io
import itertools
import xml.etree.ElementTree as ET

import keras
import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

import playground as pg
from playground.checking import Report, check
from playground.errors import DocumentError
from playground.modeling import from_keras
from playground.network import (
    ChangeSetting,
    Disconnect,
    Edge,
    Layer,
    Network,
    Node,
    Note,
    SetBypassed,
    SetNote,
    SetRepeat,
    apply,
)
from playground.picturing import NetworkPicture, shown, table_of
from playground.picturing._cards import card, kind_of
from playground.picturing._drawing import scene_of
from playground.picturing._letters import cut, width_of
from playground.picturing._notes import plain
from playground.picturing._png import MOST_PIXELS
from playground.picturing._routing import Box, Wanted, routes
from playground.picturing._scene import Path, Text
from playground.picturing._theme import LIGHT
from playground.session import read_template, templates

SPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = {f"{SPACE}{name}" for name in ("svg", "title", "metadata", "rect", "circle", "path", "text")}


def words(picture):
    return [element.text for element in ET.fromstring(picture.svg).iter(f"{SPACE}text")]  # noqa: S314  # our own


def image(picture):
    return Image.open(io.BytesIO(picture.png))


def faulty():
    network = read_template("digits_residual").network
    return apply(network, ChangeSetting(network.find("conv_b").id, "filters", 24))[0]


def chain(length):
    layers = [Layer("l0", "InputLayer", "image", {"shape": [4]})]
    layers += [Layer(f"l{i}", "Dense", f"dense_{i}", {"units": 4}) for i in range(1, length)]
    return Network(
        "chain",
        tuple(layers),
        tuple(Node(f"n{i}", f"l{i}", (i % 60) * 224.0, (i // 60) * 222.0) for i in range(length)),
        tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(length - 1)),
    )


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_a_picture_says_every_name_every_shape_and_the_sums(name):
    network = read_template(name).network
    said = words(NetworkPicture(network))
    assert {layer.name for layer in network.layers} <= set(said)
    report = check(network)
    layers = sum(network.layer_of(node.id).kind != "InputLayer" for node in network.nodes)
    assert f"{layers} layers · {report.parameters:,} parameters" in said
    for edge in network.edges:
        shape = report.nodes[edge.source].outputs[edge.output].shape
        assert ("×".join("?" if axis is None else str(axis) for axis in shape[1:]) or "scalar") in said


def test_cards_say_their_settings_as_the_canvas_does():
    said = words(NetworkPicture(read_template("digits_cnn").network))
    assert {"16 · 3×3 · same · relu", "0.3", "10 · softmax", "8×8×1", "32,832 params"} <= set(said)


def test_both_files_show_a_picture_of_the_same_proportions_light_and_dark():
    for dark, ground in ((False, (246, 246, 246)), (True, (23, 23, 23))):
        picture = NetworkPicture(read_template("digits_cnn").network, dark=dark)
        drawn, root = image(picture), ET.fromstring(picture.svg)  # noqa: S314  # our own
        assert drawn.width == pytest.approx(2 * float(root.get("width")), abs=1)
        assert drawn.height == pytest.approx(2 * float(root.get("height")), abs=1)
        assert drawn.convert("RGB").getpixel((1, 1)) == ground


def test_the_pixels_have_the_exact_colours_of_the_cards():
    colours = {colour for _, colour in image(NetworkPicture(faulty())).convert("RGB").getcolors()}
    wanted = (LIGHT.panel, LIGHT.canvas, LIGHT.error, LIGHT.family("Convolution"), LIGHT.family("Merging"))
    assert {tuple(bytes.fromhex(colour[1:])) for colour in wanted} <= colours


def test_problems_are_red_and_what_waits_for_them_is_dashed():
    said = words(NetworkPicture(faulty()))
    assert {"unequal shapes", "waiting for sum", "?", "8×8×24"} <= set(said)
    assert any("1 problem" in line for line in said)
    wires = [shape for shape in scene_of(faulty(), check(faulty())).shapes if isinstance(shape, Path)]
    assert {(wire.colour, wire.dashed) for wire in wires} == {
        (LIGHT.error, False),
        (LIGHT.wire, False),
        (LIGHT.wire, True),
    }


def test_blocks_say_how_often_they_run_and_bypassed_nodes_that_they_are():
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4)], name="tower")
    given_in = keras.Input((4,))
    network = from_keras(keras.Model(given_in, keras.layers.Dense(2, name="head")(inner(given_in))))
    block = next(layer for layer in network.layers if layer.network is not None)
    network = apply(network, SetRepeat(block.id, 3, shared=False))[0]
    head = next(node for node in network.nodes if network.layer_of(node.id).name == "head")
    said = words(NetworkPicture(apply(network, SetBypassed(head.id, bypassed=True))[0]))
    assert {"tower", "×3", "1 layer", "bypassed"} <= set(said)


def test_a_note_is_paper_with_plain_words():
    note = Note("n", "# Why\nThe **shortcut** is _here_: [paper](http://x.y)\n- one\nשלום", 0, -300, 300, 160)
    network = apply(read_template("digits_mlp").network, SetNote(note))[0]
    assert {"Why", "The shortcut is here: paper", "• one", "שלום"} <= set(words(NetworkPicture(network)))
    hebrew = next(
        shape for shape in scene_of(network, Report()).shapes if isinstance(shape, Text) and shape.words == "שלום"
    )
    assert hebrew.anchor == "end"


def test_plain_words_keep_the_names_of_python():
    assert plain("a `conv2d_1` of **32** filters, 2 * 3") == "a conv2d_1 of 32 filters, 2 * 3"


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_an_svg_is_well_formed_and_holds_words_and_shapes_alone(text):
    network = read_template("spiral_mlp").network
    layers = [msgspec.structs.replace(layer, name=f"{text}{i}") for i, layer in enumerate(network.layers)]
    note = Note("n", f"<script>alert(1)</script> {text}", 0, -300)
    network = msgspec.structs.replace(network, name=text, layers=tuple(layers), notes=(note,))
    picture = NetworkPicture(network, check(read_template("spiral_mlp").network))
    root = ET.fromstring(picture.svg)  # noqa: S314  # our own
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


def test_every_script_can_be_drawn_as_pixels():
    network = read_template("spiral_mlp").network
    names = ("שכבה", "🧠😀", "中文层", "naïve_Ω", "\u200e")
    layers = [msgspec.structs.replace(layer, name=name) for layer, name in zip(network.layers, names, strict=True)]
    assert image(NetworkPicture(msgspec.structs.replace(network, layers=tuple(layers)))).width > 1_000


@given(st.text(max_size=80), st.floats(0, 300))
@settings(deadline=None)
def test_words_that_are_cut_fit_their_room(text, room):
    kept = cut(text, room, 11)
    assert width_of(kept, 11) <= max(room, width_of("…", 11))


def test_wires_go_round_the_cards():
    boxes = [Box(0, 0, 154, 66), Box(224, 0, 154, 66), Box(448, 0, 154, 66)]
    way = routes([Wanted(("a", 0), (158, 33), (444, 33), boxes[0], boxes[2])], boxes)[0]
    assert (way[0], way[-1]) == ((158, 33), (444, 33))
    for (x1, y1), (x2, y2) in itertools.pairwise(way):
        assert x1 == x2 or y1 == y2
        if y1 == y2:
            assert not (0 < y1 < 66 and min(x1, x2) < 378 and max(x1, x2) > 224)


def test_the_first_place_of_two_stays_where_it_is_when_it_is_left():
    layers = (*(Layer(name, "InputLayer", name) for name in "ab"), Layer("less", "Subtract", "less"))
    both = (Edge("a", "less"), Edge("b", "less", slot=1))
    whole = Network("", layers, tuple(Node(each.id, each.id) for each in layers), both)
    left = apply(whole, Disconnect(both[0]))[0]
    for network in (whole, left):
        inlets = card(network, "less", kind_of(layers[-1]), 1).inlets
        assert [(inlet.slot, inlet.y) for inlet in inlets] == [(0, 24), (1, 42)]


def test_nodes_that_nobody_has_placed_are_arranged():
    network = chain(4)
    heap = msgspec.structs.replace(network, nodes=tuple(Node(node.id, node.layer) for node in network.nodes))
    scene = scene_of(heap, check(heap))
    assert (scene.width, scene.height) > (2 * 154, 2 * 66)


def test_a_huge_network_is_scaled_down_and_shown_as_a_table_alone():
    network = chain(1_500)
    picture = NetworkPicture(network, Report())
    drawn = image(picture)
    assert drawn.width * drawn.height <= MOST_PIXELS * 1.01
    bundle = shown(network, Report())
    assert list(bundle) == ["text/plain"]
    assert "… and 1,200 more" in bundle["text/plain"]
    assert len(bundle["text/plain"]) < 50_000


def test_the_picture_of_a_resnet50_in_a_notebook_stays_below_200_kb():
    network = from_keras(keras.applications.ResNet50(weights=None))
    bundle = shown(network, check(network))
    assert "image/png" in bundle
    assert sum(map(len, bundle.values())) < 200_000


def test_a_table_has_shapes_parameters_sums_and_problems():
    network = read_template("digits_cnn").network
    table = table_of(network, check(network))
    row = next(line for line in table.splitlines() if line.startswith("conv_b"))
    assert row.split("  ")[0] == "conv_b"
    assert row.endswith("4,640")
    assert "(None, 8, 8, 32)" in row
    assert "7 layers, 38,282 parameters" in table
    broken = table_of(faulty(), check(faulty()))
    assert check(faulty()).problems[0].message in broken
    assert "parameters" in broken
    assert "+" in broken.splitlines()[-2]


def test_a_table_moves_no_cursor():
    network = msgspec.structs.replace(read_template("spiral_mlp").network, name="a\x1b[2Jb\nc")
    assert table_of(network, Report()).splitlines()[0] == "Network “a [2Jb c”"


def test_a_picture_is_written_where_its_ending_says_what_it_is(tmp_path):
    network = read_template("spiral_mlp").network
    assert pg.picture(network, tmp_path / "a.svg").svg == (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.svg").read_bytes()[:4] == b"<svg"
    studio = pg.Studio(network)
    studio.picture(tmp_path / "a.png", dark=True)
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(DocumentError, match=r"end the path in \.svg or \.png"):
        pg.picture(network, tmp_path / "a.pdf")
    with pytest.raises(DocumentError, match="can't be written"):
        pg.picture(network, tmp_path / "no" / "a.svg")


def test_a_studio_is_a_widget_and_for_other_places_a_picture_and_a_table_as_they_are_now():
    studio = pg.Studio(read_template("spiral_mlp").network)
    data, _ = studio._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"].startswith("Network “spiral_mlp”")
    assert "<svg" in data["image/svg+xml"]
    assert studio._repr_mimebundle_()[0]["image/png"] is data["image/png"]
    first = studio.network.layers[1]
    studio.edit(ChangeSetting(first.id, "units", 12))
    assert "12 · relu" in studio._repr_mimebundle_()[0]["image/svg+xml"]
