"""What a threshold makes of scores as figures: ROC, precision over recall, calibration."""

from typing import TYPE_CHECKING, Any

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_SIDE = 360


def roc(
    curves: "Mapping[str, tuple[ArrayLike, ArrayLike]]", *, marked: str | None = None, theme: Theme = "any"
) -> "go.Figure":
    """True positives over false positives, a line a class against the rest, with the area below it.

    Args:
        curves: By name the false positives and the true ones, shares of shape `(points,)`, as `x` and `y` of
            `probing.roc`.
        marked: The name of the line that is drawn in the accent colour; without it that with the smallest area.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: A curve has not one `y` an `x`.
    """
    figure = _curves(curves, marked, theme, trapezoid=True)
    figure.add_shape(
        type="line", x0=0, y0=0, x1=1, y1=1, line={"color": COLOURS[theme].text, "width": 1, "dash": "dot"}
    )
    figure.update_xaxes(title_text="false positives")
    figure.update_yaxes(title_text="true positives")
    return figure


def precision_recall(
    curves: "Mapping[str, tuple[ArrayLike, ArrayLike]]", *, marked: str | None = None, theme: Theme = "any"
) -> "go.Figure":
    """Precision over recall, a line a class against the rest, with the average precision.

    Args:
        curves: By name recall and precision, shares of shape `(points,)`, as `x` and `y` of
            `probing.precision_recall`. A point holds for the stretch before it, so that the line has steps.
        marked: As for `roc`.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: A curve has not one `y` an `x`.
    """
    figure = _curves(curves, marked, theme, trapezoid=False)
    figure.update_xaxes(title_text="recall")
    figure.update_yaxes(title_text="precision")
    return figure


def calibration(
    confidence: "ArrayLike", share: "ArrayLike", counts: "ArrayLike", *, error: float, theme: Theme = "any"
) -> "go.Figure":
    """How often what was said with a probability came true: on the dotted line where it can be taken at its word.

    Args:
        confidence: The mean probability in each bin, of shape `(bins,)`; NaN in one without samples.
        share: The share of its samples that came true, likewise.
        counts: How many samples it has.
        error: The expected calibration error, as `probing.calibration` gives it with the others.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a point a bin, the larger the more samples it has.

    Raises:
        PlaygroundError: The arrays differ in length.
    """
    import numpy as np
    import plotly.graph_objects as go

    said, came, many = (np.asarray(each, dtype=float) for each in (confidence, share, counts))
    if said.ndim != 1 or not said.shape == came.shape == many.shape:
        raise PlaygroundError("Calibration needs a probability, a share and a count a bin.")
    colours = COLOURS[theme]
    some = many > 0
    sizes = 5 + 15 * np.sqrt(many[some] / max(1.0, float(many.max(initial=0.0))))
    figure = go.Figure(
        go.Scatter(
            x=said[some],
            y=came[some],
            customdata=many[some].astype(int),
            mode="lines+markers",
            line={"color": colours.accent, "width": 1.5},
            marker={"size": sizes, "color": colours.accent},
            hovertemplate="said %{x:.1%}, came true %{y:.1%}, of %{customdata} samples<extra></extra>",
        )
    )
    figure.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line={"color": colours.text, "width": 1, "dash": "dot"})
    figure.add_annotation(
        text=f"expected calibration error {error:.1%}", x=0.02, y=0.98, showarrow=False, xanchor="left", yanchor="top"
    )
    _squared(figure, theme)
    figure.update_xaxes(title_text="probability")
    figure.update_yaxes(title_text="came true")
    return figure


def _curves(curves: "Mapping[str, tuple[Any, Any]]", marked: str | None, theme: Theme, *, trapezoid: bool) -> Any:
    import numpy as np
    import plotly.graph_objects as go

    lines = {name: (np.asarray(x, dtype=float), np.asarray(y, dtype=float)) for name, (x, y) in curves.items()}
    for name, (x, y) in lines.items():
        if x.ndim != 1 or x.shape != y.shape:
            raise PlaygroundError(f"The curve of “{name}” needs one y an x: it has {y.shape} for {x.shape}.")
    areas = {
        name: float((np.diff(x) * ((y[1:] + y[:-1]) / 2 if trapezoid else y[1:])).sum()) if len(x) > 1 else np.nan
        for name, (x, y) in lines.items()
    }
    known = {name: area for name, area in areas.items() if not np.isnan(area)}
    chosen = marked if marked in lines else min(known, key=lambda name: known[name]) if known else None
    colours = COLOURS[theme]
    figure = go.Figure()
    for name in sorted(lines, key=lambda name: name == chosen):  # the marked one above the others
        x, y = lines[name]
        figure.add_scatter(
            x=x,
            y=y,
            name=f"{name}, area {areas[name]:.3f}",
            mode="lines",
            line={
                "color": colours.accent if name == chosen else colours.train,
                "width": 2 if name == chosen else 1,
                "shape": "linear" if trapezoid else "vh",
            },
        )
    if chosen is not None:
        figure.add_annotation(
            text=f"{chosen}: {areas[chosen]:.3f}",
            x=0.98,
            y=0.02,
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            font={"color": colours.accent},
        )
    _squared(figure, theme)
    return figure


def _squared(figure: "go.Figure", theme: Theme) -> None:
    figure.update_layout(template=template(theme), hovermode="closest", height=_SIDE)
    figure.update_xaxes(range=[0, 1], constrain="domain")
    figure.update_yaxes(range=[0, 1.02], constrain="domain", scaleanchor="x")
