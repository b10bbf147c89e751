"""From a network to a report: shape, dtype, parameters and problems of every node, incrementally."""

from playground.checking._report import (
    Fix as Fix,
    NodeReport as NodeReport,
    Problem as Problem,
    Report as Report,
    TensorSpec as TensorSpec,
)
