"""The figure of a landscape: what it draws is what came in."""

import numpy as np
import pytest

from playground import charts
from playground.errors import PlaygroundError

X, Y = np.linspace(-1, 1, 3), np.linspace(-2, 2, 4)
FIELD = np.array([[1.0, 10.0, 100.0]] * 4)


def test_a_landscape_has_level_curves_by_the_logarithm_the_way_of_the_run_and_a_mark_at_the_weights():
    way = [[-1, -2], [-0.5, 0.5], [0, 0]]
    levels, run, mark = charts.landscape(X, Y, FIELD, path=way, path_losses=[3, 2, 1], theme="dark").data
    np.testing.assert_allclose(levels.z, np.log10(FIELD))
    np.testing.assert_array_equal(levels.customdata, FIELD)
    assert [levels.colorbar.ticktext[place] for place in (0, 2, 4)] == ["1", "10", "100"]
    assert (list(run.x), list(run.y), list(run.customdata)) == ([-1, -0.5, 0], [-2, 0.5, 0], [3, 2, 1])
    assert (tuple(mark.x), tuple(mark.y)) == ((0,), (0,))


def test_losses_that_are_no_numbers_are_gaps_and_those_of_zero_or_less_have_no_logarithm():
    field = np.array([[1.0, np.nan, np.inf], [2.0, 3.0, -np.inf], [1, 1, 1], [1, 1, 1]])
    levels = charts.landscape(X, Y, field).data[0]
    assert np.isnan(levels.z).tolist() == (~np.isfinite(field)).tolist()
    assert levels.connectgaps is False
    field[0, 0] = -1
    levels = charts.landscape(X, Y, field).data[0]
    assert levels.z[0][0] == -1
    assert levels.colorbar.ticktext is None
    assert len(charts.landscape(X, Y, np.full((4, 3), np.nan)).data) == 2


def test_shapes_that_do_not_belong_together_are_refused():
    with pytest.raises(PlaygroundError, match=r"losses \(rows, columns\), not \(4,\), \(3,\), \(4, 3\)"):
        charts.landscape(Y, X, FIELD)
    with pytest.raises(PlaygroundError, match=r"path has the shape \(moments, 2\), not \(3,\)"):
        charts.landscape(X, Y, FIELD, path=[1, 2, 3])
