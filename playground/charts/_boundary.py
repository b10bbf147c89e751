"""What a model of two numbers answers over the plane, as a figure, with the points it learned from."""

from typing import TYPE_CHECKING, Literal

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

Signed = tuple[str, str, str]
SIGNED: dict[Theme, Signed] = {
    "any": ("#f59322", "#e8eaeb", "#0877bd"),
    "light": ("#f59322", "#e8eaeb", "#0877bd"),
    "dark": ("#f2a03d", "#2a2a2a", "#4aa8e0"),
}
"""The ends and the middle of the scale of signed values."""
_RANK = 2


def boundary(
    values: "ArrayLike",
    extent: tuple[float, float, float, float],
    *,
    train: "tuple[ArrayLike, ArrayLike] | None" = None,
    test: "tuple[ArrayLike, ArrayLike] | None" = None,
    scale: tuple[float, float] = (0.0, 1.0),
    discrete: bool = False,
    names: tuple[str, str] = ("x₁", "x₂"),
    theme: Theme = "any",
) -> "go.Figure":
    """A map of the plane in orange and blue, points to train on filled, points to test with ringed.

    Args:
        values: Numbers of shape `(height, width)`, row 0 at the top, as `probing.boundary(model)[unit]` gives them.
        extent: Left, right, bottom and top of the map.
        train: Points of shape `(points, 2)`, and a target for each, from `scale[0]` to `scale[1]`.
        test: Likewise.
        scale: What is all orange and what is all blue.
        discrete: Whether each place is one or the other, divided at the middle of the scale.
        names: Of the two inputs.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a heatmap and a trace for the points of each kind.

    Raises:
        PlaygroundError: The values are no map, or the points are not as many as their targets.
    """
    import numpy as np
    import plotly.graph_objects as go

    field = np.asarray(values, dtype=float)
    if field.ndim != _RANK or not field.size:
        raise PlaygroundError(f"A boundary has the shape (height, width): give such an array, not {field.shape}.")
    low, high = scale
    left, right, bottom, top = extent
    height, width = field.shape
    colours = SIGNED[theme]
    colorscale = [[place, colour] for place, colour in zip((0.0, 0.5, 1.0), colours, strict=True)]
    shown = np.where(np.isfinite(field), np.where(field > (low + high) / 2, high, low), np.nan) if discrete else field
    figure = go.Figure(
        go.Heatmap(
            z=shown,
            x=left + (np.arange(width) + 0.5) / width * (right - left),
            y=top - (np.arange(height) + 0.5) / height * (top - bottom),
            customdata=field,
            zmin=low,
            zmax=high,
            colorscale=colorscale,
            opacity=0.6,
            zsmooth=False if discrete else "best",
            colorbar={"thickness": 10, "outlinewidth": 0},
            hovertemplate="%{x:.3g}, %{y:.3g}: %{customdata:.4g}<extra></extra>",
        )
    )
    kinds: tuple[tuple[Literal["train", "test"], tuple[ArrayLike, ArrayLike] | None], ...] = (
        ("train", train),
        ("test", test),
    )
    for name, points in kinds:
        if points is not None:
            places, targets = _checked(name, points)
            inner = {"color": targets, "cmin": low, "cmax": high, "colorscale": colorscale}
            # A ring has the colour of its target outside and none inside.
            marker = (
                inner | {"size": 7, "line": {"width": 1, "color": "#ffffff"}}
                if name == "train"
                else inner | {"size": 7, "symbol": "circle-open", "line": {"width": 2}}
            )
            figure.add_scatter(
                x=places[:, 0],
                y=places[:, 1],
                mode="markers",
                name=name,
                marker=marker,
                customdata=targets,
                hovertemplate=f"{name} %{{customdata:.3g}}<extra></extra>",
            )
    figure.update_layout(template=template(theme), hovermode="closest", margin={"l": 48, "r": 8, "t": 8, "b": 40})
    figure.update_xaxes(title=names[0], range=[left, right], constrain="domain", linecolor=COLOURS[theme].grid)
    square = {"scaleanchor": "x"} if abs((right - left) - (top - bottom)) < 1e-6 * (right - left) else {}
    figure.update_yaxes(title=names[1], range=[bottom, top], constrain="domain", showgrid=False, **square)
    return figure


def _checked(name: str, points: "tuple[ArrayLike, ArrayLike]") -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    places, targets = np.asarray(points[0], dtype=float), np.asarray(points[1], dtype=float).ravel()
    if places.ndim != _RANK or places.shape[1] != 2 or len(places) != len(targets):  # noqa: PLR2004  # the plane
        raise PlaygroundError(
            f"The {name} points have the shape (points, 2) and a target each: got {places.shape} and "
            f"{len(targets)} targets."
        )
    return places, targets
