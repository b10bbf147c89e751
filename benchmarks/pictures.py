"""How often pictures of a run that goes on are drawn on the screen, and what it does to the training.

Run with `python benchmarks/pictures.py`, with `--quick` for shorter rounds. In a real JupyterLab, whose browser, server
and kernel share this machine's cores: the boundary at 100x100 places with maps of 24 units, and the feature maps of a
conv net. What is counted is how often each canvas of the page is painted while training runs at full speed: the fewest
paintings of one canvas, and the median. The conv net's steps are computed by several threads; with the usual share of
the time for observers its pictures come often only where cores are idle, with half of the time they come in any case.
Speeds are against the same run with no canvas on the screen, in rounds that take turns.
"""

import argparse
import statistics

from studio import CLICK, FOREVER, Lab, jupyterlab

from tests.browser.lab import Canvas

PLANE = """import keras
from keras import layers
studio = pg.Studio(
    keras.Sequential([keras.Input((2,)), *(layers.Dense(8, "tanh") for _ in range(3)), layers.Dense(1, "sigmoid")]),
    data=pg.datasets.points("circle"), config=pg.TrainingConfig(batch_size=10, epochs={epochs}))
studio"""
MAPS = """from playground.session import config_of, read_template
template = read_template("digits_cnn")
studio = pg.Studio(template.network, data="digits",
                   config=dataclasses.replace(config_of(template), epochs={epochs}, observer_share={share}))
studio"""
COUNT = """(host) => {
    const { prototype } = CanvasRenderingContext2D;
    const plain = prototype.clearRect;
    host.painted = new Map();
    prototype.clearRect = function (...box) {
        if (this.canvas.classList.contains("picture"))
            host.painted.set(this.canvas, (host.painted.get(this.canvas) ?? 0) + 1);
        return plain.apply(this, box);
    };
}"""
PAINTED = (
    """(host) => [...host.shadowRoot.querySelectorAll("canvas.picture")].map((each) => host.painted.get(each) ?? 0)"""
)
GOING = "state.pictures !== null && state.pictures.step > 1000"


def measure(lab: Lab, name: str, code: str, nodes: int, goal: int) -> None:
    """Print how often the pictures of a studio are painted, and how fast it trains meanwhile."""
    canvas = lab.show(code, nodes)
    canvas.host.evaluate(CLICK, ["play", ["running"]])
    canvas.wait(GOING)
    lab.notebook.execute("settle(studio.run)")
    canvas.host.evaluate(COUNT)
    least, median, ratios = [], [], []
    for _ in range(lab.rounds):
        watched, painted = round_of(lab, canvas)
        canvas.host.evaluate("(host) => { host.style.display = 'none'; }")
        alone, _ = round_of(lab, canvas)
        canvas.host.evaluate("(host) => { host.style.display = ''; }")
        still, painted = painted.count(0), [each for each in painted if each]
        if len(painted) < nodes:
            raise AssertionError(f"{len(painted)} canvases are painted, and not one for each of {nodes} nodes")
        least.append(min(painted))
        median.append(statistics.median(painted))
        ratios.append(watched / alone)
    print(
        f"{name}: {statistics.median(least):.1f} paintings a second of the canvas painted least, "
        f"{statistics.median(median):.1f} at the median of {len(painted)}, {still} others stand still (goal {goal}); "
        f"steps a second against nothing on the screen {statistics.median(ratios):.2f}"
    )
    lab.notebook.execute("studio.stop(); studio.run.wait()")


def round_of(lab: Lab, canvas: Canvas) -> tuple[float, list[float]]:
    """Steps a second, and paintings a second of each canvas."""
    canvas.page.wait_for_timeout(3000)
    lab.notebook.execute("began = len(studio.history), time.perf_counter()")
    canvas.host.evaluate("(host) => host.painted.clear()")
    canvas.page.wait_for_timeout(1000 * lab.seconds)
    painted = canvas.host.evaluate(PAINTED)
    lab.notebook.execute("ended = len(studio.history), time.perf_counter()")
    speed = float(lab.notebook.evaluate("(ended[0] - began[0]) / (ended[1] - began[1])"))
    return speed, [each / lab.seconds for each in painted]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="shorter rounds")
    rounds = (2, 4) if parser.parse_args().quick else (5, 8)
    jobs = {
        "boundary and 24 unit maps": (PLANE.format(epochs=FOREVER), 5, 15),
        "feature maps of a conv net, 5 % for observers": (MAPS.format(epochs=FOREVER, share=0.05), 8, 10),
        "feature maps of a conv net, 50 % for observers": (MAPS.format(epochs=FOREVER, share=0.5), 8, 10),
    }
    for name, (code, nodes, goal) in jobs.items():
        with jupyterlab(*rounds) as lab:
            measure(lab, name, code, nodes, goal)


if __name__ == "__main__":
    main()
