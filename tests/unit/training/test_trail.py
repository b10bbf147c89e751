"""The way of a run's weights: within its memory, evenly over the steps, from the first on."""

import keras
import numpy as np
from hypothesis import given, settings, strategies as st

from playground import datasets, train
from playground.training import GoingOn, TrainingConfig, judged, targets_of
from playground.training._trail import Trail


def variables(*shapes, value=0.0):
    return [keras.Variable(np.full(shape, value, "float32")) for shape in shapes]


@settings(max_examples=25, deadline=None)
@given(
    strides=st.lists(st.integers(1, 50), min_size=1, max_size=200), moments=st.integers(0, 20), count=st.integers(3, 9)
)
def test_a_trail_stays_within_its_memory_and_keeps_the_first_moment_and_even_distances(strides, moments, count):
    trail = Trail(most_bytes=moments * 4 * 6, most_moments=count)
    held = variables((2, 2), (2,))
    steps = [0, *np.cumsum(strides).tolist()]
    for step in steps:
        trail._rests_until = 0.0
        held[0].assign(np.full((2, 2), float(step)))
        trail.keep(step, held)
    kept, weights = trail.of(held)
    room = min(moments, count)
    if room < 3:
        assert kept == ()
        return
    assert 1 <= len(kept) <= room
    assert kept[0] == 0
    assert set(kept) <= set(steps)
    assert list(kept) == sorted(set(kept))
    np.testing.assert_array_equal(weights, [[step] * 4 + [0, 0] for step in kept])


def test_weights_that_are_no_numbers_are_left_out_and_other_shapes_begin_anew():
    trail = Trail()
    held = variables((3,), value=1.0)
    trail.keep(0, held)
    trail._rests_until = 0.0
    held[0].assign([1.0, np.nan, 1.0])
    trail.keep(1, held)
    assert trail.of(held)[0] == (0,)
    other = variables((2, 2))
    assert trail.of(other)[0] == ()
    trail.keep(5, other)
    assert trail.of(other)[0] == (5,)
    assert trail.of(held)[0] == ()


def test_a_run_that_goes_back_takes_its_trail_back():
    trail = Trail()
    held = variables((3,))
    for step in (0, 4, 8, 12, 6):
        trail._rests_until = 0.0
        trail.keep(step, held)
    assert trail.of(held)[0] == (0, 4, 6)


def digits():
    x = np.random.default_rng(0).standard_normal((64, 4)).astype(np.float32)
    return datasets.from_arrays(x, x.sum(axis=1, keepdims=True))


def test_a_trail_of_a_run_goes_on_with_the_run_that_takes_it_up():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    config = TrainingConfig(epochs=2, batch_size=8)
    run = train(model, digits(), config, observers=(lambda run: run.trail.look(run),))
    run.wait()
    steps, weights = run.trail.of(model.trainable_variables)
    assert steps
    assert steps[-1] <= len(run.history)
    assert weights.shape == (len(steps), 5)
    after = train(model, digits(), config, after=GoingOn(run, {}, "edited"))
    after.wait()
    assert after.trail is run.trail


def test_a_branch_has_a_trail_of_its_own_up_to_its_moment_and_the_run_keeps_its_own():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    config = TrainingConfig(epochs=3, batch_size=8)
    run = train(model, digits(), config, observers=(lambda run: run.trail.look(run),))
    run.wait()
    whole = run.trail.of(model.trainable_variables)
    moment = run.snapshots.nearest(len(run.history) // 2)
    branch = train(model, digits(), config, after=GoingOn(run, {}, "branch", moment), paused=True)
    steps, weights = branch.trail.of(model.trainable_variables)
    assert steps == tuple(step for step in whole[0] if step <= moment.step)
    assert np.array_equal(weights, whole[1][: len(steps)])
    branch.trail.keep(moment.step + 1, model.trainable_variables)
    assert run.trail.of(model.trainable_variables)[0] == whole[0]
    branch.stop()
    branch.wait()


def test_what_judges_a_model_has_the_loss_of_the_configuration_and_leaves_the_model_alone():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    data = digits()
    config = TrainingConfig(loss="mae", optimizer=keras.optimizers.Adam(), metrics=("mse",))
    twin = judged(model, data, config)
    (x,), targets = data.inputs.values(), targets_of(twin, data)
    answers = model(x)
    expected = np.abs(np.asarray(answers) - targets[0]).mean()
    np.testing.assert_allclose(float(twin.compute_loss(y=targets[0], y_pred=answers)), expected, rtol=1e-5)
    assert not model.compiled
    assert not config.optimizer.built
    assert twin.trainable_variables[0] is model.trainable_variables[0]
