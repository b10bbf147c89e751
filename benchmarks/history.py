"""A history of a million steps: what a chart update costs the browser's main thread, bytes a message, memory.

And of twenty million: what each costs that is added, where the older half is thinned and where all of it is kept.

Run with `python benchmarks/history.py`, with `--quick` for shorter rounds. In a real JupyterLab a kernel tells ten
times a second how a run goes on that has a thousand steps behind it, then one that has a million; every message is
drawn at once, which a run that goes on spares the page. The cost is all that the page's main thread does meanwhile,
JupyterLab included, less what it does when nothing is told. Ratios are of rounds that take turns in one page.
"""

import argparse
import statistics
import time
from typing import Any

import numpy as np
from studio import Lab, jupyterlab

from playground.training import History
from tests.browser.lab import Canvas

LENGTHS = {"a thousand steps": 1_000, "a million steps": 1_000_000}
RATE = 10
LONG = 20_000_000
STUDIO = """from playground.session import read_template
studio = pg.Studio(read_template("digits_mlp").network, data="digits")
studio"""
SETUP = """import msgspec, time
import numpy as np
from playground.session._curves import CHUNK_POINTS, chunk_of
from playground.training import History
rng = np.random.default_rng(0)
def values(first, count):
    at = np.arange(first, first + count, dtype=np.float32)
    loss = 2 / (1 + at / 5000) + rng.normal(0, 0.1, count).astype(np.float32)
    return {"loss": loss, "accuracy": 1 - loss / 3, "learning_rate": 0.01 / (1 + at / 1e5)}
def epochs(first, count):
    numbers = np.arange(first, first + count, dtype=np.float64)
    noise = rng.normal(0, 0.1, (count, 4))
    return np.concatenate([np.stack([numbers, 100 * numbers], axis=1), 1 + noise], axis=1)
NAMES = ["loss", "accuracy", "val_loss", "val_accuracy"]
def begin(steps):
    history = History()
    history.append(values(0, steps))
    history.append_epochs(NAMES, epochs(1, steps // 100))
    running = studio.session.running
    running.past, running.number = history, running.number + 1
    studio.session.stream(*running.history())
def go_on(seconds, rate, steps):
    running, history, sizes = studio.session.running, studio.session.running.past, []
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        before, done = len(history), history.rows().done
        history.append(values(before, steps))
        history.append_epochs(NAMES, epochs(done + 1, steps // 100))
        chunk, buffers = chunk_of(running.number, history.since(before), history.rows(done), CHUNK_POINTS)
        sizes.append(len(msgspec.json.encode(chunk)) + sum(each.nbytes for each in buffers))
        studio.session.stream(chunk, buffers)
        time.sleep(max(0, began + (number + 1) / rate - time.monotonic()))
    return sizes
"""
DETAIL = """async (host, [first, last]) => {
    const began = performance.now();
    const command = { type: "get_curves", first, last, points: 800 };
    const { answer, buffers } = await host.studio.request(command);
    const bytes = JSON.stringify(answer).length + buffers.reduce((sum, each) => sum + each.byteLength, 0);
    return [performance.now() - began, bytes, answer.series.length];
}"""


def measure(lab: Lab) -> None:
    """Print the figures."""
    canvas = lab.show(STUDIO, len(NODES))
    lab.notebook.execute(SETUP)
    page = canvas.page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    costs: dict[str, list[float]] = {name: [] for name in LENGTHS}
    heaps: dict[str, float] = {}
    sizes: list[int] = []
    for turn in range(lab.rounds):
        for name in LENGTHS if turn % 2 else reversed(LENGTHS):
            lab.notebook.execute(f"begin({LENGTHS[name]})")
            canvas.get("chart-learning_rate").locator("path.js-line").first.wait_for(state="attached")
            idle = spent(lab, session, "time.sleep({seconds})")
            busy = spent(lab, session, f"sizes = go_on({{seconds}}, {RATE}, 10_000)")
            costs[name].append(1000 * (busy - idle) / (lab.seconds * RATE))
            sizes += lab.notebook.evaluate("sizes")
            session.send("HeapProfiler.collectGarbage")
            heaps[name] = metric(session, "JSHeapUsedSize") / 1e6
    report(costs, sizes, heaps)
    zoomed(lab, canvas)


NODES = ("image", "flat", "hidden_a", "hidden_b", "digit")


def spent(lab: Lab, session: Any, code: str) -> float:
    """Seconds that the page's main thread was at work while the kernel runs the code for some seconds."""
    before = metric(session, "TaskDuration")
    lab.notebook.execute(code.format(seconds=lab.seconds))
    lab.notebook.page.wait_for_timeout(300)
    return metric(session, "TaskDuration") - before


def metric(session: Any, name: str) -> float:
    """A figure that Chromium keeps of the page."""
    return next(
        float(each["value"]) for each in session.send("Performance.getMetrics")["metrics"] if each["name"] == name
    )


def report(costs: dict[str, list[float]], sizes: list[int], heaps: dict[str, float]) -> None:
    """Print what an update cost, and how large a message was."""
    for name, each in costs.items():
        print(
            f"chart update with {name}: {statistics.median(each):.1f} ms of the main thread for a message drawn in "
            f"three charts, {statistics.median(each) / 3:.1f} a chart (goal 20; {min(each):.1f} to {max(each):.1f} in "
            f"{len(each)} rounds at {RATE} a second); page {heaps[name]:.0f} MB"
        )
    short, long = costs.values()
    ratios = [one / other for one, other in zip(long, short, strict=True)]
    print(
        f"a million steps against a thousand: {statistics.median(ratios):.2f} x the time an update; "
        f"a message {max(sizes) / 1000:.1f} kB at the most (goal 50)"
    )


def zoomed(lab: Lab, canvas: Canvas) -> None:
    """What a zoom into a million steps asks the kernel for."""
    lab.notebook.execute(f"begin({LENGTHS['a million steps']})")
    taken = [canvas.host.evaluate(DETAIL, [200_000 + 777 * i, 260_000 + 999 * i]) for i in range(10)]
    arrays = lab.notebook.evaluate("sum(each.nbytes for each in studio.history.steps.values())")
    steps = lab.notebook.evaluate("len(studio.history)")
    print(
        f"zoom into 60,000 of {steps:,} steps: {statistics.median(ms for ms, *_ in taken):.0f} ms to the answer, "
        f"{max(size for _, size, _ in taken) / 1000:.1f} kB; the kernel keeps {arrays / 1e6:.0f} MB of steps, "
        f"{arrays / steps:.0f} bytes each"
    )


def added() -> None:
    """What a step of two values costs the thread that trains, as it comes in pieces of 20,000."""
    rng = np.random.default_rng(0)
    piece = {"loss": rng.normal(size=20_000).astype(np.float32), "learning_rate": np.full(20_000, 0.01, np.float32)}
    costs: dict[str, list[float]] = {"bounded": [], "all kept": []}
    for turn in range(3):
        for name in costs if turn % 2 else reversed(costs):
            history, steps = History() if name == "bounded" else History(kept_steps=2 * LONG), 0
            began = time.perf_counter()
            while steps < LONG:
                history.append(piece)
                steps += 20_000
            costs[name].append((time.perf_counter() - began) / LONG * 1e9)
    ratios = [one / other for one, other in zip(*costs.values(), strict=True)]
    print(
        f"{LONG:,} steps: {statistics.median(costs['bounded']):.0f} ns to add one where 4,000,000 are kept at most, "
        f"{statistics.median(costs['all kept']):.0f} where all are: {statistics.median(ratios):.2f} x"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter rounds")
    options = parser.parse_args()
    added()
    with jupyterlab(3 if options.quick else 6, 4 if options.quick else 8) as lab:
        measure(lab)


if __name__ == "__main__":
    main()
