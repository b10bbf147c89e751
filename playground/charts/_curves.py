"""The courses of several runs in one chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from playground.charts._series import smooth, thin
from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a7d00", "#7f7f7f")
"""Colours for runs that have none: those of Okabe and Ito, "Color Universal Design" (2008), which people with any kind
of colour vision can tell apart; its yellow and black are darker and lighter here, for white and near-black pages."""
_MOST = 2000
_HEIGHT = 360


@dataclass(frozen=True)
class Curve:
    """What was measured in one run.

    Attributes:
        label: What to call it.
        steps: By metric the value of every step, the first being step 1 unless `numbers` says otherwise.
        epochs: By metric the value of every finished epoch; `val_` and the metric is its validation.
        epoch_steps: The step that each epoch ended on.
        colour: As CSS; empty for one of a palette.
        numbers: The numbers of the steps, ascending, where there are not values of all; likewise
        epoch_numbers: those of the epochs.
    """

    label: str
    steps: "Mapping[str, ArrayLike]" = field(default_factory=dict)
    epochs: "Mapping[str, ArrayLike]" = field(default_factory=dict)
    epoch_steps: "ArrayLike" = ()
    colour: str = ""
    numbers: "ArrayLike | None" = None
    epoch_numbers: "ArrayLike | None" = None


def curves(
    runs: Sequence[Curve],
    *,
    metric: str = "loss",
    axis: Literal["step", "epoch"] = "step",
    log: bool = False,
    smoothing: float = 0.6,
    theme: Theme = "any",
) -> "go.Figure":
    """A chart of one metric of several runs: a line for each, smoothed, and a dotted one for its validation.

    Args:
        runs: The runs.
        metric: What to show. A name that only epochs have, such as `val_loss`, is shown by epochs alone.
        axis: Whether they are laid over each other by steps, or by epochs, as runs of other batch sizes need it.
        log: Whether the values have a logarithmic axis.
        smoothing: Weight of the past in the lines of steps, from 0 (as measured) to under 1.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a legend and up to two lines a run, each of at most 2,000 points; a run without the metric has
        none.

    Raises:
        PlaygroundError: No run has such a metric.
    """
    import numpy as np
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, run in enumerate(runs):
        colour, label = run.colour or PALETTE[place % len(PALETTE)], escape(run.label)
        ends = np.asarray(run.epoch_steps, dtype=float)
        ended = _numbers(run.epoch_numbers, len(ends))

        def line(name: str, at: Any, values: Any, colour: str = colour, label: str = label, **look: Any) -> None:
            x, y = thin(at, values, _MOST)
            figure.add_scatter(x=x, y=y, name=name, legendgroup=label, line={"color": colour, **look}, mode="lines")
            if len(x) == 1:
                figure.data[-1].mode = "markers"

        if metric in run.steps:
            values = smooth(np.asarray(run.steps[metric], dtype=float), smoothing)
            at = _numbers(run.numbers, len(values))
            line(label, at if axis == "step" else _in_epochs(at, ends, ended), values, width=1.5)
        names = [name for name in (metric, f"val_{metric}") if name in run.epochs]
        for name in names:
            if name == metric and metric in run.steps:
                continue
            dash = {} if name == metric else {"dash": "dot"}
            title = label if name == metric else f"{label}, validation"
            epochs = np.asarray(run.epochs[name], dtype=float)
            line(title, ends if axis == "step" else ended, epochs, width=1.5, **dash)
    if not figure.data:
        known = sorted({name for run in runs for name in (*run.steps, *run.epochs)})
        choice = f"choose from {', '.join(known)}" if known else "none has measured anything"
        raise PlaygroundError(f"No run has a metric “{metric}”: {choice}.")
    figure.update_layout(template=template(theme), height=_HEIGHT, showlegend=True)
    figure.update_layout(legend={"orientation": "h", "y": -0.2, "font": {"color": COLOURS[theme].text}})
    figure.update_xaxes(title_text=axis)
    figure.update_yaxes(title_text=escape(metric), type="log" if log else "linear")
    return figure


def _numbers(given: "ArrayLike | None", count: int) -> Any:
    """Numbers of steps or epochs as they were given, or counted from 1."""
    import numpy as np

    return np.arange(1, count + 1, dtype=float) if given is None else np.asarray(given, dtype=float)


def _in_epochs(steps: Any, ends: Any, numbers: Any) -> Any:
    """Places of steps counted in epochs; after the last end as if the epochs went on like the last."""
    import numpy as np

    if not len(ends):
        return steps / steps[-1] if len(steps) else steps
    last = (ends[-1] - (ends[-2] if len(ends) > 1 else 0.0)) / (numbers[-1] - (numbers[-2] if len(ends) > 1 else 0.0))
    known = np.concatenate([[0.0], ends, [ends[-1] + last]])
    return np.interp(steps, known, np.concatenate([[0.0], numbers, [numbers[-1] + 1]]))
