"""What a run tells: no more than a screen can show, however fast it goes."""

import numpy as np

from playground.protocol import EpochRow
from playground.session._broadcast import chunk_of
from playground.training import HistoryPart


def part(start: int, count: int) -> HistoryPart:
    return HistoryPart(start=start, steps={"loss": np.arange(count, dtype=np.float32)}, epochs=())


def rows(count: int) -> tuple[EpochRow, ...]:
    return tuple(EpochRow(number, 3 * number, {"loss": 0.5}) for number in range(1, count + 1))


def test_of_thousands_of_epochs_a_chunk_tells_some_evenly_spread_with_the_last():
    chunk, _ = chunk_of(1, part(0, 9000), rows(3000), 200)
    assert [row.epoch for row in chunk.epochs] == list(range(60, 3001, 60))


def test_few_epochs_are_all_told():
    chunk, buffers = chunk_of(1, part(30, 30), rows(50), 200)
    assert chunk.epochs == rows(50)
    assert [len(buffer) for buffer in buffers] == [30, 30]
    np.testing.assert_array_equal(buffers[0], np.arange(31, 61, dtype=np.uint32))


def test_a_message_is_small_however_long_the_history():
    chunk, buffers = chunk_of(1, part(0, 1_000_000), rows(100_000), 4000, whole=True)
    assert len(chunk.epochs) == 1000
    assert sum(buffer.nbytes for buffer in buffers) <= 4000 * 8
