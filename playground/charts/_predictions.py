"""What a model got right and wrong as figures: confusion, a table of the classes, residuals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.charts._series import thin
from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_RANK = 2
_MOST_WRITTEN = 20
_MOST_POINTS = 2_000
_HEIGHT = 360


def confusion(counts: "ArrayLike", names: Sequence[str] | None = None, *, theme: Theme = "any") -> "go.Figure":
    """Counts of samples by their class and what was answered, coloured by the share of their class.

    Args:
        counts: Whole numbers of shape `(classes, classes)`, row the truth, column the answer, as
            `probing.confusion_matrix` gives them.
        names: Of the classes; their numbers without it.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one heatmap of shares, whose `customdata` are the counts; nothing is drawn of no samples.

    Raises:
        PlaygroundError: The counts have another shape, or the names are not as many.
    """
    import numpy as np
    import plotly.graph_objects as go

    table = np.asarray(counts, dtype=float)
    if table.ndim != _RANK or table.shape[0] != table.shape[1]:
        raise PlaygroundError(f"A confusion matrix has the shape (classes, classes): not {table.shape}.")
    called = _names(names, len(table))
    whole = table.sum(axis=1, keepdims=True)
    shares = np.divide(table, whole, out=np.full(table.shape, np.nan), where=(whole > 0) & (table > 0))
    written = {"texttemplate": "%{customdata}"} if len(table) <= _MOST_WRITTEN else {}
    at = list(range(len(table)))
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            customdata=table.astype(int),
            x=at,
            y=at,
            text=[[f"{true} as {answer}" for answer in called] for true in called],
            zmin=0.0,
            zmax=1.0,
            colorscale="Viridis",
            colorbar={"thickness": 10, "outlinewidth": 0, "tickformat": ".0%"},
            hoverongaps=False,
            hovertemplate="%{text}: %{customdata}, %{z:.1%} of the class<extra></extra>",
            **written,
        )
    )
    figure.update_layout(template=template(theme), hovermode="closest", height=_HEIGHT)
    ticks = {"tickmode": "array", "tickvals": at, "ticktext": called, "showgrid": False, "automargin": True}
    figure.update_xaxes(title_text="answer", constrain="domain", **ticks)
    figure.update_yaxes(title_text="truth", autorange="reversed", scaleanchor="x", constrain="domain", **ticks)
    return figure


def class_table(
    precision: "ArrayLike",
    recall: "ArrayLike",
    f1: "ArrayLike",
    support: "ArrayLike",
    names: Sequence[str] | None = None,
    *,
    theme: Theme = "any",
) -> "go.Figure":
    """A table of the classes, those with the lowest F1 first: `class_table(*probing.class_scores(counts))`.

    Args:
        precision: Shares of shape `(classes,)`; NaN, of nothing, is a dash.
        recall: Likewise.
        f1: Likewise.
        support: How many samples are of each class.
        names: Of the classes; their numbers without it.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Raises:
        PlaygroundError: The arrays or the names are not as many.
    """
    import numpy as np
    import plotly.graph_objects as go

    columns = [np.asarray(each, dtype=float) for each in (precision, recall, f1)]
    counts = np.asarray(support)
    if counts.ndim != 1 or any(each.shape != counts.shape for each in columns):
        raise PlaygroundError("A table of classes needs one value a class in each of its columns.")
    called = _names(names, len(counts))
    order = np.argsort(np.where(np.isnan(columns[2]), np.inf, columns[2]), kind="stable")
    cells = [[called[i] for i in order], *([_share(each[i]) for i in order] for each in columns)]
    colours = COLOURS[theme]
    look = {"fill": {"color": "rgba(0, 0, 0, 0)"}, "line": {"color": colours.grid}, "font": {"color": colours.text}}
    figure = go.Figure(
        go.Table(
            header={"values": ["class", "precision", "recall", "F1", "samples"], "align": "left", **look},
            cells={"values": [*cells, [int(counts[i]) for i in order]], "align": "left", **look},
        )
    )
    figure.update_layout(template=template(theme), margin={"l": 8, "r": 8, "t": 8, "b": 8})
    return figure


def residuals(truth: "ArrayLike", answers: "ArrayLike", *, name: str = "", theme: Theme = "any") -> "go.Figure":
    """What each answer is above the truth, over the truth; beside it how the residuals are spread.

    Args:
        truth: Numbers of shape `(samples,)`.
        answers: Likewise.
        name: What the numbers are.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a point a sample, of many their extremes along the truth, and a histogram of all of them.

    Raises:
        PlaygroundError: There is not one answer a sample.
    """
    import numpy as np
    import plotly.graph_objects as go

    wanted, got = np.asarray(truth, dtype=float), np.asarray(answers, dtype=float)
    if wanted.ndim != 1 or wanted.shape != got.shape:
        raise PlaygroundError(f"Residuals need an answer a sample: there are {got.shape} for {wanted.shape}.")
    order = np.argsort(wanted, kind="stable")
    x, y = thin(wanted[order], (got - wanted)[order], _MOST_POINTS)
    colours = COLOURS[theme]
    figure = go.Figure(
        [
            go.Scatter(
                x=x,
                y=y,
                mode="markers",
                marker={"size": 4, "opacity": 0.6, "color": colours.accent},
                hovertemplate="truth %{x:.4g}: %{y:+.4g}<extra></extra>",
            ),
            go.Histogram(y=got - wanted, xaxis="x2", marker={"color": colours.bars}, hoverinfo="skip"),
        ]
    )
    figure.add_hline(y=0, line={"color": colours.text, "width": 1, "dash": "dot"})
    figure.update_layout(
        template=template(theme),
        hovermode="closest",
        height=_HEIGHT,
        xaxis={"domain": [0, 0.8], "title": {"text": f"true {name}".strip()}},
        xaxis2={"domain": [0.83, 1], "title": {"text": "samples"}, "showgrid": False, "anchor": "y"},
        yaxis={"title": {"text": "answer − truth"}},
        bargap=0.05,
    )
    return figure


def _names(names: Sequence[str] | None, count: int) -> list[str]:
    called = [str(number) for number in range(count)] if names is None else list(names)
    if len(called) != count:
        raise PlaygroundError(f"Each class needs its name: there are {len(called)} names for {count} classes.")
    return called


def _share(value: "np.ndarray") -> str:
    return "–" if value != value else f"{value:.1%}"  # noqa: PLR0124  # NaN
