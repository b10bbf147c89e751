"""A document as one short text, to be copied into a mail or a chat and pasted on a canvas. It is data, never code."""

import base64
import binascii
import zlib

import msgspec

from playground.errors import DocumentError
from playground.network._document import Document, decode_document

TEXT_BEGINS = "playground:"
MOST_LETTERS = 200_000
MOST_BYTES = 4 * 1024 * 1024
"""So many letters a text has at most, and so many bytes what is packed in it."""
_LINE = 76


def to_text(document: Document) -> str:
    """Pack a document: `playground:`, and letters, digits, `-` and `_` in lines of 76.

    Raises:
        DocumentError: it is too large for a text.
    """
    raw = msgspec.json.encode(document)
    packed = base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")
    if len(raw) > MOST_BYTES or len(packed) > MOST_LETTERS:
        raise DocumentError("This drawing is too large for a text that can be copied; save it to a file and send that.")
    whole = TEXT_BEGINS + packed
    return "\n".join(whole[start : start + _LINE] for start in range(0, len(whole), _LINE))


def from_text(text: str) -> Document:
    """Unpack a text; line breaks, blanks and `>` that a mail put in are passed over.

    Raises:
        DocumentError: it is no such text, a part of it is missing, or what it holds is not a document.
    """
    if len(text) > 2 * MOST_LETTERS:
        raise DocumentError(f"A drawing as text has at most {MOST_LETTERS:,} letters; this one has {len(text):,}.")
    letters = "".join(text.replace(">", " ").split())
    if not letters.startswith(TEXT_BEGINS):
        raise DocumentError(f"A drawing as text begins with “{TEXT_BEGINS}”; this begins with “{letters[:12]}”.")
    packed = letters.removeprefix(TEXT_BEGINS)
    try:
        content = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(content, MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise DocumentError(
            "This text is damaged, or not all of it was copied; copy it again, from end to end."
        ) from None
    if len(raw) > MOST_BYTES:
        raise DocumentError(f"A drawing as text holds at most {MOST_BYTES // 2**20} MiB; this one holds more.")
    if not unpacking.eof:
        raise DocumentError("The end of this text is missing; copy it again, from end to end.")
    return decode_document(raw)
