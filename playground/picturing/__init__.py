"""A network as a picture, SVG or PNG with the document inside, and as a table of text: pure functions."""

from playground.picturing._inside import MOST_BYTES as MOST_BYTES, document_in as document_in
from playground.picturing._picture import NetworkPicture as NetworkPicture, shown as shown
from playground.picturing._table import table_of as table_of
