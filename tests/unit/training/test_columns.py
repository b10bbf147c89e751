"""A history beyond its limit: no extreme is lost, the newest half is whole, and memory grows no more."""

import numpy as np
from hypothesis import example, given, settings, strategies as st

from playground.training import History
from playground.training._columns import Columns, outstanding

LIMIT = 96
KINDS = ("noise", "constant", "falling", "holes", "absent")


def series(kind: str, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=count).astype(np.float32)
    if kind == "constant":
        values[:] = 0.5
    elif kind == "falling":
        values = np.linspace(2, 0, count, dtype=np.float32)
    elif kind == "holes":
        values[rng.random(count) < 0.1] = rng.choice(np.array([np.nan, np.inf, -np.inf], np.float32))
    elif kind == "absent":
        values[:] = np.nan
    return values


@st.composite
def runs(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], list[int]]:
    """Columns, and the lengths of the pieces that they come in."""
    pieces = draw(st.lists(st.integers(1, 400), min_size=1, max_size=12))
    kinds, seed = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3)), draw(st.integers(0, 99))
    return {f"{kind} {i}": series(kind, sum(pieces), seed + i) for i, kind in enumerate(kinds)}, pieces


def grown(values: dict[str, np.ndarray], pieces: list[int], limit: int = LIMIT) -> History:
    history, at = History(kept_steps=limit), 0
    for piece in pieces:
        history.append({name: each[at : at + piece] for name, each in values.items()})
        at += piece
        assert history.capacity[0] <= limit
    return history


@given(runs())
def test_no_extreme_and_no_first_hole_is_ever_lost_and_the_newer_half_is_whole(run):
    values, pieces = run
    total = sum(pieces)
    history = grown(values, pieces)
    part = history.since(0)

    assert len(history) == total == part.end
    assert part.numbers.dtype == np.int64
    assert part.numbers[0] == 1
    assert (np.diff(part.numbers) > 0).all()
    assert len(part.numbers) <= LIMIT
    assert part.numbers[-LIMIT // 2 :].tolist() == list(range(max(1, total - LIMIT // 2 + 1), total + 1))
    for name, whole in values.items():
        kept = part.steps[name]
        np.testing.assert_array_equal(kept, whole[part.numbers - 1])
        finite = np.isfinite(whole)
        if finite.any():
            assert (np.nanmin(kept[np.isfinite(kept)]), kept[np.isfinite(kept)].max()) == (
                whole[finite].min(),
                whole[finite].max(),
            )
        if not finite.all():
            assert part.numbers[np.argmin(np.isfinite(kept))] == np.argmin(finite) + 1


@given(st.integers(1_000, 60_000), st.integers(0, 9))
def test_the_beginning_of_a_long_run_is_seen_as_well_as_what_came_later(total, seed):
    history = grown({"loss": series("noise", total, seed)}, [total])
    thinned = history.numbers[: -LIMIT // 2]
    assert np.diff(thinned).max() <= 2 * max(16, 16 * total / (LIMIT // 4))


@given(st.integers(1, 200), st.integers(1, 40), st.integers(1, 3), st.integers(0, 99))
@example(2, 2, 1, 38)  # a hole, then the only finite value
def test_of_each_stretch_the_lowest_the_highest_and_the_first_hole_stay(count, width, columns, seed):
    table = np.stack([series(KINDS[(seed + i) % len(KINDS)], count, seed + i) for i in range(columns)])
    stretches = np.arange(count) // width
    expected = set()
    for start in range(0, count, width):
        for column in table[:, start : start + width]:
            finite = np.isfinite(column)
            if finite.any():
                expected |= {start + int(np.where(finite, column, np.inf).argmin())}
                expected |= {start + int(np.where(finite, column, -np.inf).argmax())}
            if not finite.all():
                expected |= {start + int(finite.argmin())}
    assert outstanding(table, stretches).tolist() == sorted(expected)


@given(runs(), st.integers(0, 3_000), st.integers(0, 3_000))
def test_parts_agree_with_a_history_that_has_no_limit(run, first, length):
    values, pieces = run
    bounded, whole = grown(values, pieces), grown(values, pieces, 10_000)
    for one, other in (
        (bounded.since(first), whole.since(first)),
        (bounded.between(first + 1, first + length), whole.between(first + 1, first + length)),
    ):
        inside = np.isin(other.numbers, one.numbers)
        ends = set(one.numbers[[0, -1]]) if len(one.numbers) else set()
        assert set(one.numbers) - ends <= set(other.numbers)
        for name in one.steps:
            shared = np.isin(one.numbers, other.numbers)
            np.testing.assert_array_equal(one.steps[name][shared], other.steps[name][inside])
    untouched = len(whole) - LIMIT // 2
    np.testing.assert_array_equal(bounded.since(untouched).numbers, whole.since(untouched).numbers)
    part = bounded.between(untouched + 2, untouched + 20)
    np.testing.assert_array_equal(part.numbers, whole.between(untouched + 2, untouched + 20).numbers)


@given(runs(), st.integers(0, 3_000), st.integers(1, 300))
def test_a_copy_goes_on_as_its_own_from_any_step(run, until, more):
    values, pieces = run
    history = grown(values, pieces)
    before, until = history.since(0), min(until, len(history))
    copy = history.copy(until)

    assert len(copy) == until
    np.testing.assert_array_equal(copy.numbers, before.numbers[before.numbers <= until])
    copy.append({name: np.full(more, 9, np.float32) for name in values})
    assert len(copy) == until + more
    last = copy.since(max(until, until + more - LIMIT // 2))
    assert last.numbers.tolist() == list(range(max(until, until + more - LIMIT // 2) + 1, until + more + 1))
    assert all((each == 9).all() for each in last.steps.values())
    assert copy.capacity[0] <= LIMIT
    np.testing.assert_array_equal(history.numbers, before.numbers)


@settings(max_examples=30)
@given(runs(), st.integers(1, 300))
def test_what_was_taken_never_changes(run, more):
    values, pieces = run
    history = grown(values, pieces)
    part = history.since(0)
    before = {name: each.copy() for name, each in part.steps.items()}
    history.append({name: np.full(more, -1, np.float32) for name in values})
    for name, each in part.steps.items():
        np.testing.assert_array_equal(each, before[name])


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6), st.integers(0, 99))
def test_epochs_are_bounded_likewise_and_told_by_their_numbers(pieces, seed):
    total = sum(pieces)
    history, losses, at = History(kept_epochs=LIMIT), series("noise", total, seed).astype(float), 0
    for piece in pieces:
        numbers = np.arange(at + 1, at + piece + 1, dtype=float)
        history.append_epochs(["loss"], np.stack([numbers, 3 * numbers, losses[at : at + piece]], axis=1))
        at += piece
        assert history.capacity[1] <= LIMIT
    rows = history.rows()
    assert (rows.done, len(rows) <= LIMIT) == (total, True)
    assert (rows.columns["loss"].min(), rows.columns["loss"].max()) == (
        np.float32(losses.min()),
        np.float32(losses.max()),
    )
    np.testing.assert_array_equal(rows.table[:, 2], losses[rows.numbers.astype(int) - 1])
    told = max(0, total - LIMIT // 2)
    assert history.rows(told).numbers.tolist() == list(range(told + 1, total + 1))
    assert len(history.copy(3 * told).rows()) == int((rows.numbers <= told).sum())


def test_a_new_name_among_thinned_steps_is_nan_before_it():
    history = History(kept_steps=LIMIT)
    history.append({"loss": np.arange(500, dtype=np.float32)})
    history.append({"loss": np.ones(300, np.float32), "mae": np.arange(300, dtype=np.float32)})
    part = history.since(0)
    assert np.isnan(part.steps["mae"][part.numbers <= 500]).all()
    assert (np.nanmin(part.steps["mae"]), np.nanmax(part.steps["mae"])) == (0, 299)
    assert part.steps["loss"].max() == 499


@given(st.integers(1, 30), st.lists(st.integers(1, 900), min_size=1, max_size=8), st.integers(0, 99))
def test_with_many_names_fewer_steps_are_kept_and_no_more_values_than_there_is_room_for(names, pieces, seed):
    total, room = sum(pieces), 20_000
    values = {f"metric {i}": series(KINDS[i % len(KINDS)], total, seed + i) for i in range(names)}
    history, at = History(kept_steps=1_000, kept_values=room), 0
    for piece in pieces:
        history.append({name: each[at : at + piece] for name, each in values.items()})
        at += piece
        assert history.capacity[0] * names <= room
    limit = min(1_000, room // names)
    half, part = limit // 2, history.since(0)

    assert part.numbers[-half:].tolist() == list(range(max(1, total - half + 1), total + 1))
    assert len(part.numbers) == total or total > limit
    for name, whole in values.items():
        kept, finite = part.steps[name], np.isfinite(whole)
        np.testing.assert_array_equal(kept, whole[part.numbers - 1])
        if finite.any():
            assert kept[np.isfinite(kept)].min() == whole[finite].min()
            assert kept[np.isfinite(kept)].max() == whole[finite].max()


@given(st.integers(1, 2_000), st.integers(1, 40), st.integers(0, 99))
def test_names_that_come_later_leave_room_for_fewer_steps_and_lose_no_extreme(before, names, seed):
    room, loss = 4_000, series("noise", before + 50, seed)
    history = History(kept_steps=2_000, kept_values=room)
    history.append({"loss": loss[:before]})
    taken = history.since(0)
    late = {f"metric {i}": np.full(50, i, np.float32) for i in range(names)}
    history.append({"loss": loss[before:], **late})

    columns, part = names + 1, history.since(0)
    assert history.capacity[0] <= max(room // columns, 16 * columns)
    assert (part.steps["loss"].min(), part.steps["loss"].max()) == (loss.min(), loss.max())
    np.testing.assert_array_equal(part.steps["loss"], loss[part.numbers - 1])
    assert (part.numbers[0], part.numbers[-1]) == (1, before + 50)
    for i in range(names):
        assert np.isnan(part.steps[f"metric {i}"][part.numbers <= before]).all()
        assert (part.steps[f"metric {i}"][part.numbers > before] == i).all()
    np.testing.assert_array_equal(taken.steps["loss"], loss[:before])
    copy = history.copy()
    copy.append({"loss": np.zeros(3_000, np.float32)})
    assert copy.capacity[0] <= max(room // columns, 16 * columns)


@given(st.integers(1, 20), st.integers(1, 2_000), st.integers(0, 99))
def test_epochs_have_room_for_so_many_values_too(names, total, seed):
    numbers, room = np.arange(1, total + 1, dtype=float), 6_000
    table = np.stack([numbers, 3 * numbers, *(series("noise", total, seed + i) for i in range(names))], axis=1)
    history = History(kept_epoch_values=room)
    for start in range(0, total, 300):
        history.append_epochs([f"metric {i}" for i in range(names)], table[start : start + 300])
    limit, rows = max(room // (names + 2), 16 * (names + 2)), history.rows()
    assert history.capacity[1] <= limit
    assert rows.numbers[-(limit // 2) :].tolist() == numbers[-(limit // 2) :].tolist()
    np.testing.assert_array_equal(rows.table, table[rows.numbers.astype(int) - 1])
    assert rows.table[:, 2:].max() == table[:, 2:].max()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=300))
def test_rows_with_gaps_are_taken_up_as_they_were_and_bounded_from_then_on(gaps):
    numbers = np.cumsum(np.array(gaps, np.int64))
    columns = Columns(LIMIT, np.float32)
    columns.restore({"loss": numbers.astype(np.float32)}, numbers)
    assert columns.count == numbers[-1]
    assert len(columns) == len(numbers) or len(columns) <= LIMIT
    np.testing.assert_array_equal(columns.part()[0], columns.numbers())
    assert columns.up_to(int(numbers[-1]) // 2) == (columns.numbers() <= numbers[-1] // 2).sum()
    columns.add({"loss": np.full(200, 0.5, np.float32)})
    assert (columns.count, columns.capacity <= LIMIT) == (numbers[-1] + 200, True)
    assert columns.part().max() == numbers[-1]
