"""What a layer puts out, as figures: sequences over time, what attention looks at, samples laid out in a plane."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.charts._curves import PALETTE
from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_HEADS_RANK = 3
_RANK = 2


def sequence(array: "ArrayLike", *, theme: Theme = "any") -> "go.Figure":
    """A sequence as a heat map: time to the right, a row for each feature.

    Args:
        array: Numbers of shape `(steps, features)`, such as what a recurrent layer puts out for one sample.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one heatmap; places that are NaN or infinite are gaps, which the pointer names.

    Raises:
        PlaygroundError: The array has another rank, or no value.
    """
    import numpy as np
    import plotly.graph_objects as go

    values = np.asarray(array, dtype=float)
    if values.ndim != _RANK or not values.size:
        raise PlaygroundError(f"A sequence has the shape (steps, features): give such an array, not {values.shape}.")
    figure = go.Figure(
        go.Heatmap(
            z=_gaps(values.T),
            customdata=values.T,
            colorscale="Viridis",
            colorbar={"thickness": 10, "outlinewidth": 0},
            hoverongaps=True,
            hovertemplate="step %{x}, feature %{y}: %{customdata:.4g}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), hovermode="closest", margin={"l": 48, "r": 8, "t": 8, "b": 36})
    figure.update_xaxes(title_text="step")
    figure.update_yaxes(title_text="feature", autorange="reversed", showgrid=False)
    return figure


def attention(
    weights: "ArrayLike",
    queries: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    *,
    theme: Theme = "any",
) -> "go.Figure":
    """A map for each head: the weight of each key, to the right, for each query, downwards.

    Args:
        weights: Numbers of shape `(heads, queries, keys)`, one sample of `probing.attention_maps`.
        queries: What stands at each place of the queries, such as words; their numbers without it.
        keys: Likewise; the queries' where there are as many and none are given.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a heatmap a head, all on one scale that begins at 0.

    Raises:
        PlaygroundError: The array has another rank, or no value; or the words are not as many as the places.
    """
    import numpy as np
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    maps = np.asarray(weights, dtype=float)
    if maps.ndim != _HEADS_RANK or not maps.size:
        raise PlaygroundError(f"Attention has the shape (heads, queries, keys): give such an array, not {maps.shape}.")
    heads, down, across = maps.shape
    if keys is None and queries is not None and down == across:
        keys = queries
    said = [_said(words, count, name) for words, count, name in ((queries, down, "queries"), (keys, across, "keys"))]
    columns = math.ceil(math.sqrt(heads))
    rows = math.ceil(heads / columns)
    figure = make_subplots(
        rows,
        columns,
        subplot_titles=[f"head {head}" for head in range(heads)],
        horizontal_spacing=0.2 / columns,
        vertical_spacing=0.3 / rows,
    )
    finite = maps[np.isfinite(maps)]
    text = [[f"{query} → {key}" for key in said[1]] for query in said[0]]
    for head in range(heads):
        figure.add_trace(
            go.Heatmap(
                z=_gaps(maps[head]),
                customdata=maps[head],
                text=text,
                coloraxis="coloraxis",
                hoverongaps=True,
                hovertemplate=f"head {head}, %{{text}}: %{{customdata:.3g}}<extra></extra>",
            ),
            row=head // columns + 1,
            col=head % columns + 1,
        )
    high = float(finite.max()) if finite.size else 1.0
    figure.update_layout(
        template=template(theme),
        hovermode="closest",
        margin={"l": 56, "r": 8, "t": 32, "b": 40},
        coloraxis={
            "colorscale": "Viridis",
            "cmin": 0,
            "cmax": high or 1.0,
            "colorbar": {"thickness": 10, "outlinewidth": 0},
        },
    )
    ticks: dict[str, Any] = {"tickmode": "array", "showgrid": False}
    for update, words, given in (
        (figure.update_yaxes, said[0], queries),
        (figure.update_xaxes, said[1], keys),
    ):
        if given is not None:
            update(tickvals=list(range(len(words))), ticktext=words, **ticks)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def projection(
    points: "ArrayLike",
    labels: "ArrayLike | None" = None,
    names: Sequence[str] = (),
    *,
    shares: Sequence[float] = (),
    theme: Theme = "any",
) -> "go.Figure":
    """Samples laid out in a plane, each class in its colour, or numbers from dark to light.

    Args:
        points: Numbers of shape `(samples, 2)`, as `probing.project` gives them.
        labels: One for each: a class, as a whole number from 0, or any other number.
        names: Of the classes.
        shares: Of the variance, of each axis: principal components have them.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with a trace for each class, whose `customdata` are the positions in `points`.

    Raises:
        PlaygroundError: The points are not of such a shape, or not as many as the labels.
    """
    import numpy as np
    import plotly.graph_objects as go

    places = np.asarray(points, dtype=float)
    if places.ndim != _RANK or places.shape[1] != _RANK:
        raise PlaygroundError(f"A projection has the shape (samples, 2): give such an array, not {places.shape}.")
    marks = None if labels is None else np.asarray(labels).reshape(-1)
    if marks is not None and len(marks) != len(places):
        raise PlaygroundError(f"A projection needs one label a point: there are {len(marks)} for {len(places)}.")
    figure = go.Figure()
    rows = np.arange(len(places))
    marker: dict[str, Any] = {"size": 6, "opacity": 0.8}

    def add(chosen: "np.ndarray", name: str, **look: Any) -> None:
        figure.add_scatter(
            x=places[chosen, 0],
            y=places[chosen, 1],
            customdata=rows[chosen],
            name=name,
            mode="markers",
            marker=marker | look,
            hovertemplate="%{customdata}: " + name + "<extra></extra>",
        )

    if marks is None:
        add(rows, "sample", color=COLOURS[theme].accent)
    elif marks.dtype.kind in "iub":
        for number in np.unique(marks).tolist():
            name = names[number] if 0 <= number < len(names) else str(number)
            add(rows[marks == number], name, color=PALETTE[number % len(PALETTE)])
    else:
        add(rows, "sample", color=marks, colorscale="Viridis", showscale=True)
    said = [f"{share:.0%} of the variance" for share in shares] or ["", ""]
    figure.update_layout(template=template(theme), hovermode="closest", showlegend=len(figure.data) > 1)
    figure.update_xaxes(title_text=said[0])
    figure.update_yaxes(title_text=said[1])
    return figure


def _gaps(values: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.where(np.isfinite(values), values, np.nan)


def _said(words: Sequence[str] | None, count: int, name: str) -> list[str]:
    if words is None:
        return [str(place) for place in range(count)]
    if len(words) != count:
        raise PlaygroundError(f"Attention needs one word for each of its {name}: there are {len(words)} for {count}.")
    return list(words)
