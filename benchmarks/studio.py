"""The studio in a real JupyterLab: how soon an edit, play, pause and stop are answered.

Run with `python benchmarks/studio.py`, with `--quick` for fewer rounds, with `--only NAME` for one part of `edit`,
`import`, `first`, `held`. Browser, server and kernel share this machine's cores, as at home. What it costs training to
be watched is in `watching.py`.
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
def settle(run):
    deadline = time.monotonic() + 180
    while not run._loop._strategy._settled and time.monotonic() < deadline:
        time.sleep(0.05)
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


PARTS: dict[str, Callable[[Lab], None]] = {
    "edit": edits,
    "first": firsts,
    "held": held,
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
