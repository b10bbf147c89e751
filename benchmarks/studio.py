"""The studio in a real JupyterLab: how soon an edit is answered, and what it costs training to be watched.

Run with `python benchmarks/studio.py`, with `--quick` for fewer rounds, with `--only NAME` for one part of `edit`,
`import`, `first`, `watched`, `predictions`, `inside`, `held`. Browser, server and kernel share this machine's cores, as
at home.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import Canvas, Notebook, lab_server, launch

ROOT = Path(__file__).parents[1]
VIEWPORT = {"width": 1500, "height": 1000}
FOREVER = 10_000_000
NODES = "state.network.nodes.length"
SETUP = """import dataclasses, statistics, time
import playground as pg
from playground.session import config_of, read_template
from training import jobs
"""
TEMPLATE = """template = read_template({name!r})
studio = pg.Studio(template.network, data=template.data["name"],
                   config=dataclasses.replace(config_of(template), epochs={epochs}))
studio"""
JOB = """job = next(job for job in jobs() if job.name == {name!r})
studio = pg.Studio(job.make(), data=job.data, config=pg.TrainingConfig(
    optimizer=job.optimizer(), batch_size=job.batch_size, epochs={epochs}, validation_split=0.0))
studio"""
TIMED = """import playground.widget
spent = []
handle = playground.widget.handle
def timed(session, message):
    began = time.perf_counter()
    handle(session, message)
    if message["command"]["type"] == "apply_edit":
        spent.append(time.perf_counter() - began)
playground.widget.handle = timed
"""
EDIT = """async (host, [layer, setting, value, label]) => {
    const { store } = host.studio;
    const text = () => host.shadowRoot.querySelector("[data-testid=canvas]").textContent;
    const frame = () => new Promise(requestAnimationFrame);
    const node = () => store.getState().network.nodes.find((each) => each.layer === layer).id;
    const answered = () => store.getState().pending.length === 0
        && JSON.stringify(store.getState().report.nodes[node()].outputs).includes(`${value}`)
        && (label === null || text().includes(label));
    await frame();
    const began = performance.now();
    host.studio.edit({ type: "change_setting", layer, setting, value, reset: false, index: null });
    while (!answered()) await frame();
    await frame();
    return performance.now() - began;
}"""
CLICK = """async (host, [button, wanted]) => {
    const { store } = host.studio;
    const began = performance.now();
    host.shadowRoot.querySelector(`[data-testid=${button}]`).click();
    await new Promise((done, failed) => {
        const look = (state) => wanted.includes(state.status.state) && (stop(), done());
        const stop = store.subscribe(look);
        setTimeout(() => failed(new Error(`${button}: still ${JSON.stringify(store.getState().status)}`)), 60_000);
    });
    return performance.now() - began;
}"""
FIRST = """async (host) => {
    const { store } = host.studio;
    const run = store.getState().status.run;
    const began = performance.now();
    const times = {};
    host.shadowRoot.querySelector("[data-testid=play]").click();
    await new Promise((done, failed) => {
        setTimeout(() => failed(new Error(JSON.stringify([times, run, store.getState().status]))), 60_000);
        const stop = store.subscribe((state) => {
            const now = performance.now() - began;
            if (state.pictures && state.pictures.step > 0 && state.status.run > run) times.picture ??= now;
            if (state.history.run > run && state.history.series.loss) times.point ??= now;
            if (times.picture && times.point) { stop(); done(); }
        });
    });
    await new Promise(requestAnimationFrame);
    return times;
}"""
WATCHED = """plain = pg.train(pg.build(studio.network), studio.data, studio.config)
def mark(run):
    step = len(run.history)
    while len(run.history) == step:
        time.sleep(0.0005)
    return len(run.history), time.perf_counter()
"""


@dataclass(frozen=True)
class Lab:
    """A notebook in a running JupyterLab, and how long to measure."""

    notebook: Notebook
    rounds: int
    seconds: float

    def show(self, code: str, nodes: int) -> Canvas:
        """A studio on the screen, whole."""
        canvas = self.notebook.show(code).ready()
        canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
        canvas.wait(f"{NODES} === {nodes}")
        return canvas


def edits(lab: Lab) -> None:
    """From an edit in the form to the frame with its answer."""
    resnet = "import keras\nstudio = pg.Studio(keras.applications.ResNet50(weights=None))\nstudio"
    cases = {
        "digits_cnn": (TEMPLATE.format(name="digits_cnn", epochs=1), 8, "filters of conv_a", True),
        "ResNet-50": (resnet, 177, "filters of a middle convolution", False),
    }
    for name, (code, nodes, what, labelled) in cases.items():
        canvas = lab.show(code, nodes)
        middle = "state.network.layers.filter((l) => l.kind === 'Conv2D' && l.name.endsWith('_2_conv'))[8].id"
        layer = "conv_a" if labelled else canvas.state(middle)
        lab.notebook.execute(TIMED)
        values = [100 + 3 * i for i in range(lab.rounds)]
        times = [
            canvas.host.evaluate(EDIT, [layer, "filters", value, f"8×8×{value}" if labelled else None])
            for value in values
        ]
        kernel = lab.notebook.evaluate("[1000 * each for each in spent]")
        print(
            f"edit to rendered answer, {name}: {statistics.median(times):.0f} ms at the median of {len(times)}, "
            f"{max(times):.0f} at the most (goal 100); kernel {statistics.median(kernel):.1f} ms   ({what})"
        )


def imports(rounds: int) -> None:
    """`import playground` in fresh processes."""
    code = (
        "import sys, time, json; began = time.perf_counter(); import playground; ended = time.perf_counter(); "
        "heavy = sorted({'keras', 'tensorflow', 'numpy', 'IPython', 'ipywidgets'} & set(sys.modules)); "
        "print(json.dumps([ended - began, heavy]))"
    )
    told = [
        json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)  # noqa: S603  # our own line
        for _ in range(rounds)
    ]
    heavy = sorted({name for _, names in told for name in names})
    print(
        f"import playground: {statistics.median(seconds for seconds, _ in told) * 1000:.1f} ms "
        f"at the median of {rounds} processes (goal 200); Keras, TensorFlow, Jupyter imported: {heavy or 'none'}"
    )


MODELS = {
    "digits_cnn": (TEMPLATE, 8),
    "spiral_mlp": (TEMPLATE, 5),
    "MLP 2-4-2-1, 250 points, batch 10": (JOB, 4),
    "conv net, 8x8 digits, batch 32": (JOB, 6),
    "MLP 784-128-10, batch 32": (JOB, 3),
    "conv net 32-64, 28x28, batch 64": (JOB, 7),
    "LSTM 32, 80 tokens, batch 32": (JOB, 4),
}


def firsts(lab: Lab) -> None:
    """From the click on play to the first picture and the first point, in a kernel that has trained before."""
    for name, (code, nodes) in MODELS.items():
        canvas = lab.show(code.format(name=name, epochs=FOREVER), nodes)
        times = []
        for _ in range(4):
            times.append(canvas.host.evaluate(FIRST))
            canvas.host.evaluate(CLICK, ["stop", ["stopped"]])
            canvas.host.evaluate(CLICK, ["reset", ["idle"]])
        warm = {key: statistics.median(each[key] for each in times[1:]) for key in ("picture", "point")}
        print(
            f"play to first picture, {name}: {warm['picture']:.0f} ms, to first point {warm['point']:.0f} ms "
            f"(goal 3000); the very first time {times[0]['picture']:.0f} ms"
        )


def held(lab: Lab) -> None:
    """From the click on pause and on stop to the state on the screen; also while a new run still makes its programs."""
    for name in ("digits_cnn", "spiral_mlp", "conv net 32-64, 28x28, batch 64"):
        code, nodes = MODELS[name]
        canvas = lab.show(code.format(name=name, epochs=FOREVER), nodes)
        times: dict[str, list[float]] = {"pause, just begun": [], "pause": [], "stop": []}
        for _ in range(max(3, lab.rounds // 4)):
            for what, taken in times.items():
                canvas.host.evaluate(CLICK, ["play", ["running"]])
                canvas.page.wait_for_timeout(700)
                clicked = ["stop", ["stopped"]] if what == "stop" else ["pause", ["paused"]]
                taken.append(canvas.host.evaluate(CLICK, clicked))
        told = ", ".join(
            f"{what} {statistics.median(each):.0f} ms (at most {max(each):.0f})" for what, each in times.items()
        )
        print(f"click to answer, {name}: {told} (goal 200, or one batch)")


def watched(lab: Lab) -> None:
    """Steps a second with pictures and charts on, against the same network in the same kernel with none, in turns."""

    def curves(canvas: Canvas) -> None:
        canvas.open_tab("training")
        canvas.get("charts").locator("path.js-line").first.wait_for()

    _against_unwatched(lab, "watched", curves)


def inside(lab: Lab) -> None:
    """The same with gradients, update ratios, coloured wires and the weights of a layer open besides the pictures."""

    def gradients(canvas: Canvas) -> None:
        canvas.open_tab("gradients")
        canvas.control("update-ratios").click()
        canvas.control("gradient-wires").click()
        canvas.get("chart-ratios").locator("path.js-line").first.wait_for()
        canvas.get("gradients").locator(".gradient-row").last.click()
        if not canvas.view("state.weightsOpen"):
            canvas.get("weights-open").click()
        canvas.get("ridgeline").wait_for()

    _against_unwatched(lab, "gradients and weights watched", gradients)


def predictions(lab: Lab) -> None:
    """The same with the confusion matrix and the worst errors open besides the pictures."""

    def matrix(canvas: Canvas) -> None:
        canvas.open_tab("predictions")
        canvas.get("confusion").wait_for()

    _against_unwatched(lab, "predictions watched", matrix)


def _against_unwatched(lab: Lab, what: str, views: Callable[[Canvas], None]) -> None:
    for name in ("digits_cnn", "spiral_mlp"):
        code, nodes = MODELS[name]
        canvas = lab.show(code.format(name=name, epochs=FOREVER), nodes)
        canvas.host.evaluate(CLICK, ["play", ["running"]])
        last = canvas.state("state.network.nodes.at(-2).id")
        canvas.host.evaluate("(host, node) => host.view.setState({ nodes: [node], focus: node })", last)
        canvas.wait(
            f"Object.keys(state.pictures?.thumbnails ?? {{}}).length === {nodes} && "
            "Object.keys(state.pictures.enlarged).length === 1"
        )
        views(canvas)
        wait_until_settled(lab.notebook, "studio.run")
        lab.notebook.execute("studio.pause(); studio.run.wait_until('paused')")
        lab.notebook.execute(WATCHED)
        wait_until_settled(lab.notebook, "plain")
        lab.notebook.execute("plain.pause(); plain.wait_until('paused')")
        before = canvas.host.evaluate(COUNT)
        speeds: dict[str, list[float]] = {"studio.run": [], "plain": []}
        for turn in range(max(4, lab.rounds // 2)):
            for run in ("studio.run", "plain") if turn % 2 else ("plain", "studio.run"):
                speeds[run].append(speed(lab, run))
        messages = canvas.host.evaluate("(host) => host.counted") - before
        ratios = [with_views / without for with_views, without in zip(*speeds.values(), strict=True)]
        rates = [statistics.median(values) for values in speeds.values()]
        seconds = lab.seconds * len(ratios)
        print(
            f"{what} against unwatched, {name}: {statistics.median(ratios):.3f} at the median of {len(ratios)} "
            f"({min(ratios):.3f} to {max(ratios):.3f}; goal 0.95); {rates[0]:,.0f} against {rates[1]:,.0f} steps a "
            f"second; {messages / seconds:.1f} messages a second"
        )
        lab.notebook.execute("studio.stop(); plain.stop(); plain.wait(); studio.run.wait()")


COUNT = """(host) => {
    host.counted = 0;
    const { model } = host.studio;
    const count = () => { host.counted += 1; };
    model.on("msg:custom", count);
    host.studio.stream.on("msg:custom", count);
    return 0;
}"""


def wait_until_settled(notebook: Notebook, run: str) -> None:
    """Until the way its steps are run has been the same for some time, with nothing being compiled."""
    notebook.execute(
        "since, label = time.monotonic(), ''\n"
        f"while time.monotonic() - since < 2 or not len({run}.history):\n"
        f"    if {run}.status.strategy != label or 'compiling' in label:\n"
        f"        since, label = time.monotonic(), {run}.status.strategy\n"
        "    time.sleep(0.05)"
    )


def speed(lab: Lab, run: str) -> float:
    """Steps a second of a run that is held, let go for some seconds."""
    lab.notebook.execute(f"{run}.resume()")
    lab.notebook.page.wait_for_timeout(500)
    lab.notebook.execute(f"began = mark({run})")
    lab.notebook.page.wait_for_timeout(1000 * lab.seconds)
    lab.notebook.execute(f"ended = mark({run})")
    lab.notebook.execute(f"{run}.pause(); {run}.wait_until('paused')")
    return float(lab.notebook.evaluate("(ended[0] - began[0]) / (ended[1] - began[1])"))


PARTS: dict[str, Callable[[Lab], None]] = {
    "edit": edits,
    "first": firsts,
    "held": held,
    "watched": watched,
    "predictions": predictions,
    "inside": inside,
}


@contextmanager
def jupyterlab(rounds: int, seconds: float) -> Iterator[Lab]:
    """A JupyterLab with one notebook, whose kernel knows the models of `training.py`."""
    paths = os.pathsep.join([str(ROOT / "benchmarks"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (
        tempfile.TemporaryDirectory() as root,
        lab_server(Path(root), environment={"PYTHONPATH": paths}) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        page = browser.new_page(viewport=VIEWPORT)
        page.set_default_timeout(120_000)
        notebook = Notebook(page, address, Path(root), "benchmark.ipynb")
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        notebook.execute(SETUP)
        yield Lab(notebook, rounds, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", choices=["", "import", *PARTS], help="one part")
    options = parser.parse_args()
    if options.only in {"", "import"}:
        imports(3 if options.quick else 15)
    for name, part in PARTS.items():
        if options.only in {"", name}:
            with jupyterlab(12 if options.quick else 40, 3) as lab:
                part(lab)


if __name__ == "__main__":
    main()
