"""The tour of all gestures: each on a small drawing, in one studio, checked by the same laws."""

from tests.browser.gestures import (
    blocks as blocks,
    create as create,
    edit as edit,
    keyboard as keyboard,
    layout as layout,
    manners as manners,
    marks as marks,
    mistakes as mistakes,
    navigate as navigate,
    select as select,
    wire as wire,
)
from tests.browser.gestures.gesture import GESTURES as GESTURES, Gesture as Gesture
from tests.browser.gestures.stage import Stage as Stage
