"""From a network to Keras source as a person would write it."""

from playground.checking import Report, check
from playground.errors import CheckError
from playground.modeling._source_module import Module
from playground.modeling._source_training import Brings, Training, training_lines
from playground.network import Network, unrolled


def to_python(
    network: Network, *, training: Training | None = None, brings: Brings = (), name_operations: bool = False
) -> str:
    """Python source that builds the same model as `build`; running it leaves the model in the variable `model`.

    A network that came from a `keras.Sequential` and still is a chain becomes one, all others the functional style.
    Only what differs from the defaults is written; layers keep their names; repeats with counted names become loops;
    a model inside the model becomes a function that makes it. Kinds of the user's own are imported from where they
    were defined; those of a notebook appear under their bare names. The text is as `ruff format` leaves it at 100
    columns.

    Functions of `keras.ops` take no name: Keras names an operation by its class and counts them in a session. Those
    whose names are the ones that a fresh session gives are written as `x + y` and `ops.reshape(x, ...)`, all others as
    `named(x + y, "total")`, with a helper of two lines. Where a session has counted operations before, the numbers in
    the automatic names differ, as they do for any Keras code; with `name_operations` every operation is written with
    its name, and the configuration is the same everywhere.

    Args:
        network: What is drawn.
        training: How it is trained, a `TrainingConfig` or the settings of one: adds `compile` and `fit`.
        brings: What your data have besides inputs and targets: "sample_weight", "validation".
        name_operations: Whether operations with automatic names are named too.

    Raises:
        CheckError: the network has a problem; the sentence is the first one's.
    """
    return source_of(network, check(network), training=training, brings=brings, name_operations=name_operations)


def source_of(
    network: Network,
    report: Report,
    *,
    training: Training | None = None,
    brings: Brings = (),
    name_operations: bool = False,
) -> str:
    """As `to_python`, of a network that is checked already.

    Raises:
        CheckError: the report has an error; the sentence is the first one's.
    """
    flat = unrolled(network) if report.ok else network
    if flat is not network:
        network, report = flat, check(flat)
    problem = next((each for each in report.problems if (each.severity, each.stage) == ("error", "build")), None)
    if problem is not None:
        raise CheckError(problem.message)
    module = Module(network, report, names_all=name_operations)
    before, after = ([], []) if training is None else training_lines(network, training, module.values, brings)
    imports, body = module.written()
    return "\n".join([*imports, *before, *body, *after]) + "\n"
