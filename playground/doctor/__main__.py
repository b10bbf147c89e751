"""`python -m playground.doctor docs/findings` writes the help pages; see `make findings`."""

import sys
from pathlib import Path

from playground.doctor._pages import write_pages

write_pages(Path(sys.argv[1]))
