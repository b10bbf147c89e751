"""What the doctor says of real runs: of each illness on a run that has it, and nothing of healthy ones."""

import keras
import numpy as np
import pytest

import playground as pg
from playground import datasets
from playground.checking import check
from playground.doctor import Evidence, examine
from playground.doctor.rules import RULES
from playground.network import apply
from playground.training import TrainingConfig, train
from tests.unit.doctor import runs


def one(code):
    findings, network = runs.findings_of(runs.ILL[code])
    return next(each for each in findings if each.code == code), network


def test_every_rule_has_a_run_that_is_ill():
    assert set(runs.ILL) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", runs.ILL)
def test_an_illness_is_found_with_its_figures(code):
    findings, _ = runs.findings_of(runs.ILL[code])
    found = [each for each in findings if each.code == code]
    assert found, [each.message for each in findings]
    assert all(each.evidence and np.isfinite(list(each.evidence.values())).all() for each in found)
    assert all(each.message.endswith(".") for each in found)


@pytest.mark.parametrize("make", [runs.healthy, runs.healthy_blobs], ids=lambda make: make.__name__)
def test_a_healthy_run_has_no_finding(make):
    assert [each.message for each in runs.findings_of(make)[0]] == []


def test_a_rate_is_too_high_by_what_steps_change():
    findings, _ = runs.findings_of(runs.rate_high_by_updates)
    found = next(each for each in findings if each.code == "learning_rate_high")
    assert found.evidence["update by weights"] >= 0.05
    assert found.cure.training.optimizer.settings["learning_rate"] < 8.0


def test_a_rate_so_high_that_nothing_lives_and_moves_any_more_is_not_called_too_low():
    findings, _ = runs.findings_of(runs.rate_high_for_long)
    codes = {each.code for each in findings}
    assert {"learning_rate_high", "dead_relus"} <= codes
    assert "learning_rate_low" not in codes


def test_the_cure_of_a_rate_changes_that_alone():
    found, _ = one("learning_rate_high")
    assert found.cure.edit is None
    assert found.cure.training.optimizer.kind == "Adam"
    assert found.cure.training.optimizer.settings["learning_rate"] == pytest.approx(0.01)
    low, _ = one("learning_rate_low")
    assert low.cure.training.optimizer.settings["learning_rate"] > 1e-6


@pytest.mark.parametrize("code", runs.ILL)
def test_an_edit_that_cures_leaves_a_network_that_can_be_built(code):
    findings, network = runs.findings_of(runs.ILL[code])
    for finding in findings:
        if finding.cure is not None and finding.cure.edit is not None:
            cured = apply(network, finding.cure.edit)[0]
            assert cured != network
            assert check(cured).ok
    assert all(each.node is None or each.node in network.node_by_id for each in findings)


def test_what_vanishes_is_at_the_first_layer_and_relu_cures_it():
    found, network = one("vanishing_gradients")
    assert network.layer_of(found.node).name == network.layers[2].name
    cured = apply(network, found.cure.edit)[0]
    assert {layer.settings.get("activation") for layer in cured.layers[2:]} == {"relu", "softmax"}


def test_overfitting_is_cured_by_dropout_before_the_last_layer():
    found, network = one("overfitting")
    cured = apply(network, found.cure.edit)[0]
    assert [cured.layer_of(node).kind for node in cured.order][-2:] == ["Dropout", "Dense"]


def test_more_can_be_held_back_where_a_share_says_how_many():
    found, _ = one("validation_too_small")
    assert 0.2 < found.cure.training.validation_split <= 0.4
    data = runs.blobs(samples=100)
    brought = datasets.from_arrays(
        data.inputs["input"][:80],
        data.targets["target"][:80],
        validation=(data.inputs["input"][80:], data.targets["target"][80:]),
    )
    run = runs.trained(runs.network((4,), 3), brought, epochs=8)
    told = [each for each in pg.diagnose(run) if each.code == "validation_too_small"]
    assert told
    assert told[0].cure is None


def test_a_model_that_nobody_drew_is_examined_without_cures_of_a_drawing():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8, activation="relu", bias_initializer=keras.initializers.Constant(-50.0)),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    run = runs.trained(model, runs.blobs(), "sgd", 2)
    (found,) = (each for each in pg.diagnose(run) if each.code == "dead_relus")
    assert found.node is None
    assert found.cure is None
    assert "8 of the 8 units" in found.message


def test_a_run_that_goes_on_is_held_and_goes_on():
    config = TrainingConfig(epochs=100_000, jit_compile="off")
    run = train(runs.network((4,), 3), runs.blobs(), config)
    run.wait_until("running", timeout=60)
    pg.diagnose(run)
    assert run.state == "running"
    run.stop()
    assert run.wait(60) == "stopped"


def test_a_model_that_is_mostly_wrong_accuses_no_labels():
    findings, _ = runs.findings_of(runs.exploding)
    assert "label_noise" not in {each.code for each in findings}


def test_of_nothing_nothing_is_found():
    assert examine(Evidence()) == ()


@pytest.mark.parametrize("seed", range(20))
def test_noise_around_a_level_is_no_divergence_and_no_overfitting(seed):
    rng = np.random.default_rng(seed)
    loss = (1.0 + 0.3 * rng.normal(size=400)).astype(np.float32)
    held = (1.0 + 0.05 * rng.normal(size=20)).astype(np.float32)
    falling = np.linspace(1.0, 0.9, 20, dtype=np.float32)
    found = examine(Evidence(steps={"loss": loss}, epochs={"loss": falling, "val_loss": held}))
    assert {each.code for each in found} & {"diverging", "overfitting"} == set()


def test_of_a_run_with_gaps_parts_are_equal_in_steps_and_steps_and_epochs_have_their_numbers():
    """Of a very long run the newer half is whole, and of the older the extremes."""
    numbers = np.concatenate([np.arange(1, 9_001, 30), np.arange(9_001, 10_001)])
    loss = np.where(numbers <= 9_000, 1.0, 5.0).astype(np.float32)
    found = {each.code: each for each in examine(Evidence(steps={"loss": loss}, numbers=numbers))}
    assert found["diverging"].message.startswith("The loss rises: it was 1 at its best and is 5 now")

    loss[200] = np.nan
    (broken,) = examine(Evidence(steps={"loss": loss}, numbers=numbers))
    assert "not finite from step 6,001 on" in broken.message

    falling, held = np.linspace(2, 0.1, 20), np.concatenate([np.linspace(2, 1, 8), np.linspace(1.1, 3, 12)])
    epochs = {"loss": falling, "val_loss": held}
    (fit,) = (
        each
        for each in examine(Evidence(epochs=epochs, epoch_numbers=np.arange(5, 105, 5)))
        if each.code == "overfitting"
    )
    assert "after epoch 40" in fit.message
