"""The program of the fresh process: load one export, ask it, write down the answers. Run by path, never imported.

It is given the folder that the package is in, and a job: see `_verify`. What goes wrong is left as one line of text.
"""

import json
import sys
from pathlib import Path


def main(root: str, folder: Path) -> int:
    """Do the job in `folder`; 0 when the answers are there, 1 when the reason is."""
    sys.path.append(root)
    import numpy as np

    from playground.exporting._formats import FORMATS
    from playground.exporting._words import in_a_line

    job = json.loads((folder / "job.json").read_text("utf-8"))
    try:
        answer = FORMATS[job["format"]].load(folder / job["artefact"], job["input_names"], job["output_names"])
        with np.load(folder / "samples.npz", allow_pickle=False) as samples:
            arrays = [samples[f"input_{i}"] for i in range(len(samples.files))]
        answers = {
            f"{size}_{i}": output
            for size in job["batch_sizes"]
            for i, output in enumerate(answer([array[:size] for array in arrays]))
        }
        np.savez(folder / "answers.npz", allow_pickle=False, **answers)
    except Exception as error:  # noqa: BLE001  # a format may raise anything; the asking process tells the user
        (folder / "failure.txt").write_text(in_a_line(error), "utf-8")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
