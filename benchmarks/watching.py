"""What it costs training to be watched: by a studio with every view open, and by what people use besides.

Run with `python benchmarks/watching.py`, with `--quick` for fewer rounds, with `--only studio` or `--only fit`, with
`--model NAME` for one network. All is in one real JupyterLab, whose browser, server and kernel share this machine's
cores, as at home. Ratios are of rounds that take turns, each to the same training with nothing, in the same kernel.

A studio shows pictures of all nodes, one enlarged (of data with two inputs maps of all units, and the boundary), wires
coloured by gradients, and the weights of a layer with their ridgeline; its dock shows one panel after the other, all
that move as a run goes on. Snapshots for looking back, the trail for the landscape, the doctor and the kept runs are
on, as they always are, and the benchmark fails where they are not. What stands against it is a run with nothing: no
view, no observer, no snapshot. Where the two have found different programs to be faster, nothing is compared.

`model.fit` trains the same network on the same data: with TensorBoard's histograms each epoch, with livelossplot, with
a FigureWidget that a callback appends to each epoch, and with nothing. What is not installed is left out, and said.
"""

import argparse
import statistics
from collections.abc import Callable

from studio import CLICK, FOREVER, TEMPLATE, Lab, jupyterlab

from tests.browser.lab import Canvas

MODELS = {"digits_cnn": (8, "conv_b"), "spiral_mlp": (5, "hidden_b")}
"""Templates: how many nodes they have, and the layer that is enlarged, and whose weights are shown."""
RUNS = """import dataclasses
def mark(run):
    step = len(run.history)
    while len(run.history) == step:
        time.sleep(0.0005)
    return len(run.history), time.perf_counter()
def hold(run):
    run.pause()
    run.wait_until("paused")
config = studio.config
plain = pg.train(pg.build(studio.network), studio.data, dataclasses.replace(config, snapshot_memory=0))
plain.wait_until("running")
settle(plain)
hold(plain)
"""
ON = """(len(studio.run.snapshots), len(studio.run.trail.of(studio.run.model.trainable_variables)[0]),
    len(studio.run.vitals), [each.id for each in studio.runs],
    studio.session.running.broadcast.rounds.found.looked is not None)"""
FIT = """import importlib.util, math, tempfile
import keras, numpy as np
plain.stop()
plain.wait()
model, data = plain.model, studio.data
def arrays(part):
    (x,), (y,) = part.inputs.values(), part.targets.values()
    return x, y
(x, y), held, count = arrays(data), {}, len(data)
if data.validation is not None:
    held = {"validation_data": arrays(data.validation)}
elif config.validation_split:
    held = {"validation_split": config.validation_split}
    count -= int(count * config.validation_split)
def fit(epochs, callbacks):
    began = time.perf_counter()
    model.fit(x, y, batch_size=config.batch_size, epochs=epochs, verbose=0, callbacks=callbacks, **held)
    return epochs * math.ceil(count / config.batch_size) / (time.perf_counter() - began)
def tensorboard():
    return keras.callbacks.TensorBoard(tempfile.mkdtemp(), histogram_freq=1)
def livelossplot():
    from livelossplot import PlotLossesKeras
    return PlotLossesKeras()
def figure_widget():
    import plotly.graph_objects as go
    figure = go.FigureWidget([go.Scatter(x=(), y=(), name=name) for name in ("loss", "val_loss")])
    display(figure)
    class Appending(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            with figure.batch_update():
                for line in figure.data:
                    if line.name in logs:
                        line.x, line.y = (*line.x, epoch), (*line.y, logs[line.name])
    return Appending()
fit(2, [])
first = fit(4, [])
epochs = max(4, math.ceil(seconds * first / math.ceil(count / config.batch_size)))
"""
BESIDE = {
    "TensorBoard, histograms each epoch": ("tensorboard", "tensorboard"),
    "livelossplot": ("livelossplot", "livelossplot"),
    "FigureWidget, by hand each epoch": ("figure_widget", "anywidget"),
}
"""What makes the callback, and which distribution it needs."""


def _curves(canvas: Canvas) -> None:
    canvas.open_tab("training")
    canvas.get("charts").locator("path.js-line").first.wait_for(state="attached")


def _ratios(canvas: Canvas) -> None:
    canvas.open_tab("gradients")
    canvas.host.evaluate("(host) => host.view.setState({ learning: 'ratios' })")
    canvas.get("chart-ratios").locator("path.js-line").first.wait_for(state="attached")


def _norms(canvas: Canvas) -> None:
    canvas.open_tab("gradients")
    canvas.host.evaluate("(host) => host.view.setState({ learning: 'norms' })")
    canvas.get("gradients").locator(".gradient-row").first.wait_for()


def _idle(canvas: Canvas) -> None:
    canvas.open_tab("gradients")
    canvas.host.evaluate("(host) => host.view.setState({ learning: 'units' })")
    canvas.get("idle-rows").wait_for()


def _doctor(canvas: Canvas) -> None:
    canvas.open_tab("doctor")
    canvas.get("doctor").locator(".looked").wait_for()


def _predictions(canvas: Canvas) -> None:
    canvas.open_tab("predictions")
    canvas.get("predictions").wait_for()
    canvas.get("predictions").locator("canvas, svg, table, .js-plotly-plot").first.wait_for()


def _activations(canvas: Canvas) -> None:
    canvas.open_tab("activations")


def _runs(canvas: Canvas) -> None:
    canvas.open_tab("runs")
    canvas.get("runs").locator("tr").nth(1).wait_for()


PANELS: dict[str, Callable[[Canvas], None]] = {
    "curves": _curves,
    "doctor": _doctor,
    "kept runs": _runs,
    "activations": _activations,
    "predictions": _predictions,
    "gradients": _norms,
    "update ratios": _ratios,
    "idle units": _idle,
}


def opened(lab: Lab, name: str) -> Canvas:
    """A studio on the screen, and in its kernel a run with nothing, held when it has found its programs."""
    canvas = lab.show(TEMPLATE.format(name=name, epochs=FOREVER), MODELS[name][0])
    lab.notebook.execute(RUNS)
    return canvas


def all_open(canvas: Canvas, nodes: int, layer: str) -> None:
    """Open all that the screen has room for beside the dock's panel."""
    canvas.host.evaluate(
        """(host, layer) => {
            const { network } = host.studio.store.getState();
            const { id } = network.layers.find((each) => each.name === layer);
            const node = network.nodes.find((each) => each.layer === id).id;
            host.view.setState({ nodes: [node], focus: node, looked: { node, unit: 0 }, flow: true });
        }""",
        layer,
    )
    canvas.wait("state.vitals && state.vitals.steps.length > 3 && state.idle !== null")
    if not canvas.view("state.weightsOpen"):
        canvas.get("weights-open").click()
    canvas.get("ridgeline").wait_for()
    canvas.wait(
        f"Object.keys(state.pictures?.thumbnails ?? {{}}).length === {nodes} && "
        "(Object.keys(state.pictures.enlarged).length === 1 || Object.keys(state.pictures.boundaries).length === 2)"
    )


def measure(lab: Lab, name: str) -> None:
    """Print how fast a studio's run goes with all open, against one with nothing."""
    canvas = opened(lab, name)
    canvas.host.evaluate(CLICK, ["play", ["running"]])
    all_open(canvas, *MODELS[name])
    for panel in PANELS.values():
        panel(canvas)
    lab.notebook.execute("settle(studio.run)\nhold(studio.run)")
    programs = lab.notebook.evaluate("[studio.run.status.strategy, plain.status.strategy]")
    if programs[0] != programs[1]:
        print(
            f"{name}: the studio's run goes by {programs[0]} and the other by {programs[1]}: not compared; run it again"
        )
        return
    speeds: dict[str, list[float]] = {each: [] for each in PANELS}
    ratios: dict[str, list[float]] = {each: [] for each in PANELS}
    canvas.host.evaluate(COUNT)
    messages: list[float] = []
    plain = [speed(canvas, "plain", lab.seconds)[0]]
    for _ in range(lab.rounds):
        for panel, show in PANELS.items():
            show(canvas)
            steps, heard = speed(canvas, "studio.run", lab.seconds)
            speeds[panel].append(steps)
            messages.append(heard)
            plain.append(speed(canvas, "plain", lab.seconds)[0])
            ratios[panel].append(speeds[panel][-1] / statistics.mean(plain[-2:]))
    elsewhere = untold(lab, canvas)
    every = [each for ratio in ratios.values() for each in ratio]
    watched = [each for values in speeds.values() for each in values]
    print(
        f"{name}: training with every view open against with none {statistics.median(every):.3f} at the median of "
        f"{len(every)} ({min(every):.3f} to {max(every):.3f}; goal 0.95); {statistics.median(watched):,.0f} against "
        f"{statistics.median(plain):,.0f} steps a second; {statistics.median(messages):.1f} messages a second"
    )
    print("  with the panel " + ", ".join(f"{panel} {statistics.median(each):.2f}" for panel, each in ratios.items()))
    print(
        f"  the kernel's part of it, all that is told made and sent to nobody, as for a browser on another machine: "
        f"{statistics.median(elsewhere):.3f} at the median of {len(elsewhere)} ({min(elsewhere):.3f} to "
        f"{max(elsewhere):.3f})"
    )
    snapshots, moments, looks, kept, examined = lab.notebook.evaluate(ON)
    if not (snapshots and moments and looks and kept and examined):
        raise AssertionError(f"Not all was on: {snapshots, moments, looks, kept, examined}")
    print(
        f"  on meanwhile: {snapshots} snapshots, {moments} moments of the trail, {looks} steps measured, the doctor, "
        f"{len(kept)} run kept; steps run by {programs[0]}"
    )
    lab.notebook.execute("studio.stop(); studio.run.wait(); plain.stop(); plain.wait()")


HUSH = """for each in (studio.session.running.broadcast, studio.session.running.broadcast.pictures):
    each.told, each._sink = each._sink, lambda *_: None"""
SPEAK = """for each in (studio.session.running.broadcast, studio.session.running.broadcast.pictures):
    each._sink = each.told"""


def untold(lab: Lab, canvas: Canvas) -> list[float]:
    """Ratios of rounds in which the kernel does all it does for a screen, and no browser hears of it."""
    ratios, plain = [], [speed(canvas, "plain", lab.seconds)[0]]
    for _ in range(2 * lab.rounds):
        lab.notebook.execute(HUSH)
        told = speed(canvas, "studio.run", lab.seconds)[0]
        lab.notebook.execute(SPEAK)
        plain.append(speed(canvas, "plain", lab.seconds)[0])
        ratios.append(told / statistics.mean(plain[-2:]))
    return ratios


COUNT = """(host) => {
    const count = () => { host.counted += 1; };
    host.studio.model.on("msg:custom", count);
    host.studio.stream.on("msg:custom", count);
}"""


def speed(canvas: Canvas, run: str, seconds: float) -> tuple[float, float]:
    """Steps a second of a run that is held, let go for some seconds, and messages a second that the canvas hears."""
    notebook = canvas.notebook
    notebook.execute(f"{run}.resume()")
    canvas.page.wait_for_timeout(500)
    notebook.execute(f"began = mark({run})")
    canvas.host.evaluate("(host) => { host.counted = 0; }")
    canvas.page.wait_for_timeout(1000 * seconds)
    heard = canvas.host.evaluate("(host) => host.counted")
    notebook.execute(f"ended = mark({run})\nhold({run})")
    return float(notebook.evaluate("(ended[0] - began[0]) / (ended[1] - began[1])")), heard / seconds


def beside(lab: Lab, name: str) -> None:
    """Print how fast `model.fit` goes with what people watch it by, against with nothing."""
    opened(lab, name)
    lab.notebook.execute(f"seconds = {lab.seconds}\n{FIT}")
    ways = {}
    for way, (make, needed) in BESIDE.items():
        if lab.notebook.evaluate(f"importlib.util.find_spec({needed!r}) is not None"):
            ways[way] = make
        else:
            print(f"  left out: {way}. It needs `pip install {needed}`, and is no part of this project.")
    ratios: dict[str, list[float]] = {way: [] for way in ways}
    added: dict[str, list[float]] = {way: [] for way in ways}
    alone = [fitted(lab, "")]
    for _ in range(lab.rounds):
        for way, make in ways.items():
            watched = fitted(lab, f"{make}()")
            alone.append(fitted(lab, ""))
            fair = statistics.mean(alone[-2:])
            ratios[way].append(watched / fair)
            added[way].append(1 / watched - 1 / fair)
    epochs, steps = lab.notebook.evaluate("(epochs, math.ceil(count / config.batch_size))")
    print(
        f"{name}: `model.fit` watched against with nothing, in {epochs} epochs of {steps} steps, "
        f"{statistics.median(alone):,.0f} steps a second"
    )
    for way, each in ratios.items():
        print(
            f"  {way:36} {statistics.median(each):.3f} at the median of {len(each)} ({min(each):.3f} to "
            f"{max(each):.3f}); {1000 * steps * statistics.median(added[way]):.0f} ms more an epoch"
        )


def fitted(lab: Lab, callback: str) -> float:
    """Steps a second of a fit in a cell of the notebook, on whose output the callback draws."""
    lab.notebook.set_cells([f"found = fit(epochs, [{callback}])"])
    lab.notebook.run(0)
    lab.notebook.page.wait_for_timeout(500)
    return float(lab.notebook.evaluate("found"))


PARTS = {"studio": measure, "fit": beside}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", choices=["", *PARTS], help="one part")
    parser.add_argument("--model", default="", choices=["", *MODELS], help="one network")
    options = parser.parse_args()
    for name in MODELS:
        for part, run in PARTS.items():
            if options.only in {"", part} and options.model in {"", name}:
                with jupyterlab(2 if options.quick else 6, 2 if options.quick else 4) as lab:
                    run(lab, name)


if __name__ == "__main__":
    main()
