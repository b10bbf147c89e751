"""The colours of a picture: those of the studio, for a light page and a dark one."""

from typing import NamedTuple

from playground.catalog import catalog

_NEUTRAL = ("#5f6368", "#9aa0a6")


class Theme(NamedTuple):
    """Colours by what they are for."""

    dark: bool
    canvas: str
    panel: str
    border: str
    text: str
    secondary: str
    waiting: str
    accent: str
    error: str
    error_wash: str
    warning: str
    on_badge: str
    wire: str
    note: str
    note_edge: str

    def family(self, group: str) -> str:
        """The colour of a family of kinds; a neutral one for blocks and for kinds nobody knows."""
        found = next((each for each in catalog().groups if each.name == group), None)
        if found is None:
            return _NEUTRAL[self.dark]
        return found.dark if self.dark else found.light


LIGHT = Theme(
    dark=False,
    canvas="#f6f6f6",
    panel="#ffffff",
    border="#bdbdbd",
    text="#212121",
    secondary="#666666",
    waiting="#737373",
    accent="#1976d2",
    error="#c62828",
    error_wash="#fdecea",
    warning="#945300",
    on_badge="#ffffff",
    wire="#8c8c8c",
    note="#fffbe6",
    note_edge="#e6dca8",
)
DARK = Theme(
    dark=True,
    canvas="#171717",
    panel="#212121",
    border="#616161",
    text="#e3e3e3",
    secondary="#ababab",
    waiting="#8d8d8d",
    accent="#42a5f5",
    error="#ef6e66",
    error_wash="#3a1f1e",
    warning="#ffb74d",
    on_badge="#1a1a1a",
    wire="#8a8a8a",
    note="#2b2820",
    note_edge="#57503a",
)


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour thinned on a ground: so much of it as `share` says."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)
