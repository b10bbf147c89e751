"""A kept run as a table on the screen shows it."""

from playground.keeping import KeptRun
from playground.protocol import KeptRow


def row_of(run: KeptRun) -> KeptRow:
    """What the table shows of a run."""
    record, training = run.record, run.record.training
    rate = training.optimizer.settings.get("learning_rate")
    return KeptRow(
        id=run.id,
        name=run.name,
        began=run.began.timestamp(),
        state=run.state,
        tags=run.tags,
        note=run.note,
        starred=run.starred,
        colour=record.labels.colour,
        seconds=run.seconds,
        epochs=record.epochs,
        steps=record.steps,
        parameters=record.parameters,
        data="" if record.data is None else record.data.title,
        optimizer=training.optimizer.kind,
        learning_rate=rate if isinstance(rate, int | float) else None,
        batch_size=training.batch_size,
        seed=training.seed,
        metrics=dict(record.metrics),
        problem=record.problem,
        history=run.has_history,
        weights=run.has_weights,
    )
