"""Explanations as figures: heat on an image, one bar a feature, coloured words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.charts._template import COLOURS, Theme, template
from playground.charts._values import labelled
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_COLOURS = 3
_PER_LINE = 12


def overlay(image: "ArrayLike", heat: "ArrayLike", *, opacity: float = 0.6, theme: Theme = "any") -> "go.Figure":
    """Heat on an image, stretched over it: viridis for magnitudes, blue and orange where there are both signs.

    Args:
        image: Numbers of shape `(height, width)` or `(height, width, 1 or 3)`, drawn from the least to the largest.
        heat: Numbers of shape `(rows, columns)`, such as one map of Grad-CAM.
        opacity: How much of the image the heat hides, 0 to 1.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure of the image and one heatmap, whose `z` is the heat itself.

    Raises:
        PlaygroundError: An array has another shape.
    """
    import numpy as np
    import plotly.graph_objects as go

    pixels, values = _pixels(image), np.asarray(heat, dtype=float)
    if values.ndim != 2 or not values.size:  # noqa: PLR2004  # rows and columns
        raise PlaygroundError(f"Heat on an image has the shape (rows, columns): not {values.shape}.")
    height, width = pixels.shape[:2]
    down, across = height / values.shape[0], width / values.shape[1]
    figure = go.Figure(
        [
            go.Image(z=pixels, hoverinfo="skip"),
            go.Heatmap(
                z=values,
                x0=(across - 1) / 2,
                dx=across,
                y0=(down - 1) / 2,
                dy=down,
                opacity=opacity,
                hovertemplate="%{z:.4g}<extra></extra>",
                **_scale(values, theme),
            ),
        ]
    )
    figure.update_layout(template=template(theme), margin={"l": 8, "r": 8, "t": 8, "b": 8}, hovermode="closest")
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    return figure


def contributions(
    values: "ArrayLike", labels: Sequence[str] | None = None, *, most: int = 20, theme: Theme = "any"
) -> "go.Figure":
    """One bar a feature, the largest above the rest: blue for what speaks for the answer, orange for what against it.

    Args:
        values: Numbers of shape `(count,)`, such as integrated gradients of a table, or the products of a computation.
        labels: A name for each; their positions without it.
        most: So many bars are drawn; those of the rest are added up in one.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: There is not one label a value.
    """
    import numpy as np
    import plotly.graph_objects as go

    lengths, names = labelled(values, labels, "Contributions need")
    order = np.argsort(-np.abs(np.nan_to_num(lengths)), kind="stable")
    shown = [(names[i], float(lengths[i])) for i in order[:most]]
    if len(order) > most:
        shown.append((f"{len(order) - most} more", float(np.nansum(lengths[order[most:]]))))
    colours = COLOURS[theme]
    figure = go.Figure(
        go.Bar(
            x=[value for _, value in shown],
            y=list(range(len(shown))),
            orientation="h",
            customdata=[name for name, _ in shown],
            marker={"color": [colours.positive if value >= 0 else colours.negative for _, value in shown]},
            hovertemplate="%{customdata}: %{x:.4g}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), bargap=0.2, hovermode="closest")
    figure.update_xaxes(showgrid=True, gridcolor=colours.grid, zeroline=True, zerolinecolor=colours.text)
    # By position, since two features may have one name.
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(shown))),
        ticktext=[name for name, _ in shown],
        autorange="reversed",
        showgrid=False,
        automargin=True,
    )
    return figure


def tokens(words: Sequence[str], values: "ArrayLike", *, theme: Theme = "any") -> "go.Figure":
    """Words in reading order on their colours: blue for what speaks for the answer, orange for what against it.

    Args:
        words: The words, or the numbers of tokens.
        values: Numbers of shape `(count,)`, such as occlusion's.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: There is not one word a value.
    """
    import numpy as np
    import plotly.graph_objects as go

    heat = np.asarray(values, dtype=float)
    if heat.ndim != 1 or len(words) != heat.size:
        raise PlaygroundError(f"Each value needs its word: there are {len(words)} words for {heat.shape}.")
    lines = max(1, -(-heat.size // _PER_LINE))
    grid, text = np.full((lines, _PER_LINE), np.nan), np.full((lines, _PER_LINE), "", object)
    grid.flat[: heat.size] = heat
    text.flat[: heat.size] = [str(word) for word in words]
    figure = go.Figure(
        go.Heatmap(
            z=grid,
            text=text.tolist(),
            texttemplate="%{text}",
            hoverongaps=False,
            hovertemplate="%{text}: %{z:.4g}<extra></extra>",
            xgap=2,
            ygap=2,
            **_scale(heat, theme, signed=True),
        )
    )
    figure.update_layout(template=template(theme), margin={"l": 8, "r": 8, "t": 8, "b": 8}, hovermode="closest")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    return figure


def _scale(values: "np.ndarray", theme: Theme, *, signed: bool = False) -> dict[str, Any]:
    """The colours of a heatmap: for both signs about zero, else from zero up."""
    import numpy as np

    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max(initial=0)) or 1.0
    if signed or (finite < 0).any():
        colours = COLOURS[theme]
        between = [[0.0, colours.negative], [0.5, colours.zero], [1.0, colours.positive]]
        return {"colorscale": between, "zmin": -largest, "zmax": largest, "colorbar": {"thickness": 10}}
    return {"colorscale": "Viridis", "zmin": 0.0, "zmax": largest, "colorbar": {"thickness": 10}}


def _pixels(image: "ArrayLike") -> "np.ndarray":
    """Red, green and blue of an image, uint8."""
    import numpy as np

    values = np.asarray(image, dtype=float)
    if values.ndim == 2:  # noqa: PLR2004  # rows and columns
        values = values[..., None]
    if values.ndim != _COLOURS or values.shape[-1] not in (1, _COLOURS) or not values.size:
        raise PlaygroundError(f"An image has the shape (height, width) or (height, width, 1 or 3): not {values.shape}.")
    finite = np.where(np.isfinite(values), values, 0.0)
    low, high = finite.min(), finite.max()
    pixels: np.ndarray = np.rint((finite - low) / ((high - low) or 1.0) * 255).astype(np.uint8)
    return np.broadcast_to(pixels, (*pixels.shape[:2], _COLOURS))
