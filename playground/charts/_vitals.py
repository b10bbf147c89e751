"""What the optimizer did to each layer over a run: norms of gradients, updates against weights, distributions."""

from typing import TYPE_CHECKING

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

GUIDE = 1e-3
"""The update-to-weight ratio that a healthy layer is near, by rule of thumb."""
MANY = 0.5
"""The share of idle units from which on there are many."""
_ROW = 24
_RIDGE = 26


def gradients(steps: "ArrayLike", norms: "Mapping[str, ArrayLike]", *, theme: Theme = "any") -> "go.Figure":
    """A strip for each layer, coloured by the logarithm of its gradient's norm, with the latest value at its end.

    Args:
        steps: Numbers of the measured steps, shape `(moments,)`, ascending.
        norms: By name of the layer or variable the L2 norm at each of them, shape `(moments,)`, first on top.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one heatmap of `log10(norm)`; the norms are its `customdata`. A norm that is 0, NaN or infinite
        has no colour, and the pointer says which it is.

    Raises:
        PlaygroundError: A layer has not one value a step.
    """
    import numpy as np
    import plotly.graph_objects as go

    at, rows = _rows(steps, norms)
    with np.errstate(divide="ignore", invalid="ignore"):
        shown = np.log10(rows)
    shown[~np.isfinite(shown)] = np.nan
    names = list(norms)
    figure = go.Figure(
        go.Heatmap(
            x=at,
            y=list(range(len(names))),
            z=shown,
            customdata=rows,
            text=[[name] * len(at) for name in names],
            colorscale="Viridis",
            colorbar=_decades(shown),
            hoverongaps=True,
            hovertemplate="%{text}, step %{x}: %{customdata:.3g}<extra></extra>",
        )
    )
    for row, values in enumerate(rows):
        if len(at):
            figure.add_annotation(
                text=f"{values[-1]:.3g}",
                x=1,
                xref="paper",
                xanchor="left",
                xshift=6,
                y=row,
                showarrow=False,
                font={"size": 11},
            )
    figure.update_layout(template=template(theme), hovermode="closest", height=72 + _ROW * max(1, len(names)))
    figure.update_layout(margin={"l": 100, "r": 120})
    figure.update_traces(colorbar_x=1.12)
    figure.update_xaxes(title_text="step")
    figure.update_yaxes(
        autorange="reversed", showgrid=False, tickmode="array", tickvals=list(range(len(names))), ticktext=names
    )
    return figure


def update_ratios(steps: "ArrayLike", ratios: "Mapping[str, ArrayLike]", *, theme: Theme = "any") -> "go.Figure":
    """A line for each layer: the norm of what a step changed by that of the weights, on a logarithmic axis.

    Args:
        steps: Numbers of the measured steps, shape `(moments,)`, ascending.
        ratios: By name of the layer or variable the ratio at each of them, shape `(moments,)`.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a line a layer, and a guide at 1e-3: a ratio far above it says that the learning rate is high
        for the layer, one far below that it hardly learns. Values that are 0 or not finite are gaps.

    Raises:
        PlaygroundError: A layer has not one value a step.
    """
    import numpy as np
    import plotly.graph_objects as go

    at, rows = _rows(steps, ratios)
    colours = COLOURS[theme]
    figure = go.Figure()
    for number, (name, values) in enumerate(zip(ratios, rows, strict=True)):
        drawn = np.where(np.isfinite(values) & (values > 0), values, np.nan)
        figure.add_scatter(
            x=at,
            y=drawn,
            name=name,
            mode="lines",
            line={"width": 1.5, "color": _shade(number, len(rows))},
            hovertemplate="%{y:.2g}",
        )
    figure.add_hline(y=GUIDE, line={"color": colours.text, "width": 1, "dash": "dot"})
    figure.add_annotation(
        text="1e-3",
        x=1,
        xref="paper",
        xanchor="left",
        xshift=4,
        y=-3,
        showarrow=False,
        font={"size": 11},
    )
    figure.update_layout(template=template(theme), height=320, showlegend=True, margin={"r": 40})
    figure.update_xaxes(title_text="step")
    figure.update_yaxes(title_text="update / weights", type="log", dtick=1, tickformat="~e")
    return figure


def idle_units(steps: "ArrayLike", shares: "Mapping[str, ArrayLike]", *, theme: Theme = "any") -> "go.Figure":
    """A line for each layer: the share of its units that are dead, or of its values that are saturated.

    Args:
        steps: Numbers of the steps after which it was looked, shape `(moments,)`, ascending.
        shares: By name of the layer the share at each of them, 0 to 1, shape `(moments,)`, as `probing.Units` gives it.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a line a layer, and a guide at a half, from which on the doctor speaks of it.

    Raises:
        PlaygroundError: A layer has not one value a step.
    """
    import plotly.graph_objects as go

    at, rows = _rows(steps, shares)
    figure = go.Figure()
    for number, (name, values) in enumerate(zip(shares, rows, strict=True)):
        figure.add_scatter(
            x=at,
            y=values,
            name=name,
            mode="lines+markers",
            line={"width": 1.5, "color": _shade(number, len(rows))},
            marker={"size": 5},
            hovertemplate="%{y:.1%}",
        )
    figure.add_hline(y=MANY, line={"color": COLOURS[theme].text, "width": 1, "dash": "dot"})
    figure.update_layout(template=template(theme), height=320, showlegend=True)
    figure.update_xaxes(title_text="step")
    figure.update_yaxes(title_text="idle", range=[0, 1.02], tickformat=".0%")
    return figure


def ridgeline(steps: "ArrayLike", ranges: "ArrayLike", counts: "ArrayLike", *, theme: Theme = "any") -> "go.Figure":
    """How values were distributed over a run: a histogram for each measured step, the latest in front.

    Args:
        steps: Numbers of the steps, shape `(moments,)`, ascending.
        ranges: Lowest and highest value of each, shape `(moments, 2)`.
        counts: How many values lie in each of the equal bins between, shape `(moments, bins)`.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with two lines a step, the base and the ridge, and the steps as ticks. Heights are densities against
        the highest of all, so that ridges can be compared.

    Raises:
        PlaygroundError: The shapes don't belong together.
    """
    import numpy as np
    import plotly.graph_objects as go

    at, ends, table = np.asarray(steps), np.asarray(ranges, dtype=float), np.asarray(counts, dtype=float)
    if table.ndim != 2 or at.shape != table.shape[:1] or ends.shape != (*at.shape, 2):  # noqa: PLR2004  # moments, bins
        raise PlaygroundError(
            f"A ridgeline takes steps (n,), ranges (n, 2) and counts (n, bins), not {at.shape}, {ends.shape}, "
            f"{table.shape}."
        )
    colours = COLOURS[theme]
    bins = table.shape[1]
    widths = np.maximum(ends[:, 1] - ends[:, 0], 1e-12) / max(1, bins)
    totals = np.maximum(table.sum(axis=1), 1)
    density = table / (totals * widths)[:, None]
    figure = go.Figure()
    # A spike, as of weights that are all alike, would flatten every other ridge.
    high = float(np.median(density.max(axis=1))) if density.size else 1.0
    for moment, step in enumerate(at):
        edges = np.linspace(ends[moment, 0], ends[moment, 1], bins + 1)
        x = np.concatenate([[edges[0]], (edges[:-1] + edges[1:]) / 2, [edges[-1]]])
        y = np.concatenate([[0.0], np.minimum(density[moment] / (high or 1.0), 1.5), [0.0]]) * 3
        figure.add_scatter(x=x, y=np.full(len(x), -moment), mode="lines", line={"width": 0}, hoverinfo="skip")
        figure.add_scatter(
            x=x,
            y=y - moment,
            name=f"step {int(step)}",
            mode="lines",
            line={"width": 1, "color": colours.accent if moment == len(at) - 1 else colours.bars},
            fill="tonexty",
            fillcolor="rgba(128, 128, 128, 0.18)",
            hovertemplate="%{x:.3g}<extra>" + f"step {int(step)}</extra>",
        )
    shown = list(range(0, len(at), max(1, len(at) // 6)))
    figure.update_layout(template=template(theme), height=120 + _RIDGE * min(len(at), 16), hovermode="closest")
    figure.update_yaxes(
        title_text="step",
        showgrid=False,
        tickmode="array",
        tickvals=[-moment for moment in shown],
        ticktext=[f"{int(at[moment]):,}" for moment in shown],
    )
    return figure


def _rows(steps: "ArrayLike", values: "Mapping[str, ArrayLike]") -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    at = np.asarray(steps)
    for name, each in values.items():
        if at.ndim != 1 or np.shape(each) != at.shape:
            raise PlaygroundError(f"“{name}” needs one value a step: {np.shape(each)} came for steps {at.shape}.")
    return at, np.array([np.asarray(each, dtype=float) for each in values.values()]).reshape(len(values), len(at))


def _decades(shown: "np.ndarray") -> "dict[str, object]":
    """A colour bar that says the norms and not their logarithms."""
    import numpy as np

    finite = shown[np.isfinite(shown)]
    low, high = (int(np.floor(finite.min())), int(np.ceil(finite.max()))) if finite.size else (-3, 0)
    ticks = list(range(low, high + 1, max(1, (high - low) // 4)))
    return {"tickvals": ticks, "ticktext": [f"1e{tick}" for tick in ticks], "thickness": 10, "outlinewidth": 0}


def _shade(number: int, count: int) -> str:
    from plotly.colors import sample_colorscale

    place = 0.08 + 0.8 * (number / max(1, count - 1))
    return str(sample_colorscale("Viridis", [place])[0])
