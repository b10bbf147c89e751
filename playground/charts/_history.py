"""The course of a run: one metric over the steps, with its validation."""

import math
from typing import TYPE_CHECKING, Any

from playground.charts._series import smooth, thin
from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

    from playground.protocol import Mark

FAULT = "#d9534f"
_MOST = 2000
_LABEL = 14  # height of a label in pixels
_HEIGHT = 320


def history(
    steps: "Mapping[str, ArrayLike]",
    epochs: "Mapping[str, ArrayLike]",
    epoch_steps: "ArrayLike",
    *,
    metric: str = "loss",
    log: bool = False,
    smoothing: float = 0.6,
    theme: Theme = "any",
    marks: "Sequence[Mark]" = (),
    numbers: "ArrayLike | None" = None,
) -> "go.Figure":
    """A chart of one metric: every step thinly, smoothed over it, and the validation of each epoch.

    Args:
        steps: By metric the value of every step, the first being step 1 unless `numbers` says otherwise.
        epochs: By metric the value of every finished epoch; `val_` and the metric is its validation.
        epoch_steps: The step that each epoch ended on.
        metric: What to show.
        log: Whether the values have a logarithmic axis.
        smoothing: Weight of the past in the smooth line, from 0 (no such line) to under 1.
        theme: Colours for JupyterLab's light or dark theme, or for either.
        marks: What happened between two steps, such as an edit of the network: an upright line each, with its label.
        numbers: The numbers of the steps, ascending, where there are not values of all.

    Returns:
        A figure with up to three lines, named `METRIC, each step`, `METRIC` and `val_METRIC`, of at most 2,000 points.
        Where one stops being a number, a dotted line says since which step.

    Raises:
        PlaygroundError: The history has no such metric.
    """
    import numpy as np
    import plotly.graph_objects as go

    validation = f"val_{metric}"
    if metric not in steps and not {metric, validation} & epochs.keys():
        known = sorted({*steps, *(name.removeprefix("val_") for name in epochs)})
        raise PlaygroundError(f"The history has no metric “{metric}”: choose from {', '.join(known)}.")
    colours = COLOURS[theme]
    figure = go.Figure()
    ends: list[tuple[str, str, float, float]] = []

    def line(name: str, at: Any, values: Any, colour: str, *, label: str = "", **look: Any) -> None:
        x, y = thin(at, values, _MOST)
        figure.add_scatter(x=x, y=y, name=name, mode="lines", line={"color": colour, "width": 1.5}, **look)
        finite = np.flatnonzero(np.isfinite(y) & ((y > 0) | (not log)))
        if label and len(finite):
            ends.append((label, colour, float(x[finite[-1]]), float(y[finite[-1]])))

    if metric in steps:
        values = np.asarray(steps[metric], dtype=float)
        at = np.arange(1, len(values) + 1) if numbers is None else np.asarray(numbers)
        if smoothing > 0:
            line(f"{metric}, each step", at, values, colours.train, opacity=0.35, hoverinfo="skip")
        line(metric, at, smooth(values, smoothing), colours.train, label="train")
    elif metric in epochs:
        line(metric, epoch_steps, np.asarray(epochs[metric], dtype=float), colours.train, label="train")
    if validation in epochs:
        line(validation, epoch_steps, np.asarray(epochs[validation], dtype=float), colours.accent, label="validation")
        figure.data[-1].mode = "lines+markers"  # a single epoch is no line
        figure.data[-1].marker = {"size": 5}
    _label_ends(figure, ends, log=log)
    if metric in steps:
        _mark_fault(figure, at, values)
    figure.update_layout(template=template(theme), height=_HEIGHT, margin_r=120)
    figure.update_xaxes(title_text="step")
    for mark in marks:
        figure.add_vline(
            x=mark.step,
            line={"color": colours.text, "width": 1, "dash": "dot"},
            layer="below",
            annotation={"text": mark.label, "textangle": -90, "font": {"size": 11}, "yanchor": "top"},
            annotation_position="top left",
        )
    last = max((x for _, _, x, _ in ends), default=1)
    if last > 1:
        figure.update_xaxes(range=[1, last])  # the labels stand in the margin
    figure.update_yaxes(title_text=metric, type="log" if log else "linear")
    return figure


def _mark_fault(figure: "go.Figure", at: "np.ndarray", values: "np.ndarray") -> None:
    """Say since which step the values of the steps are no numbers."""
    import numpy as np

    finite = np.isfinite(values)
    if finite.all():
        return
    first = int(finite.argmin())
    word = "NaN" if np.isnan(values[first]) else "infinite"
    since, step = "at" if finite[first:].any() else "from", int(at[first])
    figure.add_vline(x=step, line={"color": FAULT, "width": 1, "dash": "dot"})
    figure.add_annotation(
        text=f"{word} {since} step {step:,}",
        x=step,
        y=1,
        yref="paper",
        xanchor="right",
        yanchor="top",
        xshift=-3,
        font={"color": FAULT, "size": 11},
        showarrow=False,
    )


def _label_ends(figure: "go.Figure", ends: list[tuple[str, str, float, float]], *, log: bool) -> None:
    """Write the name and last value at the end of each line, the upper label above where two would meet."""
    heights = [math.log10(y) if log else y for *_, y in ends]
    order = sorted(range(len(ends)), key=heights.__getitem__)
    for rank, i in enumerate(order):
        name, colour, x, y = ends[i]
        figure.add_annotation(
            x=x,
            y=heights[i],
            text=f"{name} {y:.4g}",
            font={"color": colour, "size": 11},
            showarrow=False,
            xanchor="left",
            xshift=6,
            yshift=(2 * rank - 1) * _LABEL / 2 if _meet(figure, heights, log=log) else 0,
        )


def _meet(figure: "go.Figure", heights: list[float], *, log: bool) -> bool:
    import numpy as np

    if len(heights) < 2:  # noqa: PLR2004  # one label meets nothing
        return False
    drawn = np.concatenate([np.asarray(trace.y, dtype=float) for trace in figure.data])
    drawn = drawn[np.isfinite(drawn) & ((drawn > 0) | (not log))]
    span = float(np.ptp(np.log10(drawn) if log else drawn))
    return abs(heights[0] - heights[1]) <= span * _LABEL / (_HEIGHT - 56)
