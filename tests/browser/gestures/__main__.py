"""Does every gesture twice, so many rounds over, in the order of the dice.

`python -m tests.browser.gestures [--rounds 20] [--seed N] [--only NAME] [--pictures FOLDER]`
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Error, sync_playwright

from tests.browser.conftest import VIEWPORT
from tests.browser.gestures import GESTURES, Gesture, Stage
from tests.browser.lab import PATIENCE, Notebook, lab_server, launch

REDO = ("Control+y", "Control+Shift+z")


@dataclass
class Record:
    """What became of one gesture in all rounds; durations in seconds."""

    durations: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def twice(stage: Stage, gesture: Gesture, record: Record, picture: Path) -> None:
    """Do a gesture twice in a row; after a failure the drawing begins anew."""
    stage.begin(gesture)
    for redo in REDO:
        start = time.perf_counter()
        try:
            stage.do(gesture, redo)
        except (AssertionError, Error) as error:
            if not record.failures:
                stage.page.screenshot(path=picture)
                sys.stdout.write(f"{gesture.name}: {error}\n  see {picture}\n")
                sys.stdout.flush()
            record.failures.append(str(error))
            stage.recover()
            stage.begin(gesture)
        record.durations.append(time.perf_counter() - start)


def table(records: dict[str, Record]) -> str:
    """The records, and their sum."""
    rows = [
        (GESTURES[name].subject, name, len(each.durations), len(each.failures), median(each.durations))
        for name, each in records.items()
    ]
    lines = [f"{'':10} {'gesture':42} {'done':>5} {'failed':>6} {'median':>8}"]
    lines += [f"{a:10} {b:42} {c:5} {d:6} {e:6.2f} s" for a, b, c, d, e in rows]
    done, failed = sum(row[2] for row in rows), sum(row[3] for row in rows)
    seconds = sum(sum(each.durations) for each in records.values())
    return "\n".join([*lines, f"{len(rows)} gestures done {done} times in {seconds:.0f} s, {failed} failed"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--only", choices=GESTURES, action="append")
    parser.add_argument("--pictures", type=Path, default=Path(tempfile.gettempdir()) / "gestures")
    given = parser.parse_args()
    given.pictures.mkdir(parents=True, exist_ok=True)
    dice = random.Random(given.seed)  # noqa: S311  # an order, no secret
    names = given.only or list(GESTURES)
    records = {name: Record() for name in names}
    sys.stdout.write(f"{len(names)} gestures, {given.rounds} rounds, --seed {given.seed}\n")
    with (
        tempfile.TemporaryDirectory() as folder,
        lab_server(Path(folder)) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        context = browser.new_context(viewport=VIEWPORT, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        notebook = Notebook(page, address, Path(folder), "gestures.ipynb")
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        stage = Stage(notebook)
        page.set_default_timeout(PATIENCE)
        for number in range(given.rounds):
            for name in dice.sample(names, len(names)):
                twice(stage, GESTURES[name], records[name], given.pictures / f"{name}.png")
            failed = sum(len(each.failures) for each in records.values())
            sys.stdout.write(f"round {number + 1}: {failed} failed so far\n")
            sys.stdout.flush()
        notebook.shut_down()
    sys.stdout.write(table(records) + "\n")
    sys.exit(any(each.failures for each in records.values()))


if __name__ == "__main__":
    main()
