"""`python -m playground.doctor docs/findings` writes the help pages; see `make findings`."""

import sys
from pathlib import Path

from playground.checking import write_pages
from playground.doctor._pages import pages

write_pages(Path(sys.argv[1]), pages())
