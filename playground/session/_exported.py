"""The export of a session's model, compared on samples of its data."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.exporting import ExportResult, export
from playground.session._probed import fits, inputs_for
from playground.training import tracing_of

if TYPE_CHECKING:
    from playground.datasets import Dataset

SAMPLES = 64


def exported(
    model: Any, data: "Dataset | None", path: str | Path, format_name: str, *, overwrite: bool
) -> ExportResult:
    """Export a model that rests, and compare the copy on samples of the data where they fit it.

    What still traces the model is waited for, and nobody else runs its Python meanwhile.

    Raises:
        ExportError: as `playground.export`.
    """
    samples = None
    if data is not None and fits(model, data):
        samples = inputs_for(model, data.probe(SAMPLES))
    with tracing_of(model):
        return export(model, path, format=format_name, samples=samples, overwrite=overwrite)
