"""Single arrays as figures: feature maps, how values are spread, one bar a class."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_MAPS_RANK = 3


def feature_maps(array: "ArrayLike", *, shared_scale: bool = False, theme: Theme = "any") -> "go.Figure":
    """A grid of maps, as square as can be, with the value under the pointer.

    Args:
        array: Numbers of shape `(maps, height, width)`.
        shared_scale: Whether one colour means one value in all maps; else each map spans all colours.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one heatmap; the true values are its `customdata`, NaN between the maps.

    Raises:
        PlaygroundError: The array has another rank, or no map.
    """
    import numpy as np
    import plotly.graph_objects as go

    maps = np.asarray(array, dtype=float)
    if maps.ndim != _MAPS_RANK or not maps.size:
        raise PlaygroundError(
            f"Feature maps have the shape (maps, height, width): give such an array, not {maps.shape}."
        )
    shown = maps if shared_scale else _each_on_its_own(maps)
    figure = go.Figure(
        go.Heatmap(
            z=tiled(shown),
            customdata=tiled(maps),
            colorscale="Viridis",
            showscale=shared_scale,
            hoverongaps=False,
            hovertemplate="%{customdata:.4g}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), margin={"l": 8, "r": 8, "t": 8, "b": 8}, hovermode="closest")
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    return figure


def histogram(values: "ArrayLike", *, bins: int = 30, theme: Theme = "any") -> "go.Figure":
    """How values are spread: counts in equal bins; values that are not finite are left out and said so."""
    import numpy as np
    import plotly.graph_objects as go

    flat = np.asarray(values, dtype=float).ravel()
    finite = flat[np.isfinite(flat)]
    counts, edges = np.histogram(finite, bins=bins)
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            marker={"color": COLOURS[theme].bars, "line": {"width": 0}},
            hovertemplate="%{x:.4g}: %{y}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), bargap=0)
    figure.update_yaxes(title_text="values")
    if left_out := len(flat) - len(finite):
        figure.update_xaxes(title_text=f"{left_out:,} of {len(flat):,} values are not finite")
    return figure


def labelled(values: "ArrayLike", labels: Sequence[str] | None, needs: str) -> tuple["np.ndarray", list[str]]:
    """Numbers of shape `(count,)` with a label each: their positions where none are given.

    Raises:
        PlaygroundError: There is not one label a value; who `needs` it begins the sentence.
    """
    import numpy as np

    numbers = np.asarray(values, dtype=float)
    names = [str(i) for i in range(numbers.size)] if labels is None else list(labels)
    if numbers.ndim != 1 or len(names) != numbers.size:
        raise PlaygroundError(f"{needs} one label a value: there are {len(names)} for {numbers.shape}.")
    return numbers, names


def bars(values: "ArrayLike", labels: Sequence[str] | None = None, *, theme: Theme = "any") -> "go.Figure":
    """One bar a value, such as the probability of each class; the largest in the accent colour.

    Args:
        values: Numbers of shape `(count,)`.
        labels: A name for each; their positions without it.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: There is not one label a value.
    """
    import numpy as np
    import plotly.graph_objects as go

    heights, names = labelled(values, labels, "A bar chart needs")
    colours = COLOURS[theme]
    finite = np.where(np.isfinite(heights), heights, -np.inf)
    largest = int(finite.argmax()) if heights.size else -1
    figure = go.Figure(
        go.Bar(
            x=list(range(heights.size)),
            y=heights,
            customdata=names,
            marker={"color": [colours.accent if i == largest else colours.bars for i in range(heights.size)]},
            hovertemplate="%{customdata}: %{y:.4g}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), bargap=0.2)
    # By position, since two classes may have one name.
    figure.update_xaxes(tickmode="array", tickvals=list(range(heights.size)), ticktext=names)
    return figure


def _each_on_its_own(maps: "np.ndarray") -> "np.ndarray":
    import numpy as np

    finite = np.isfinite(maps)
    lows = np.min(maps, axis=(1, 2), keepdims=True, where=finite, initial=np.inf)
    highs = np.max(maps, axis=(1, 2), keepdims=True, where=finite, initial=-np.inf)
    spans = np.where(highs > lows, highs - lows, 1.0)
    return np.where(finite, (maps - np.where(np.isfinite(lows), lows, 0.0)) / spans, np.nan)


def tiled(maps: "np.ndarray") -> "np.ndarray":
    """Maps of one size side by side, as square as can be, with NaN between them."""
    import numpy as np

    count, height, width = maps.shape
    columns = math.ceil(math.sqrt(count * height / width))
    rows = math.ceil(count / columns)
    grid = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), np.nan)
    for i, one in enumerate(maps):
        top, left = (i // columns) * (height + 1), (i % columns) * (width + 1)
        grid[top : top + height, left : left + width] = one
    return grid
