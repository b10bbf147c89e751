"""The files of the browser half, for a page that can't get them from its server."""

from pathlib import Path

from playground.errors import BundleError
from playground.protocol import Asset

STATIC = Path(__file__).parent.parent / "static"


def read_asset(name: str) -> tuple[Asset, tuple[bytes]]:
    """A built file by name, and its bytes.

    Raises:
        BundleError: there is no file of that name among the built ones.
    """
    files = {path.name: path for path in STATIC.glob("*.js")}
    if name not in files:
        raise BundleError(
            f"This installation has no {name}; build the browser half with `make bundle` and reload the page."
        )
    return Asset(name, "text/javascript"), (files[name].read_bytes(),)
