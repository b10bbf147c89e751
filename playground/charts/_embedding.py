"""The vectors of an embedding as points of a plane, with the words that they stand for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_PLANE = 2
_NAMED = 40


def embedding(
    points: "ArrayLike",
    words: Sequence[str] = (),
    lengths: "ArrayLike | None" = None,
    *,
    shares: Sequence[float] = (),
    theme: Theme = "any",
) -> "go.Figure":
    """The rows of an embedding's table laid out in a plane: words that a network uses alike lie together.

    Args:
        points: Numbers of shape `(rows, 2)`, as `probing.project` gives them for `probing.embedding_rows`.
        words: Of the first rows, as `probing.embedding_words` gives them. The first 40 stand beside their points, the
            others are said by the pointer; rows without a word by their number.
        lengths: Of the vectors, one a row, for the colour: short dark, long light.
        shares: Of the variance, of each axis: principal components have them.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with one trace, whose `customdata` are the numbers of the rows.

    Raises:
        PlaygroundError: The points are not of such a shape, or not as many as the lengths.
    """
    import numpy as np
    import plotly.graph_objects as go

    places = np.asarray(points, dtype=float)
    if places.ndim != _PLANE or places.shape[1] != _PLANE:
        raise PlaygroundError(
            f"An embedding in a plane has the shape (rows, 2): give such an array, not {places.shape}."
        )
    sizes = None if lengths is None else np.asarray(lengths, dtype=float).reshape(-1)
    if sizes is not None and len(sizes) != len(places):
        raise PlaygroundError(f"An embedding needs one length a row: there are {len(sizes)} for {len(places)}.")
    rows = range(len(places))
    names = [f"“{words[row]}”" if row < len(words) else f"row {row}" for row in rows]
    colour: dict[str, Any] = {"color": COLOURS[theme].accent}
    if sizes is not None:
        bar = {"thickness": 10, "outlinewidth": 0, "title": {"text": "length", "side": "right"}}
        colour = {"color": sizes, "colorscale": "Viridis", "colorbar": bar}
    figure = go.Figure(
        go.Scatter(
            x=places[:, 0],
            y=places[:, 1],
            customdata=list(rows),
            text=[str(words[row]) if row < min(len(words), _NAMED) else "" for row in rows],
            hovertext=names,
            mode="markers+text" if words else "markers",
            textposition="top center",
            marker={"size": 6, "opacity": 0.8, **colour},
            hovertemplate="%{customdata}: %{hovertext}<extra></extra>",
        )
    )
    figure.update_layout(template=template(theme), hovermode="closest", showlegend=False)
    said = [f"{share:.0%} of the variance" for share in shares] or ["", ""]
    figure.update_xaxes(title_text=said[0])
    figure.update_yaxes(title_text=said[1])
    return figure
