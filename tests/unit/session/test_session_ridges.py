"""How weights and gradients of a layer were distributed over a run, as the browser gets it."""

import numpy as np

from playground import datasets, protocol
from playground.session import Session, read_template
from playground.session._viewing import watch_vitals
from playground.session._weights import RIDGES, weights_of_layer
from playground.training import TrainingConfig


def test_the_histograms_of_weights_and_of_gradients_are_those_of_the_run_at_the_same_steps():
    session = Session(
        read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(epochs=5, jit_compile="off")
    )
    watch_vitals(session.running, protocol.WatchVitals("v", shown=True))
    for count in range(4):
        session.step()
        session.running.run.wait_until("paused", timeout=60)
        assert len(session.running.run.history) in {count, count + 1}
    run = session.running.run
    run.stop()
    run.wait()
    layer = next(each.id for each in session.network.layers if each.kind == "Dense")
    told, buffers = weights_of_layer(session.running, session.network, protocol.GetWeights(layer))
    kernel = told.pictures[0]
    assert 0 < kernel.moments <= RIDGES
    steps, ranges, counts, gradient_ranges, gradient_counts = buffers[2:7]
    shapes = run.vitals.shapes
    assert steps.tolist() == shapes.steps.tolist()
    np.testing.assert_array_equal(ranges, shapes.ranges[:, 0, 0])
    np.testing.assert_array_equal(counts, shapes.counts[:, 0, 0])
    np.testing.assert_array_equal(gradient_ranges, shapes.ranges[:, 0, 1])
    np.testing.assert_array_equal(gradient_counts, shapes.counts[:, 0, 1])
    size = int(np.prod(kernel.shape))
    assert (gradient_counts.sum(axis=1) == size).all()
    assert not np.array_equal(ranges, gradient_ranges)
