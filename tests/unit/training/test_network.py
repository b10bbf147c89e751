"""Training what was drawn: the model is built for the run, its first weights drawn from the seed."""

import threading

import pytest

from playground.checking import check
from playground.errors import TrainingError
from playground.modeling import build, build_graph
from playground.network import Edge, Layer, Network, Node
from playground.training import TrainingConfig, train


def drawn(units=2):
    return Network(
        layers=(
            Layer("l1", "InputLayer", "points", {"shape": [2]}),
            Layer("l2", "Dense", "hidden", {"units": 4, "activation": "tanh"}),
            Layer("l3", "Dropout", "some", {"rate": 0.5}),
            Layer("l4", "Dense", "answer", {"units": units}),
        ),
        nodes=(Node("n1", "l1"), Node("n2", "l2"), Node("n3", "l3"), Node("n4", "l4")),
        edges=(Edge("n1", "n2"), Edge("n2", "n3"), Edge("n3", "n4")),
    )


def test_two_runs_of_one_seed_are_the_same_and_of_another_differ(data):
    one, same, other = (
        train(drawn(), data, TrainingConfig(epochs=2, seed=seed, jit_compile="off")) for seed in (1, 1, 2)
    )
    for run in (one, same, other):
        assert run.wait(60) == "finished"
    assert one.history.steps["loss"].tolist() == same.history.steps["loss"].tolist()
    assert one.history.steps["loss"].tolist() != other.history.steps["loss"].tolist()
    assert [layer.name for layer in one.model.layers] == ["points", "hidden", "some", "answer"]


def test_a_network_that_can_not_be_built_fails_with_its_problem(data):
    run = train(drawn(units=0), data, TrainingConfig(epochs=1))
    with pytest.raises(TrainingError, match="answer"):
        run.wait(60)
    assert (run.state, run.problem.code, run.model) == ("failed", "network", None)


def test_a_problem_on_a_layer_is_on_its_node(data):
    run = train(drawn(units=3), data, TrainingConfig(loss="categorical_crossentropy"))
    assert run.wait_until(timeout=60) == "failed"
    assert (run.problem.code, run.problem.node) == ("target_shape", "n4")


def test_a_model_is_trained_by_one_run_at_a_time(data):
    model = build(drawn())
    first = train(model, data, TrainingConfig(), paused=True)
    with pytest.raises(TrainingError, match=rf"Model “network” is being trained by run {first.number}; stop that run"):
        train(model, data)
    first.stop()
    first.wait(60)
    second = train(model, data, TrainingConfig(epochs=1))
    assert second.wait(60) == "finished"


def test_checking_in_another_thread_does_not_disturb_the_first_weights():
    def weights():
        return [array.tolist() for array in build_graph(drawn(), seed=3).model.get_weights()]

    alone = weights()
    done = threading.Event()

    def check_always_anew():
        units = 1
        while not done.is_set():
            units += 1
            check(drawn(units))

    checking = threading.Thread(target=check_always_anew)
    checking.start()
    try:
        assert [weights() for _ in range(10)] == [alone] * 10
    finally:
        done.set()
        checking.join()
