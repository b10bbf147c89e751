"""What takes the place of a run and its model: another drawing that came with weights, or what a lost kernel left."""

from playground.modeling import Opened, needs_adapting, remember_adapted, take_state
from playground.network import Network
from playground.session._recovery import Trained
from playground.session._running import Running
from playground.training import History, TrainingConfig


def put_opened(
    running: Running, number: int, before: Network, opened: Opened, config: TrainingConfig, *, past: History | None
) -> None:
    """Forget the run, and go on with what was opened in the place of what was drawn `before`, and with its past.

    Layers begin with the weights that came along. Undo brings back the drawing of before with the weights it had;
    `number` tells the two apart from then on (see `Lineages`).
    """
    with running.turn:
        running.models.settle(number, before, config.seed, config.precision, running.steps)
        running.drop()
        running.models.open(number, opened)
        running.begin_anew(past)


def adopt(running: Running, network: Network, config: TrainingConfig, trained: Trained) -> None:
    """Give the model of the drawing weights of an earlier process, where their shapes fit, and show its history."""
    with running.turn:
        running.drop()
        running.models.forget()
        graph = running.graph(network, config.seed, config.precision)
        for layer_id, weights in trained.weights.items():
            layer = graph.layers.get(layer_id)
            if layer is not None and take_state(layer, weights) and needs_adapting(layer):
                remember_adapted(layer, None)
        running.begin_anew(trained.history)
