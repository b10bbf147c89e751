"""The look that all figures share: one accent, horizontal grid lines only, no boxes, nothing behind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import plotly.graph_objects as go

Theme = Literal["any", "light", "dark"]


@dataclass(frozen=True)
class Colours:
    """The colours of a theme, as CSS."""

    text: str
    grid: str
    train: str
    accent: str
    bars: str
    negative: str
    zero: str
    positive: str


COLOURS: dict[Theme, Colours] = {
    # Midway, so that it can be read on white and on near-black.
    "any": Colours(
        "#808080",
        "rgba(128, 128, 128, 0.22)",
        "#8a8f98",
        "#2f8ae0",
        "#8699af",
        "#f29a30",
        "rgba(128, 128, 128, 0.1)",
        "#2a90cf",
    ),
    "light": Colours("rgba(0, 0, 0, 0.6)", "#ebedf0", "#8a8f98", "#1976d2", "#7d8ea3", "#f59322", "#e8eaeb", "#0877bd"),
    "dark": Colours(
        "rgba(255, 255, 255, 0.62)", "#2f2f2f", "#9aa0a8", "#42a5f5", "#8fa3ba", "#f2a03d", "#2a2a2a", "#4aa8e0"
    ),
}


def template(theme: Theme = "any") -> "go.layout.Template":
    """A Plotly template with transparent backgrounds, for JupyterLab's light or dark theme, or fit for both."""
    import plotly.graph_objects as go

    colours = COLOURS[theme]
    axis = {"zeroline": False, "linecolor": colours.grid, "tickcolor": colours.grid, "ticks": ""}
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0, 0, 0, 0)",
            "plot_bgcolor": "rgba(0, 0, 0, 0)",
            "font": {"color": colours.text, "size": 12, "family": "Arial, sans-serif"},
            "colorway": [colours.accent, colours.train],
            "showlegend": False,
            "margin": {"l": 56, "r": 16, "t": 16, "b": 40},
            "xaxis": axis | {"showgrid": False, "showline": True},
            "yaxis": axis | {"showgrid": True, "gridcolor": colours.grid},
            "hovermode": "x",
        }
    )
