"""How often pictures are taken: as often as they move well where a core has time for them, seldom where none has."""

from hypothesis import given, strategies as st

from playground.session._cadence import BUSY_SHARE, IDLE_SHARE, OFTEN, ROOM, SELDOM, SPARE, USUAL, Cadence, idle_seconds

FRAME = 0.05


def taken(idle_cores, seconds, cost=0.0, frame=FRAME, *, spare=SPARE, share=USUAL):
    """When pictures are taken where so many cores have nothing to do, looked at between dispatches of a frame."""
    now, at = 0.0, []

    def cores(second):
        return idle_cores(second) if callable(idle_cores) else idle_cores

    idle = [0.0]
    cadence = Cadence(lambda: idle[0])
    cadence.spare, cadence.share = spare, share
    while now < seconds:
        if cadence.is_due(now):
            cadence.begin(now)
            cadence.cost(now, cost)
            at.append(now)
        now += frame
        idle[0] += frame * cores(now)
    return at


def rate(at, first, last):
    return sum(first <= each < last for each in at) / (last - first)


def test_where_a_core_is_idle_pictures_soon_come_fifteen_times_a_second_though_a_dispatch_takes_a_frame():
    assert rate(taken(1.0, 20), 4, 20) >= 15


def test_where_no_core_is_idle_pictures_are_seldom():
    assert rate(taken(0.02, 20), 0, 20) <= 1 / SELDOM + 0.1


def test_pictures_become_few_when_the_machine_gets_busy_and_many_when_it_is_free_again():
    at = taken(lambda second: 0.0 if 10 < second < 20 else 1.0, 30)
    assert rate(at, 5, 10) >= 15
    assert rate(at, 13, 20) <= 1 / SELDOM + 0.2
    assert rate(at, 24, 30) >= 15


@given(idle=st.floats(0, 4), cost=st.floats(0, 0.5), frame=st.floats(0.01, 0.4))
def test_taking_pictures_never_lasts_longer_than_its_share_and_never_comes_more_than_eighteen_times(idle, cost, frame):
    at = taken(idle, 30, cost, frame)
    share = IDLE_SHARE if idle > 0.1 else BUSY_SHARE
    assert (len(at) - 2) * cost / 30 <= share
    assert len(at) / 30 <= 1 / OFTEN + 0.2


def test_where_steps_need_several_cores_one_idle_core_is_no_room():
    assert rate(taken(1.0, 20, spare=ROOM), 4, 20) <= 1 / SELDOM + 0.1
    assert rate(taken(2.0, 20, spare=ROOM), 4, 20) >= 15


def test_whoever_grants_observers_more_of_the_time_has_more_pictures_where_no_core_is_idle():
    assert rate(taken(0.0, 20, share=4 * USUAL), 1, 20) >= 0.9 * min(4 / SELDOM, 1 / OFTEN)
    assert rate(taken(0.0, 20, share=0.5), 1, 20) >= 10
    assert rate(taken(0.0, 20, cost=0.05, share=0.5), 1, 20) <= IDLE_SHARE / 0.05
    assert taken(0.0, 20, share=0.01) == taken(0.0, 20)


def test_a_picture_that_lasted_long_once_keeps_none_away():
    cadence = Cadence(lambda: 0.0)
    for began, cost in ((1.0, 20.0), (2.0, 0.001), (3.0, 20.0)):
        cadence.begin(began)
        cadence.cost(began, cost)
    assert cadence.is_due(4.0)


def test_the_machine_is_asked_for_time_in_which_nothing_ran():
    first = idle_seconds()
    assert first > 0
    assert idle_seconds() >= first
