"""The loss over a plane in the space of the weights, as level curves, with the way of a run on it."""

from typing import TYPE_CHECKING

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_LEVELS = 16
_RANK = 2


def landscape(
    x: "ArrayLike",
    y: "ArrayLike",
    losses: "ArrayLike",
    *,
    path: "ArrayLike | None" = None,
    path_losses: "ArrayLike | None" = None,
    names: tuple[str, str] = ("first direction", "second direction"),
    theme: Theme = "any",
) -> "go.Figure":
    """Level curves of a loss, closer where it is low, with a mark at the weights and the way that led there.

    Args:
        x: Places along the first direction, shape `(columns,)`, as `probing.landscape` gives them.
        y: Places along the second, shape `(rows,)`.
        losses: At each place, shape `(rows, columns)`. Where one is NaN or infinite there is a gap.
        path: Places of a run's moments, shape `(moments, 2)`, the first first.
        path_losses: Their own losses, shape `(moments,)`, for the pointer.
        names: Of the directions.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with the level curves, the path where there is one, and the mark at (0, 0). Colours go by the logarithm
        where all losses are above 0.

    Raises:
        PlaygroundError: The shapes don't belong together.
    """
    import numpy as np
    import plotly.graph_objects as go

    columns, rows, field = (np.asarray(each, dtype=float) for each in (x, y, losses))
    if field.ndim != _RANK or columns.shape != field.shape[1:] or rows.shape != field.shape[:1]:
        raise PlaygroundError(
            f"A landscape takes x (columns,), y (rows,) and losses (rows, columns), not {columns.shape}, {rows.shape}, "
            f"{field.shape}."
        )
    way = np.zeros((0, 2)) if path is None else np.asarray(path, dtype=float)
    if way.ndim != _RANK or way.shape[1] != 2:  # noqa: PLR2004  # the plane
        raise PlaygroundError(f"A path has the shape (moments, 2), not {way.shape}.")
    colours = COLOURS[theme]
    shown, ticks = _levels(field)
    figure = go.Figure(
        go.Contour(
            x=columns,
            y=rows,
            z=shown,
            customdata=field,
            colorscale="Viridis",
            ncontours=_LEVELS,
            connectgaps=False,
            line={"width": 0.5, "color": colours.grid},
            colorbar={"thickness": 10, "outlinewidth": 0, **ticks},
            hovertemplate="%{x:.3g}, %{y:.3g}: loss %{customdata:.4g}<extra></extra>",
        )
    )
    if len(way):
        figure.add_scatter(
            x=way[:, 0],
            y=way[:, 1],
            mode="lines+markers",
            line={"width": 1.5, "color": "#ffffff"},
            marker={"size": 4, "color": "#ffffff", "line": {"width": 1, "color": "#404040"}},
            customdata=np.full(len(way), np.nan) if path_losses is None else np.asarray(path_losses, dtype=float),
            hovertemplate="%{x:.3g}, %{y:.3g}: loss %{customdata:.4g}<extra>the run</extra>",
        )
    figure.add_scatter(
        x=[0],
        y=[0],
        mode="markers",
        marker={"size": 11, "symbol": "x", "color": "#ffffff", "line": {"width": 1, "color": "#404040"}},
        hovertemplate="the weights<extra></extra>",
    )
    figure.update_layout(template=template(theme), hovermode="closest", margin={"l": 56, "r": 8, "t": 8, "b": 40})
    figure.update_xaxes(title_text=names[0], range=[columns[0], columns[-1]], showgrid=False)
    figure.update_yaxes(title_text=names[1], range=[rows[0], rows[-1]], showgrid=False)
    return figure


def _levels(field: "np.ndarray") -> "tuple[np.ndarray, dict[str, object]]":
    """What is coloured, and the ticks of its bar: logarithms where there are some, else the losses; gaps are NaN."""
    import numpy as np

    finite = np.where(np.isfinite(field), field, np.nan)
    if not np.isfinite(field).any() or np.nanmin(finite) <= 0:
        return finite, {}
    logs = np.log10(finite)
    ticks = np.linspace(np.nanmin(logs), np.nanmax(logs), 5)
    return logs, {"tickvals": ticks.tolist(), "ticktext": [f"{10**tick:.3g}" for tick in ticks]}
