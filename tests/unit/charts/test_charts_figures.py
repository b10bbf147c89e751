import math
import subprocess
import sys

import numpy as np
import plotly.graph_objects as go
import pytest

from playground import charts
from playground.errors import PlaygroundError
from playground.protocol import Mark

STEPS = {"loss": np.linspace(2, 1, 5000, dtype="float32"), "accuracy": np.linspace(0, 1, 5000)}
EPOCHS = {"loss": np.array([1.5, 1.0]), "val_loss": np.array([1.6, 1.4])}
ENDS = np.array([2500, 5000])


def test_a_history_shows_raw_under_smooth_and_validation_with_labels_at_their_ends():
    figure = charts.history(STEPS, EPOCHS, ENDS, theme="dark")

    assert [(trace.name, trace.mode, trace.opacity, trace.line.color) for trace in figure.data] == [
        ("loss, each step", "lines", 0.35, "#9aa0a8"),
        ("loss", "lines", None, "#9aa0a8"),
        ("val_loss", "lines+markers", None, "#42a5f5"),
    ]
    assert [len(trace.x) <= 2000 for trace in figure.data] == [True] * 3
    assert (figure.data[0].x[0], figure.data[0].x[-1]) == (1, 5000)
    assert figure.data[0].y[[0, -1]].tolist() == [2, 1]
    assert (figure.data[2].x.tolist(), figure.data[2].y.tolist()) == ([2500, 5000], [1.6, 1.4])
    assert [(note.text, note.x, note.yshift) for note in figure.layout.annotations] == [
        ("train 1", 5000, 0),
        ("validation 1.4", 5000, 0),
    ]


def test_labels_that_would_meet_are_moved_apart():
    figure = charts.history({"loss": [3.0, 1.0]}, {"val_loss": [3.0, 1.01]}, [1, 2], smoothing=0)

    assert [(note.text, note.yshift) for note in figure.layout.annotations] == [
        ("train 1", -7),
        ("validation 1.01", 7),
    ]


def test_on_a_logarithmic_axis_labels_stand_at_the_last_value_above_zero():
    figure = charts.history({"loss": [10.0, 0.1, 0.0, math.nan]}, {}, [], log=True, smoothing=0)

    assert figure.layout.yaxis.type == "log"
    assert [(note.text, note.x, note.y) for note in figure.layout.annotations] == [
        ("train 0.1", 2, -1),
        ("NaN from step 4", 4, 1),
    ]


def test_what_happened_in_a_run_is_an_upright_line_with_its_label():
    marks = (Mark(2500, "edited", 1.0), Mark(4000, "learning rate 0.1", 1.6))
    figure = charts.history(STEPS, EPOCHS, ENDS, marks=marks)
    assert [(line.x0, line.x1, line.y0, line.y1, line.yref) for line in figure.layout.shapes] == [
        (2500, 2500, 0, 1, "y domain"),
        (4000, 4000, 0, 1, "y domain"),
    ]
    labels = [note for note in figure.layout.annotations if note.textangle == -90]
    assert [(note.x, note.text) for note in labels] == [(2500, "edited"), (4000, "learning rate 0.1")]
    assert figure.layout.xaxis.range == (1, 5000)


def test_a_metric_known_by_epoch_alone_is_shown_by_epoch():
    figure = charts.history({}, EPOCHS, ENDS)

    assert [(trace.name, trace.y.tolist()) for trace in figure.data] == [
        ("loss", [1.5, 1.0]),
        ("val_loss", [1.6, 1.4]),
    ]


def test_a_diverged_run_and_one_without_a_step_have_a_chart():
    diverged = charts.history({"loss": np.full(3, np.nan)}, {"val_loss": [None]}, [3])
    empty = charts.history({"loss": []}, {"val_loss": []}, [])

    assert (len(diverged.data), [note.text for note in diverged.layout.annotations]) == (3, ["NaN from step 1"])
    assert ([len(trace.x) for trace in empty.data], empty.layout.annotations) == ([0, 0, 0], ())


def test_a_hole_is_marked_at_its_first_step():
    figure = charts.history({"loss": [3.0, 2.0, math.inf, 1.0]}, {}, [])

    assert (figure.layout.annotations[-1].text, figure.layout.shapes[0].x0) == ("infinite at step 3", 3)


def test_an_unknown_metric_is_refused_with_the_known_ones():
    with pytest.raises(PlaygroundError) as caught:
        charts.history(STEPS, EPOCHS, ENDS, metric="auc")
    assert str(caught.value) == "The history has no metric “auc”: choose from accuracy, loss."


def test_a_history_with_gaps_is_drawn_at_its_steps_and_says_where_it_broke():
    numbers = [1, 4_000, 9_000, 9_001]
    figure = charts.history({"loss": [3.0, 2.0, math.nan, math.nan]}, {}, [], numbers=numbers, smoothing=0)
    assert figure.data[0].x.tolist() == numbers
    assert "NaN from step 9,000" in [each.text for each in figure.layout.annotations]


def test_maps_are_tiled_with_gaps_and_keep_their_values():
    maps = np.arange(5 * 2 * 3).reshape(5, 2, 3)

    figure = charts.feature_maps(maps)
    shared = charts.feature_maps(maps, shared_scale=True)

    (trace,) = figure.data
    assert trace.z.shape == trace.customdata.shape == (8, 7)
    assert trace.customdata[:2, :3].tolist() == maps[0].tolist()
    assert trace.customdata[:2, 4:].tolist() == maps[1].tolist()
    assert np.isnan(trace.z[2]).all()
    assert np.isnan(trace.z[:, 3]).all()
    assert (np.nanmin(trace.z[:2, :3]), np.nanmax(trace.z[:2, :3])) == (0, 1)
    assert (np.nanmin(shared.data[0].z), np.nanmax(shared.data[0].z)) == (0, 29)


def test_maps_that_are_flat_or_not_finite_have_a_picture():
    maps = np.stack([np.zeros((2, 2)), np.full((2, 2), np.nan), [[0.0, np.inf], [1.0, 2.0]]])

    z = charts.feature_maps(maps).data[0].z

    assert z[:2, :2].tolist() == [[0, 0], [0, 0]]
    assert np.isnan(z[:2, 3:]).all()
    assert np.array_equal(z[3:, :2], [[0, np.nan], [0.5, 1]], equal_nan=True)


def test_an_array_of_another_rank_is_no_feature_map():
    with pytest.raises(PlaygroundError, match=r"give such an array, not \(2, 2\)"):
        charts.feature_maps(np.zeros((2, 2)))


def test_a_histogram_counts_every_finite_value_and_says_what_it_left_out():
    figure = charts.histogram([[0.0, 1.0], [1.0, np.nan]], bins=2)

    assert (figure.data[0].x.tolist(), figure.data[0].y.tolist()) == ([0.25, 0.75], [1, 2])
    assert figure.layout.xaxis.title.text == "1 of 4 values are not finite"
    assert charts.histogram([]).data[0].y.sum() == 0


def test_bars_have_their_labels_and_the_largest_the_accent():
    figure = charts.bars([0.1, 0.7, np.nan], ["cat", "dog", "dog"], theme="light")

    assert figure.data[0].marker.color == ("#7d8ea3", "#1976d2", "#7d8ea3")
    assert figure.layout.xaxis.ticktext == ("cat", "dog", "dog")
    assert charts.bars([1, 2]).layout.xaxis.ticktext == ("0", "1")
    with pytest.raises(PlaygroundError, match=r"one label a value: there are 1 for \(2,\)"):
        charts.bars([1, 2], ["a"])


@pytest.mark.parametrize("theme", ["any", "light", "dark"])
def test_every_theme_is_transparent_without_legend_or_upright_lines(theme):
    layout = charts.template(theme).layout

    assert (layout.paper_bgcolor, layout.plot_bgcolor) == ("rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)")
    assert (layout.showlegend, layout.xaxis.showgrid, layout.yaxis.showgrid) == (False, False, True)


def test_figures_are_json_that_plotly_reads_back():
    for figure in (charts.history(STEPS, EPOCHS, ENDS), charts.histogram([1, 2]), charts.bars([1, np.inf])):
        assert [trace.name for trace in go.Figure(json_of(figure)).data] == [trace.name for trace in figure.data]


def json_of(figure):
    import json

    return json.loads(figure.to_json())


def test_the_rooms_are_entered_without_plotly_keras_or_tensorflow():
    program = (
        "import sys, playground.charts, playground.exporting, playground.probing\n"
        "print(sorted({'plotly', 'keras', 'tensorflow', 'numpy'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
