"""From a network to a report: shape, dtype, parameters and problems of every node, incrementally."""

from playground.checking._calling import call as call
from playground.checking._checker import Checker as Checker, check as check
from playground.checking._names import acceptable_name as acceptable_name
from playground.checking._report import (
    Fix as Fix,
    NodeReport as NodeReport,
    Problem as Problem,
    Report as Report,
    TensorSpec as TensorSpec,
)
from playground.checking._structure import exposed as exposed
