"""What can be seen inside a model: activations while it trains, and why it answers as it does.

Knows nothing of runs, screens or charts: a model and a batch come in, small arrays go out.
"""

from playground.probing._activations import activations as activations
from playground.probing._attention import attention_maps as attention_maps, has_heads as has_heads
from playground.probing._attribution import (
    Attribution as Attribution,
    Attributions as Attributions,
    integrated_gradients as integrated_gradients,
    smooth_grad as smooth_grad,
)
from playground.probing._classification import (
    ClassScores as ClassScores,
    certain_errors as certain_errors,
    class_scores as class_scores,
    confusion_matrix as confusion_matrix,
    probabilities as probabilities,
    worst_errors as worst_errors,
)
from playground.probing._computation import Computation as Computation, Term as Term
from playground.probing._curves import (
    Calibration as Calibration,
    Curve as Curve,
    calibration as calibration,
    precision_recall as precision_recall,
    roc as roc,
)
from playground.probing._embedding import embedding_rows as embedding_rows, embedding_words as embedding_words
from playground.probing._forward import node_at as node_at
from playground.probing._glance import Glance as Glance, GlanceAt as GlanceAt
from playground.probing._grad_cam import GradCam as GradCam, grad_cam as grad_cam
from playground.probing._how_computed import can_be_computed as can_be_computed, computation as computation
from playground.probing._landscape import (
    Directions as Directions,
    Landscape as Landscape,
    landscape as landscape,
)
from playground.probing._maximise import Maximised as Maximised, maximise_activation as maximise_activation
from playground.probing._occlusion import Occlusion as Occlusion, occlusion as occlusion
from playground.probing._plane import (
    Extent as Extent,
    Plane as Plane,
    boundary as boundary,
    extent_of as extent_of,
    is_planar as is_planar,
    unit_maps as unit_maps,
)
from playground.probing._predictions import (
    Predictions as Predictions,
    predict as predict,
    read_predictions as read_predictions,
)
from playground.probing._probe import Probe as Probe
from playground.probing._projection import (
    Projection as Projection,
    project as project,
    values_of as values_of,
)
from playground.probing._regression import (
    Fit as Fit,
    fit as fit,
    largest_residuals as largest_residuals,
    residuals as residuals,
)
from playground.probing._still import Weights as Weights
from playground.probing._target import Target as Target
from playground.probing._units import Units as Units, UnitShares as UnitShares
from playground.probing._unsound import Unsound as Unsound, first_unsound as first_unsound
from playground.probing._weights import WeightArray as WeightArray, weights as weights
