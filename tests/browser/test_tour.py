"""Every gesture twice in one studio: the drawing that stands then, as one step for undo and redo."""

import pytest

from tests.browser.gestures import GESTURES, Stage
from tests.browser.lab import Notebook


@pytest.fixture(scope="module")
def stage(notebook: Notebook) -> Stage:
    return Stage(notebook)


@pytest.mark.parametrize("name", GESTURES)
def test_a_gesture_is_one_step_that_undo_takes_back_and_redo_does_again(stage: Stage, name: str):
    stage.begin(GESTURES[name])
    try:
        stage.do(GESTURES[name], "Control+y")
        stage.do(GESTURES[name], "Control+Shift+z")
    except BaseException:
        stage.recover()
        raise
