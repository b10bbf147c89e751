"""Weights as figures: kernels of convolutions as images, dense ones as a matrix, on a scale with zero in its middle."""

from typing import TYPE_CHECKING, Any

from playground.charts._template import Theme, template
from playground.charts._values import tiled
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_FILTERS_RANK = 3
_MATRIX_RANK = 2
_MIDDLE = {"any": "rgba(128, 128, 128, 0.15)", "light": "#e8eaeb", "dark": "#2a2a2a"}
_ENDS = {"any": ("#f2983a", "#2f90cf"), "light": ("#f59322", "#0877bd"), "dark": ("#f2a03d", "#4aa8e0")}


def filters(array: "ArrayLike", *, theme: Theme = "any") -> "go.Figure":
    """Kernels as images side by side, orange below zero and blue above, one scale for all.

    Args:
        array: Numbers of shape `(filters, height, width)`, as `probing.weights` gives them.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one heatmap; NaN between the filters, and where a weight is not finite.

    Raises:
        PlaygroundError: The array has another rank, or no filter.
    """
    import numpy as np

    values = np.asarray(array, dtype=float)
    if values.ndim != _FILTERS_RANK or not values.size:
        raise PlaygroundError(
            f"Filters have the shape (filters, height, width): give such an array, not {values.shape}."
        )
    figure = _signed(tiled(values), theme)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    return figure


def matrix(array: "ArrayLike", *, theme: Theme = "any") -> "go.Figure":
    """A dense kernel as a heat map, inputs downwards and units to the right, orange below zero and blue above.

    Args:
        array: Numbers of shape `(inputs, units)`.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: The array has another rank, or no value.
    """
    import numpy as np

    values = np.asarray(array, dtype=float)
    if values.ndim != _MATRIX_RANK or not values.size:
        raise PlaygroundError(f"A matrix has the shape (inputs, units): give such an array, not {values.shape}.")
    figure = _signed(values, theme)
    figure.update_xaxes(title_text="unit")
    figure.update_yaxes(title_text="input", autorange="reversed", showgrid=False)
    return figure


def _signed(values: "np.ndarray", theme: Theme) -> "go.Figure":
    import numpy as np
    import plotly.graph_objects as go

    finite = np.where(np.isfinite(values), values, np.nan)
    most = float(np.nanmax(np.abs(finite))) if np.isfinite(values).any() else 1.0
    below, above = _ENDS[theme]
    scale: list[Any] = [[0.0, below], [0.5, _MIDDLE[theme]], [1.0, above]]
    figure = go.Figure(
        go.Heatmap(
            z=finite,
            customdata=values,
            zmin=-(most or 1.0),
            zmax=most or 1.0,
            colorscale=scale,
            colorbar={"thickness": 10, "outlinewidth": 0},
            hoverongaps=False,
            hovertemplate="%{customdata:.4g}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), margin={"l": 48, "r": 8, "t": 8, "b": 36}, hovermode="closest")
    return figure
