"""`python -m playground.checking docs/problems` writes the help pages; see `make problems`."""

import sys
from pathlib import Path

from playground.checking._pages import pages, write_pages

write_pages(Path(sys.argv[1]), pages())
