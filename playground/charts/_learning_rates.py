"""What a learning-rate range test found: the loss over the rates that were tried."""

from typing import TYPE_CHECKING

from playground.charts._template import COLOURS, Theme, template
from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from numpy.typing import ArrayLike

_ABOVE = 0.25


def learning_rates(
    rates: "ArrayLike",
    losses: "ArrayLike",
    calm: "ArrayLike | None" = None,
    suggested: float | None = None,
    *,
    theme: Theme = "any",
) -> "go.Figure":
    """A chart of a range test: the loss at each rate, on a logarithmic axis, with the rate that it suggests.

    Args:
        rates: Positive, ascending, shape `(steps,)`.
        losses: The loss at each, shape `(steps,)`. NaN and infinities are gaps.
        calm: The losses as a line through them, shape `(steps,)`; the losses alone without it.
        suggested: Marked by a line and its value.
        theme: Colours for JupyterLab's light or dark theme, or for either.

    Returns:
        A figure with the losses, paler under the line through them. The axis ends a little above where the loss began:
        how far it runs away says nothing.

    Raises:
        PlaygroundError: There is not one loss a rate.
    """
    import numpy as np
    import plotly.graph_objects as go

    at, each = np.asarray(rates, dtype=float), np.asarray(losses, dtype=float)
    line = each if calm is None else np.asarray(calm, dtype=float)
    if at.ndim != 1 or not at.shape == each.shape == line.shape:
        raise PlaygroundError(f"Learning rates need one loss each: {each.shape} came for {at.shape}.")
    colours = COLOURS[theme]
    figure = go.Figure()
    drawn = np.where(np.isfinite(each), each, np.nan)
    if calm is not None:
        figure.add_scatter(
            x=at, y=drawn, name="loss, each step", mode="lines", line={"color": colours.train, "width": 1}, opacity=0.35
        )
    figure.add_scatter(
        x=at,
        y=np.where(np.isfinite(line), line, np.nan),
        name="loss",
        mode="lines",
        line={"color": colours.train, "width": 1.5},
    )
    if suggested is not None:
        figure.add_vline(x=suggested, line={"color": colours.accent, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=np.log10(suggested),
            y=1,
            yref="paper",
            yanchor="bottom",
            text=f"<b>{suggested:.2g}</b>",
            font={"color": colours.accent, "size": 12},
            showarrow=False,
        )
    figure.update_layout(template=template(theme), height=320, margin_t=28)
    figure.update_xaxes(title_text="learning rate", type="log", dtick=1, tickformat="~e")
    figure.update_yaxes(title_text="loss")
    finite = drawn[np.isfinite(drawn)]
    if len(finite):
        low, start = float(finite.min()), float(np.median(finite[: max(1, len(finite) // 8)]))
        room = max(start - low, abs(start) * _ABOVE) or 1.0
        figure.update_yaxes(range=[low - room * _ABOVE / 2, start + room * _ABOVE * 2])
    return figure
