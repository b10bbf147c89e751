"""From a network to a report: shape, dtype, parameters and problems of every node, incrementally."""

from playground.checking._calling import call as call
from playground.checking._checker import Checker as Checker, check as check
from playground.checking._explaining import Explanation as Explanation, explain as explain
from playground.checking._facts import (
    NO_FACTS as NO_FACTS,
    ArrayFacts as ArrayFacts,
    DataFacts as DataFacts,
    DeviceFacts as DeviceFacts,
    Facts as Facts,
    TrainingFacts as TrainingFacts,
)
from playground.checking._fitting import (
    BINARY as BINARY,
    SPARSE as SPARSE,
    Place as Place,
    dtype_fault as dtype_fault,
    fitting_loss as fitting_loss,
    index_fault as index_fault,
    label_fault as label_fault,
    shape_fault as shape_fault,
    target_fault as target_fault,
    text_fault as text_fault,
)
from playground.checking._fixes import insert as insert
from playground.checking._names import acceptable_name as acceptable_name
from playground.checking._pages import write_pages as write_pages
from playground.checking._report import (
    Fix as Fix,
    NodeReport as NodeReport,
    Problem as Problem,
    Report as Report,
    Severity as Severity,
    TensorSpec as TensorSpec,
)
from playground.checking._structure import exposed as exposed
