"""What the templates of the start gallery come to: `python benchmarks/templates.py [NAME ...]`.

Opens each as the gallery does, trains it as it is set, and prints the seconds and the last epoch's figures on samples
that were held back, as a table. Fails where one takes over a minute, or does not reach what its card says: a share of
right answers, or a mean error.
"""

import os
import re
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from playground.network import Network
from playground.protocol import Template
from playground.session import Session, read_template, templates

LIMIT_S = 60


def main() -> None:
    wanted = sys.argv[1:] or [template.name for template in templates()]
    print("| template | parameters | seconds | held back samples |\n| --- | --- | --- | --- |")
    wrong = [trouble for template in templates() if template.name in wanted for trouble in trained(template)]
    sys.exit("\n".join(wrong) or 0)


def trained(template: Template) -> list[str]:
    """Train one, print its row, and return what it does not keep to."""
    session = Session(Network())
    session.open_document(read_template(template.name), "open")
    parameters = session.graph.model.count_params()
    start = time.perf_counter()
    session.play()
    run = session.running.run
    if run is None:
        return [f"{template.name} did not start."]
    run.wait()
    seconds = time.perf_counter() - start
    epochs = run.history.epochs
    last = {name.removeprefix("val_"): float(epochs[name][-1]) for name in epochs if name.startswith("val_")}
    figures = {name: value for name, value in last.items() if not name.endswith("loss")}
    print(
        f"| {template.title} | {parameters:,} | {seconds:.0f} | {', '.join(map(words, figures.items()))} |", flush=True
    )
    reached = next(iter(figures.values()))
    promised = float(re.search(r"[\d.]+", template.reaches)[0])
    kept = reached >= promised / 100 if "%" in template.reaches else reached <= promised
    return [
        *([] if kept else [f"{template.name} says “{template.reaches}”, and came to {reached:.3f}."]),
        *([] if seconds <= LIMIT_S else [f"{template.name} took {seconds:.0f} s."]),
    ]


def words(figure: tuple[str, float]) -> str:
    name, value = figure
    return f"{name} {value:.3f}"


if __name__ == "__main__":
    main()
