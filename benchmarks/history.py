"""A history of a million steps: what a chart update costs the browser's main thread, bytes a message, memory.

And of twenty million: what each costs that is added, where the older half is thinned and where all of it is kept.

Run with `python benchmarks/history.py`, with `--quick` for shorter rounds. In a real JupyterLab a kernel tells ten
times a second how a run goes on that has a thousand steps behind it, and one that has a million; every message is
drawn at once in all three charts, which a run that goes on spares the page; how many were drawn is told. The cost of an
update is all the time on a core that the page's main thread takes for one that is drawn, JupyterLab included, less what
it takes when nothing is told. A message is as large as the frame of the page's socket that brings it. Ratios are of
rounds that take turns in one page.
"""

import argparse
import base64
import statistics
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from studio import Lab, jupyterlab

from playground.training import History
from tests.browser.lab import Canvas

LENGTHS = {"a thousand steps": (1_000, 250), "a million steps": (1_000_000, 10_000)}
"""How many steps a run has behind it, and how many each message tells of: more than 200, which it is thinned to."""
RATE = 10
CHARTS = 3
LONG = 20_000_000
STUDIO = """from playground.session import read_template
studio = pg.Studio(read_template("digits_mlp").network, data="digits")
studio"""
SETUP = """import time
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
    running, history = studio.session.running, studio.session.running.past
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        before, done = len(history), history.rows().done
        history.append(values(before, steps))
        history.append_epochs(NAMES, epochs(done + 1, steps // 100))
        chunk, buffers = chunk_of(running.number, history.since(before), history.rows(done), CHUNK_POINTS)
        studio.session.stream(chunk, buffers)
        time.sleep(max(0, began + (number + 1) / rate - time.monotonic()))
"""
DETAIL = """async (host, [first, last]) => {
    const began = performance.now();
    const command = { type: "get_curves", first, last, points: 800 };
    const { answer, buffers } = await host.studio.request(command);
    const bytes = JSON.stringify(answer).length + buffers.reduce((sum, each) => sum + each.byteLength, 0);
    return [performance.now() - began, bytes, answer.series.length];
}"""


WATCH = """(host) => {
    const charts = [...host.shadowRoot.querySelectorAll(".chart .js-plotly-plot")];
    const told = { drawn: charts.map(() => 0), longest: 0 };
    const note = charts.map((_, place) => () => { told.drawn[place] += 1; });
    charts.forEach((chart, place) => chart.on("plotly_react", note[place]));
    const tasks = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) told.longest = Math.max(told.longest, duration);
    });
    tasks.observe({ type: "longtask" });
    host.unwatch = () => {
        charts.forEach((chart, place) => chart.removeListener("plotly_react", note[place]));
        tasks.disconnect();
        return told;
    };
}"""
UNWATCH = "(host) => host.unwatch()"


def measure(lab: Lab) -> None:
    """Print the figures."""
    canvas = lab.show(STUDIO, len(NODES))
    lab.notebook.execute(SETUP)
    page = canvas.page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Network.enable")
    frames: list[int] = []
    session.on("Network.webSocketFrameReceived", lambda each: frames.append(bytes_in(each["response"])))
    found = {name: Found() for name in LENGTHS}
    for turn in range(lab.rounds):
        for name, (steps, told) in LENGTHS.items() if turn % 2 else reversed(LENGTHS.items()):
            lab.notebook.execute(f"begin({steps})")
            canvas.get("chart-learning_rate").locator("path.js-line").first.wait_for(state="attached")
            page.wait_for_timeout(300)
            idle = spent(lab, session, "time.sleep({seconds})")
            canvas.host.evaluate(WATCH)
            frames.clear()
            busy = spent(lab, session, f"go_on({{seconds}}, {RATE}, {told})")
            largest = max(frames)
            seen = canvas.host.evaluate(UNWATCH)
            session.send("HeapProfiler.collectGarbage")
            heap = metric(session, "JSHeapUsedSize") / 1e6
            found[name].add((busy - idle) / max(seen["drawn"]), seen, largest, heap)
    report(found, int(lab.seconds * RATE))
    zoomed(lab, canvas)


@dataclass
class Found:
    """What was seen of histories of one length: a cost a round in seconds, and the worst of what else there is."""

    costs: list[float] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)
    longest: float = 0
    largest: int = 0
    heap: float = 0

    def add(self, cost: float, seen: dict[str, Any], largest: int, heap: float) -> None:
        """Note a round."""
        self.costs.append(cost)
        self.drawn.append(min(seen["drawn"]))
        self.longest = max(self.longest, seen["longest"])
        self.largest = max(self.largest, largest)
        self.heap = max(self.heap, heap)


def bytes_in(frame: dict[str, Any]) -> int:
    """How large a frame is; those that are not text come in base64."""
    payload = frame["payloadData"]
    return len(payload) if frame["opcode"] == 1 else len(base64.b64decode(payload))


NODES = ("image", "flat", "hidden_a", "hidden_b", "digit")


def spent(lab: Lab, session: Any, code: str) -> float:
    """Seconds that the page's main thread had a core while the kernel runs the code for some seconds."""
    before = metric(session, "TaskDuration")
    lab.notebook.execute(code.format(seconds=lab.seconds))
    lab.notebook.page.wait_for_timeout(300)
    return metric(session, "TaskDuration") - before


def metric(session: Any, name: str) -> float:
    """A figure that Chromium keeps of the page."""
    return next(
        float(each["value"]) for each in session.send("Performance.getMetrics")["metrics"] if each["name"] == name
    )


def report(found: dict[str, Found], messages: int) -> None:
    """Print what an update cost, and how large a message was."""
    for name, each in found.items():
        costs = [1000 * cost for cost in each.costs]
        longest = f"longest task {each.longest:.0f} ms" if each.longest else "no task of 50 ms"
        print(
            f"chart update with {name}: {statistics.median(costs) / CHARTS:.1f} ms of the main thread (goal 20), "
            f"{statistics.median(costs):.1f} for all three charts, each in a frame of its own ({min(costs):.1f} to "
            f"{max(costs):.1f} in {len(costs)} rounds at {RATE} a second); at "
            f"least {min(each.drawn)} of {messages} messages drawn in each chart; {longest}; a message "
            f"{each.largest / 1000:.1f} kB at the most (goal 50); page {each.heap:.0f} MB"
        )
    short, long = (each.costs for each in found.values())
    ratios = [one / other for one, other in zip(long, short, strict=True)]
    print(f"a million steps against a thousand: {statistics.median(ratios):.2f} x the time an update")


def zoomed(lab: Lab, canvas: Canvas) -> None:
    """What a zoom into a million steps asks the kernel for."""
    lab.notebook.execute(f"begin({LENGTHS['a million steps'][0]})")
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
