"""The document inside a picture: where it is kept, and how it is read out of a picture of anybody.

Nothing else of a picture is looked at: no pixel is decoded, no element read. A PNG keeps it in an iTXt chunk that
is not compressed, an SVG as escaped JSON in `<metadata>`.
"""

import html
import re
import struct
import zlib
from collections.abc import Iterator

import msgspec

from playground.errors import DocumentError
from playground.network import Document, decode_document
from playground.picturing._svg import FORBIDDEN

KEYWORD = "keras-playground"
MOST_BYTES = 128 * 2**20
"""Of a picture; a document has half of that at most."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 100_000
_OPENING = re.compile(rb'<metadata\b[^<>]{0,200}?\bid="' + KEYWORD.encode() + rb'"[^<>]{0,200}>')
_CLOSING = b"</metadata>"
_NONE = (
    "There is no drawing inside this picture: it was not exported from Playground, "
    "or another program has saved it since."
)


def text_of(document: Document) -> str:
    """A document as one line of JSON."""
    return msgspec.json.encode(document).decode()


def metadata_of(document: Document) -> str:
    """A document as the element that an SVG keeps it in."""
    text = FORBIDDEN.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _units(found[0])), text_of(document))
    return f'<metadata id="{KEYWORD}">{html.escape(text, quote=False)}</metadata>'


def _units(letter: str) -> tuple[int, ...]:
    return struct.unpack(f"<{len(letter.encode('utf-16-le')) // 2}H", letter.encode("utf-16-le"))


def document_in(picture: bytes) -> Document:
    """The document inside a PNG or SVG file.

    Raises:
        DocumentError: it is neither, there is no document in it, or the document is refused; the sentence says why.
    """
    if len(picture) > MOST_BYTES:
        raise DocumentError(
            f"A picture has at most {MOST_BYTES // 2**20} MiB; this one has {len(picture) / 2**20:.0f}."
        )
    if picture.startswith(_SIGNATURE):
        return decode_document(_in_png(picture))
    return decode_document(_in_svg(picture))


def _in_svg(picture: bytes) -> bytes:
    opening = _OPENING.search(picture)
    if opening is None:
        if b"<svg" not in picture:
            raise DocumentError("This is neither a PNG nor an SVG picture.")
        raise DocumentError(_NONE)
    end = picture.find(_CLOSING, opening.end())
    if end < 0:
        raise DocumentError("The drawing inside this picture is cut off; the file is broken.")
    try:
        return html.unescape(picture[opening.end() : end].decode()).strip().encode()
    except UnicodeError:
        raise DocumentError("The drawing inside this picture is not written in UTF-8; the file is broken.") from None


def _in_png(picture: bytes) -> bytes:
    for kind, body in _chunks(picture):
        if kind not in {b"iTXt", b"zTXt", b"tEXt"} or not body.startswith(KEYWORD.encode() + b"\0"):
            continue
        rest = body[len(KEYWORD) + 1 :]
        if kind != b"iTXt" or rest[:1] != b"\0":
            raise DocumentError(
                "The drawing inside this picture is compressed, which Playground neither writes nor reads."
            )
        _language, _, rest = rest[2:].partition(b"\0")
        _translated, _, text = rest.partition(b"\0")
        return text
    raise DocumentError(_NONE)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of text in a PNG, each held against its checksum."""
    place = len(_SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        head = picture[place : place + 8]
        if len(head) < 8:  # noqa: PLR2004  # a length and a name
            raise DocumentError("This PNG picture is cut off; the file is broken.")
        size, kind = struct.unpack(">I4s", head)
        if kind == b"IEND":
            return
        end = place + 8 + size
        if end + 4 > len(picture):
            raise DocumentError("This PNG picture is cut off; the file is broken.")
        if kind.endswith(b"TXt") or kind == b"tEXt":
            body = picture[place + 8 : end]
            if zlib.crc32(kind + body) != int.from_bytes(picture[end : end + 4], "big"):
                raise DocumentError("A part of this PNG picture differs from its checksum; the file is broken.")
            yield kind, body
        place = end + 4
    raise DocumentError(f"This PNG picture has more than {_MOST_CHUNKS:,} parts, which no picture needs.")
