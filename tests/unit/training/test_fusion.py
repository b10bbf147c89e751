"""Many steps are one call: what makes small networks fast. `benchmarks/training.py` prints by how much."""

import numpy as np

import playground as pg

EPOCHS, STEPS = 400, 25


def test_the_smallest_network_trains_many_steps_a_call():
    import keras

    rng = np.random.default_rng(0)
    x = rng.normal(size=(250, 2)).astype("float32")
    y = (x[:, :1] * x[:, 1:] > 0).astype("float32")
    layers = [keras.layers.Dense(n, activation="tanh") for n in (4, 2)]
    model = keras.Sequential([keras.Input((2,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    data = pg.datasets.from_arrays(x, y)
    config = pg.TrainingConfig(
        "sgd", "binary_crossentropy", (), batch_size=10, epochs=EPOCHS, validation_split=0, observer_share=0.99
    )
    pg.train(model, data, config).wait()
    calls = []
    run = pg.train(model, data, config, observers=(lambda run: calls.append(len(run.history)),))
    run.wait()
    assert len(run.history) == EPOCHS * STEPS
    assert calls == sorted(calls)
    assert len(calls) < EPOCHS * STEPS / 5, f"{len(calls)} calls for {EPOCHS * STEPS} steps"
