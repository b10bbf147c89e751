"""Asking the exported copy in a fresh process, and comparing its answers with the model's."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.errors import ExportError
from playground.exporting import _fresh
from playground.exporting._answers import answers, output_names
from playground.exporting._formats import FORMATS
from playground.exporting._samples import Samples
from playground.exporting._words import in_a_line

if TYPE_CHECKING:
    import keras
    import numpy as np

_HALF = {"float16", "bfloat16"}


def verify(
    model: "keras.Model",
    artefact: Path,
    form: str,
    samples: Samples,
    input_names: Sequence[str],
    *,
    timeout: float,
    fresh: bool = True,
) -> float:
    """The largest absolute difference between an answer of the written copy and of the model.

    The copy is loaded by another Python process, on the CPU, and asked for one sample and for all of them. Answers
    may differ by 1e-4 of their value plus 1e-5 of the largest (half precision: 2e-2 and 1e-2).

    Args:
        model: What was written.
        artefact: What was written to; files are exchanged beside it.
        form: The format's name.
        samples: What to ask.
        input_names: The names that the inputs have in the export.
        timeout: Seconds until the process is ended.
        fresh: Whether another process can load it; else this one does.

    Raises:
        ExportError: The copy does not load, takes too long, or gives other answers.
    """
    import numpy as np

    expected = {
        f"{size}_{i}": answer
        for size in samples.batch_sizes
        for i, answer in enumerate(answers(model, [array[:size] for array in samples.arrays]))
    }
    names = output_names(model, len(expected) // len(samples.batch_sizes))
    if not fresh:
        return _compare(expected, _answers_here(artefact, form, samples, input_names, names), half=_is_half(model))
    folder = artefact.parent
    np.savez(
        folder / "samples.npz", allow_pickle=False, **{f"input_{i}": array for i, array in enumerate(samples.arrays)}
    )
    job = {
        "format": form,
        "artefact": artefact.name,
        "batch_sizes": samples.batch_sizes,
        "input_names": list(input_names),
        "output_names": names,
    }
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    _run(folder, timeout)
    with np.load(folder / "answers.npz", allow_pickle=False) as received:
        given = {name: received[name] for name in received.files}
    return _compare(expected, given, half=_is_half(model))


def _answers_here(
    artefact: Path, form: str, samples: Samples, input_names: Sequence[str], names: Sequence[str]
) -> "dict[str, np.ndarray]":
    """What the copy answers when this process loads it, which knows the user's own classes."""
    try:
        answer = FORMATS[form].load(artefact, input_names, names)
        return {
            f"{size}_{i}": output
            for size in samples.batch_sizes
            for i, output in enumerate(answer([array[:size] for array in samples.arrays]))
        }
    except Exception as error:
        raise ExportError(
            f"The export does not load, so it is not kept: {in_a_line(error)}. Look whether each class of your own "
            "returns all of its settings from get_config."
        ) from error


def _run(folder: Path, timeout: float) -> None:
    import keras

    environment = os.environ | {
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": keras.backend.backend(),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    root = str(Path(_fresh.__file__).parents[2])
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell, no word of a stranger's among the arguments
            [sys.executable, "-P", _fresh.__file__, root, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExportError(
            f"The export was not loaded within {timeout:.0f} seconds in a fresh process, so it is not kept: "
            "try again when the machine is less busy, or pass a longer timeout=."
        ) from error
    except OSError as error:
        raise ExportError(
            f"No fresh Python process could be started to check the export ({error.strerror}), so it is not kept: "
            "look whether the machine is short of memory, and try again."
        ) from error
    failure = folder / "failure.txt"
    if failure.exists():
        raise ExportError(
            f"The export does not load in a fresh process, so it is not kept: {failure.read_text('utf-8')}."
        )
    if done.returncode != 0:
        raise ExportError(
            f"The fresh process that loaded the export ended with code {done.returncode}, so the export is not kept: "
            "look whether the machine is short of memory, and try again."
        )


def _compare(expected: "dict[str, np.ndarray]", given: "dict[str, np.ndarray]", *, half: bool) -> float:
    import numpy as np

    relative, absolute = (2e-2, 1e-2) if half else (1e-4, 1e-5)
    largest = 0.0
    for name, wanted in expected.items():
        size, _, output = name.partition("_")
        got = given.get(name)
        if got is None or got.shape != wanted.shape:
            shape = "no answer" if got is None else f"shape {got.shape}"
            raise ExportError(
                f"The exported copy gives {shape} where the model gives shape {wanted.shape} (output {output}, "
                f"batch of {size}), so it is not kept: look for a layer that behaves differently in a graph."
            )
        if wanted.dtype.kind in "US":
            same, difference = bool(np.array_equal(wanted, got)), 0.0
        else:
            a, b = wanted.astype(np.float64), got.astype(np.float64)
            scale = max(1.0, float(np.max(np.abs(a), initial=0.0, where=np.isfinite(a))))
            same = bool(np.allclose(b, a, rtol=relative, atol=absolute * scale, equal_nan=True))
            difference = float(np.max(np.abs(a - b), initial=0.0, where=np.isfinite(a) & np.isfinite(b)))
        if not same:
            raise ExportError(
                f"The exported copy gives other answers than the model (output {output}, batch of {size}: they differ "
                f"by up to {difference:.2g}), so it is not kept: look for a layer that is random or behaves "
                "differently in a graph, and do not train while exporting."
            )
        largest = max(largest, difference)
    return largest


def _is_half(model: "keras.Model") -> bool:
    layers = model._flatten_layers()  # noqa: SLF001  # the only walk into nested models
    return any(layer.compute_dtype in _HALF for layer in layers)
