"""Arrays as Plotly figures: pure functions that know neither runs nor screens. Plotly is imported when needed."""

from playground.charts._activations import (
    attention as attention,
    projection as projection,
    sequence as sequence,
)
from playground.charts._boundary import boundary as boundary
from playground.charts._curves import PALETTE as PALETTE, Curve as Curve, curves as curves
from playground.charts._embedding import embedding as embedding
from playground.charts._explanations import contributions as contributions, overlay as overlay, tokens as tokens
from playground.charts._history import history as history
from playground.charts._landscape import landscape as landscape
from playground.charts._learning_rates import learning_rates as learning_rates
from playground.charts._predictions import (
    class_table as class_table,
    confusion as confusion,
    residuals as residuals,
)
from playground.charts._series import smooth as smooth, thin as thin
from playground.charts._template import Theme as Theme, template as template
from playground.charts._thresholds import (
    calibration as calibration,
    precision_recall as precision_recall,
    roc as roc,
)
from playground.charts._values import bars as bars, feature_maps as feature_maps, histogram as histogram
from playground.charts._vitals import (
    gradients as gradients,
    idle_units as idle_units,
    ridgeline as ridgeline,
    update_ratios as update_ratios,
)
from playground.charts._weights import filters as filters, matrix as matrix
