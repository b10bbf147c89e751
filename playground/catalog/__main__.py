"""`python -m playground.catalog > tests/fixtures/catalog.json` writes the snapshot that a test compares with."""

import sys

from playground.catalog import snapshot

sys.stdout.buffer.write(snapshot())
