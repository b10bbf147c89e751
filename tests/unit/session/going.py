"""What tests of runs that go on begin with: a short run that is held, edits of it, and what the views hear."""

import time

import keras
import numpy as np

from playground import datasets, protocol
from playground.catalog import Choice
from playground.network import (
    AddNode,
    Batch,
    Connect,
    Disconnect,
    Edge,
    Layer,
    Node,
)
from playground.session import Session, read_template
from playground.training import TrainingConfig

ADAM = Choice("Adam", {"learning_rate": 0.001})


class Screen:
    """What the views hear of runs."""

    def __init__(self, session):
        self.statuses, self.chunks, self.buffers, self.pictures = [], [], [], []
        session.stream = self.hear

    def hear(self, event, buffers):
        left = list(buffers)
        for each in event.events if isinstance(event, protocol.Together) else (event,):
            match each:
                case protocol.RunChanged():
                    self.statuses.append(each.status)
                case protocol.Pictures():
                    self.pictures.append(each)
                case protocol.HistoryChunk():
                    self.chunks.append(each)
                    self.buffers.append(left[: 2 * len(each.series)])
                    left = left[2 * len(each.series) :]

    @property
    def marks(self):
        return [mark for chunk in self.chunks for mark in chunk.marks]

    def pictured(self):
        """The nodes that the latest pictures are of."""
        return {picture.node for picture in self.pictures[-1].pictures} if self.pictures else set()

    def steps(self, name="loss"):
        """The numbers of the steps that came, in their order."""
        found = []
        for chunk, buffers in zip(self.chunks, self.buffers, strict=True):
            found += [buffers[2 * place].tolist() for place, each in enumerate(chunk.series) if each == name]
        return [step for part in found for step in part]


def chosen(**changes) -> TrainingConfig:
    """Settings of a run that is not over before its test; what would be traced to measure its gradients is not."""
    usual = {"epochs": 10_000, "jit_compile": "off", "optimizer": ADAM, "observer_share": 0.0}
    return TrainingConfig(**usual | changes)


def opened(**changes) -> Session:
    return Session(read_template("digits_mlp").network, datasets.load("digits"), chosen(**changes))


def held(session, unit="batch"):
    """The run, after one batch or epoch more."""
    session.step(unit)
    run = session.running.run
    assert run.wait_until("paused", timeout=60) == "paused"
    return run


def inserted(network, kind, layer_id, settings, behind="hidden_a"):
    """A layer put into the wire behind another."""
    source = next(node.id for node in network.nodes if node.layer == behind)
    wire = network.edges_from[source][0]
    new = AddNode(Node(layer_id, layer_id), Layer(layer_id, kind, layer_id, settings))
    return Batch((Disconnect(wire), new, Connect(Edge(source, layer_id)), Connect(Edge(layer_id, wire.target))))


def wait_until(true):
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def memories(model):
    """What Adam remembers, by the end of the path of each variable."""
    optimizer = model.optimizer
    return {
        "/".join(variable.path.split("/")[-2:]): np.array(memory)
        for variable, memory in zip(optimizer._trainable_variables, optimizer._momentums, strict=True)
    }


def status(session):
    return session.running.status


class Beginnings(keras.callbacks.Callback):
    """What each run begins with: weights by layer, what Adam remembers, and its count of steps."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_begin(self, logs=None):
        del logs
        weights = {layer.name: layer.get_weights() for layer in self.model.layers}
        self.seen.append((weights, memories(self.model), int(self.model.optimizer.iterations)))
