"""`export`: write, ask the copy, put in place. Knows no format; those are in `_formats`."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.errors import ExportError
from playground.exporting._formats import FORMATS, Format
from playground.exporting._names import input_names, refuse_names_without_graph
from playground.exporting._own import own_names
from playground.exporting._place import move_in, size_of, staging
from playground.exporting._result import ExportResult
from playground.exporting._samples import samples_for
from playground.exporting._verify import verify
from playground.exporting._words import in_a_line
from playground.modeling import is_ready

if TYPE_CHECKING:
    import keras


def export(
    model: "keras.Model",
    path: str | os.PathLike[str],
    format: str = "saved_model",  # noqa: A002  # the word everybody uses
    *,
    samples: Any = None,
    overwrite: bool = False,
    timeout: float = 180.0,
    progress: Callable[[str], None] | None = None,
) -> ExportResult:
    """Write a model to a file or folder, and show that the copy gives the model's answers.

    The copy is loaded in a fresh Python process and asked for one sample and for several. Only when its answers are
    the model's does it appear at `path`, in one step; an export that was there is whole until then. The model must
    not train meanwhile. A `.keras` file only names the classes it is made of: with some of your own it is reloaded
    in this process, and the result tells which ones whoever loads it needs. A SavedModel needs none.

    Args:
        model: A built Keras model.
        path: Where to. A suffix that the format asks for is added. One missing folder is made.
        format: `"saved_model"`, a folder with a `serving_default` for any batch size, or `"keras"`.
        samples: Real inputs to compare with: an array, or one an input, in a sequence or by the input's name;
            sample axis first, the first 64 count. Without it, random ones.
        overwrite: Whether to replace an export at `path`.
        timeout: Seconds that the fresh process may take.
        progress: Called with a few words at each stage.

    Returns:
        Where it is, its size, and the largest difference of an answer.

    Raises:
        ExportError: The place can't be written to or is taken, the model can't be written in this format, or the
            copy does not load or gives other answers. Nothing is left behind.
    """
    started = time.perf_counter()
    form = FORMATS.get(format)
    if form is None:
        raise ExportError(f"There is no export format “{format}”: choose one of {', '.join(FORMATS)}.")
    if not model.built:
        raise ExportError(f"The model “{model.name}” has no weights yet: call it on data once, then export it.")
    unready = next((layer for layer in model._flatten_layers() if not is_ready(layer)), None)  # noqa: SLF001  # nested too
    if unready is not None:
        raise ExportError(
            f"“{unready.name}” has not learned from any data yet, so the model gives no answers: train the model, or "
            "call the layer's adapt, then export it."
        )
    asked = _with_suffix(path, form)
    target = asked.resolve()
    tell = progress or (lambda _: None)
    chosen = samples_for(model, samples)
    names = input_names(model)
    with staging(target, contents=form.FOLDER, overwrite=overwrite) as folder:
        staged = folder / f"export{form.SUFFIX}"
        tell(f"Writing the {form.TITLE}")
        _write(form, model, staged, names)
        needs = own_names(model) if form.NAMES_CLASSES else ()
        tell("Loading it where its classes are known" if needs else "Loading it in a fresh process")
        difference = verify(model, staged, format, chosen, names, timeout=timeout, fresh=not needs)
        size = size_of(staged)
        move_in(staged, target)
    return ExportResult(asked, format, size, difference, chosen.count, time.perf_counter() - started, needs)


def _with_suffix(path: str | os.PathLike[str], form: Format) -> Path:
    asked = Path(path).expanduser()
    if not asked.name or asked.name == "..":
        raise ExportError(f"The export path “{path}” has no name at its end: add one, such as “digits”.")
    others = [other for other in FORMATS.values() if other.SUFFIX and other is not form]
    if any(asked.name.endswith(other.SUFFIX) for other in others):
        raise ExportError(f"The path “{path}” is not one of a {form.TITLE}: drop its ending “{asked.suffix}”.")
    return asked if asked.name.endswith(form.SUFFIX) else asked.with_name(asked.name + form.SUFFIX)


def _write(form: Format, model: "keras.Model", staged: Path, names: list[str]) -> None:
    if form.FOLDER:
        refuse_names_without_graph(model)
    try:
        form.write(model, staged, names)
    except OSError:
        raise  # `staging` says it, with the path that was asked for
    except Exception as error:
        # TensorFlow's own exceptions for a full disk or a lost folder are no OSError.
        if "No space left" in str(error):
            raise ExportError(
                f"There is no room on the disk for the {form.TITLE}: free some, or choose another place."
            ) from error
        raise ExportError(
            f"The model “{model.name}” can't be written as a {form.TITLE} ({in_a_line(error)}): "
            "change the layer it names, or choose another format."
        ) from error
