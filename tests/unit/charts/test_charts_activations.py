"""Sequences, attention and projections as figures."""

import numpy as np
import pytest

from playground import charts
from playground.errors import PlaygroundError

RANDOM = np.random.default_rng(0)


def test_a_sequence_runs_to_the_right_with_a_row_a_feature_and_gaps_where_there_is_no_number():
    values = RANDOM.normal(size=(5, 3))
    values[4, 1] = np.inf

    (trace,) = charts.sequence(values).data

    expected = values.T.copy()
    expected[1, 4] = np.nan
    np.testing.assert_array_equal(trace.z, expected)
    assert trace.customdata[1][4] == np.inf


def test_attention_has_a_map_a_head_on_one_scale_with_its_words():
    weights = RANDOM.dirichlet(np.ones(3), size=(3, 2))

    figure = charts.attention(weights, ["good", "bad"], ["a", "b", "c"], theme="dark")

    assert [note.text for note in figure.layout.annotations] == ["head 0", "head 1", "head 2"]
    assert [trace.z.shape for trace in figure.data] == [(2, 3)] * 3
    np.testing.assert_array_equal(figure.data[2].z, weights[2])
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (0, weights.max())
    assert figure.data[1].text[1][2] == "bad → c"
    assert (figure.layout.yaxis2.ticktext, figure.layout.xaxis3.ticktext) == (("good", "bad"), ("a", "b", "c"))
    square = charts.attention(np.full((1, 2, 2), np.nan), ["good", "bad"])
    assert (square.layout.xaxis.ticktext, square.layout.coloraxis.cmax) == (("good", "bad"), 1)


def test_a_projection_has_a_trace_a_class_that_knows_its_samples_or_one_coloured_by_numbers():
    points = RANDOM.normal(size=(6, 2))

    figure = charts.projection(points, [0, 2, 0, 2, 2, 0], ["cat", "dog"], shares=(0.5, 0.25))

    assert [(trace.name, list(trace.customdata)) for trace in figure.data] == [("cat", [0, 2, 5]), ("2", [1, 3, 4])]
    np.testing.assert_array_equal(figure.data[1].x, points[[1, 3, 4], 0])
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "50% of the variance",
        "25% of the variance",
    )
    (numbers,) = charts.projection(points, np.linspace(0, 1, 6)).data
    assert list(numbers.marker.color) == np.linspace(0, 1, 6).tolist()
    (plain,) = charts.projection(points).data
    assert len(plain.x) == 6


def test_an_embedding_has_a_point_a_row_that_says_its_word_and_shows_the_first_ones():
    points = RANDOM.normal(size=(50, 2))
    words = [f"word{row}" for row in range(45)]

    figure = charts.embedding(points, words, np.arange(50.0), shares=(0.5, 0.25), theme="dark")

    (trace,) = figure.data
    np.testing.assert_array_equal(trace.y, points[:, 1])
    assert list(trace.customdata) == list(range(50))
    assert (trace.text[39], trace.text[40], trace.hovertext[44], trace.hovertext[45]) == (
        "word39",
        "",
        "“word44”",
        "row 45",
    )
    assert list(trace.marker.color) == list(range(50))
    assert figure.layout.xaxis.title.text == "50% of the variance"
    (plain,) = charts.embedding(points).data
    assert (plain.mode, plain.hovertext[3]) == ("markers", "row 3")


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: charts.sequence(np.zeros(3)), "A sequence has the shape"),
        (lambda: charts.attention(np.zeros((2, 2))), "Attention has the shape"),
        (lambda: charts.attention(np.zeros((1, 2, 2)), ["one"]), "one word for each of its queries: there are 1 for 2"),
        (lambda: charts.projection(np.zeros((4, 3))), "A projection has the shape"),
        (lambda: charts.embedding(np.zeros(4)), "An embedding in a plane has the shape"),
        (lambda: charts.embedding(np.zeros((4, 2)), (), [1]), "one length a row: there are 1 for 4"),
        (lambda: charts.projection(np.zeros((4, 2)), [1, 2]), "one label a point: there are 2 for 4"),
    ],
)
def test_arrays_of_other_shapes_are_refused_in_a_sentence(draw, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        draw()
