"""What is on the screen is compiled first when a run begins: cards don't stay empty while others are made ready."""

import threading

from playground import datasets, protocol
from playground.session import Session, read_template
from playground.training import TrainingConfig, _beside, _measuring


def test_the_first_pictures_wait_for_nothing_that_is_compiled_to_measure_gradients(monkeypatch):
    template = read_template("digits_mlp")
    session = Session(template.network, datasets.load("digits"), TrainingConfig(epochs=10_000, jit_compile="off"))
    pictured, measured, came_first = threading.Event(), threading.Event(), []

    def beside(_name, work):
        def slowly():
            with session.running.run.tracing:
                came_first.append(pictured.wait(30))
            measured.set()
            work()

        _beside.beside("slow", slowly)

    def hear(event, _buffers):
        told = event.events if isinstance(event, protocol.Together) else (event,)
        if any(isinstance(each, protocol.Pictures) and each.pictures for each in told):
            pictured.set()

    monkeypatch.setattr(_measuring, "beside", beside)
    session.stream = hear
    session.running.watch(protocol.Watch("view", tuple(node.id for node in template.network.nodes)))
    session.play()
    assert measured.wait(90)
    session.running.stop()

    assert came_first == [True]
