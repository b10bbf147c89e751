"""The document inside a picture: comes back whole, and a picture of a stranger does nothing but open or be refused."""

import io
import zlib
from struct import pack

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import playground as pg
from playground.errors import DocumentError, PlaygroundError
from playground.network import Document, Network, Note
from playground.picturing import NetworkPicture, document_in
from playground.picturing._inside import KEYWORD, MOST_BYTES, metadata_of, text_of
from playground.session import open_anything, read_template

DOCUMENT = read_template("digits_cnn")
PICTURE = NetworkPicture(DOCUMENT.network, document=DOCUMENT)
SVG, PNG = PICTURE.svg.encode(), PICTURE.png


def png_with(add):
    info, file = PngInfo(), io.BytesIO()
    add(info)
    Image.new("L", (1, 1)).save(file, "png", pnginfo=info)
    return file.getvalue()


@pytest.mark.parametrize("picture", [SVG, PNG], ids=["svg", "png"])
def test_the_document_comes_back_whole(picture):
    assert document_in(picture) == DOCUMENT


@pytest.mark.parametrize("ending", ["svg", "png", "SVG"])
def test_a_picture_opens_and_is_not_the_file_that_the_drawing_is_saved_to(tmp_path, ending):
    path = tmp_path / f"net.{ending}"
    path.write_bytes(PNG if ending == "png" else SVG)
    found = open_anything(path)
    assert found.opened.network == DOCUMENT.network
    assert (found.document, found.path) == (DOCUMENT, None)
    studio = pg.open(path)
    assert studio.data.name == "digits"
    assert studio.session.path is None


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_in_a_document_survives_both_ways(text):
    document = Document(Network(notes=(Note("n", text),)))
    assert document_in(f"<svg>{metadata_of(document)}</svg>".encode()) == document
    assert document_in(png_with(lambda info: info.add_itxt(KEYWORD, text_of(document), zip=False))) == document


@given(data=st.data(), svg=st.booleans())
@settings(max_examples=150, deadline=None)
def test_mutated_pictures_open_or_are_refused_by_our_own_errors(data, svg):
    picture = bytearray(SVG if svg else PNG)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(picture) - 1, 0)))
        match data.draw(st.sampled_from(["change", "cut", "insert", "double"])):
            case "change":
                picture[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case "cut":
                del picture[at : at + data.draw(st.integers(1, 500))]
            case "insert":
                picture[at:at] = data.draw(st.binary(max_size=20))
            case "double":
                picture[at:at] = picture[at : at + 300]
    try:
        assert isinstance(document_in(bytes(picture)), Document)
    except PlaygroundError as error:
        assert str(error).endswith((".", ")"))


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (b"", "neither a PNG nor an SVG"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"<svg></svg>", "no drawing inside"),
        (SVG.replace(b"</metadata>", b""), "cut off"),
        (PNG[:900], "cut off"),
        (PNG[:20], "cut off"),
        (png_with(lambda info: info.add_text("Title", "x")), "no drawing inside"),
        (png_with(lambda info: info.add_itxt(KEYWORD, "{}" * 1_000, zip=True)), "compressed"),
        (png_with(lambda info: info.add_text(KEYWORD, "{}" * 1_000, zip=True)), "compressed"),
        (PNG.replace(b'"Dense"', b'"Denge"', 1), "checksum"),
        (f'<svg><metadata id="{KEYWORD}">[]</metadata></svg>'.encode(), "JSON object"),
        (f'<svg><metadata id="{KEYWORD}">\xff</metadata></svg>'.encode("latin-1"), "UTF-8"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_the_reason(picture, reason):
    with pytest.raises(DocumentError, match=reason):
        document_in(picture)


def test_a_bomb_of_compressed_text_is_never_unpacked():
    body = KEYWORD.encode() + b"\0\1\0\0\0" + zlib.compress(b" " * 50_000_000, 9)
    chunk = pack(">I", len(body)) + b"iTXt" + body + pack(">I", zlib.crc32(b"iTXt" + body))
    picture = PNG[:33] + chunk + PNG[33:]
    with pytest.raises(DocumentError, match="compressed"):
        document_in(picture)


def test_entities_of_a_strangers_svg_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg><metadata id="{KEYWORD}">&l9;</metadata></svg>'
    with pytest.raises(DocumentError, match="not JSON"):
        document_in(text.encode())


def test_pictures_of_no_end_are_refused_before_they_are_read(tmp_path):
    with pytest.raises(DocumentError, match="at most 128 MiB"):
        document_in(b"<svg>" + bytes(MOST_BYTES))
    path = tmp_path / "big.png"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(DocumentError, match="larger than 128 MiB"):
        open_anything(path)


def test_a_png_of_very_many_parts_is_refused():
    empty = pack(">I", 0) + b"prIv" + pack(">I", zlib.crc32(b"prIv"))
    with pytest.raises(DocumentError, match="more than 100,000 parts"):
        document_in(PNG[:33] + empty * 100_001)
