"""Looking through plain data."""

from hypothesis import given, strategies as st

from playground.network import everything_in

leaves = st.none() | st.booleans() | st.integers() | st.text()
data = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def count(value):
    if isinstance(value, dict):
        return 1 + sum(count(each) for each in value.values())
    return 1 + sum(count(each) for each in value) if isinstance(value, list) else 1


@given(data)
def test_every_value_comes_once(value):
    found = list(everything_in(value))

    assert len(found) == count(value)
    assert found[0] is value


def test_what_is_inside_of_dicts_lists_and_tuples_is_found_and_keys_are_not():
    texts = {each for each in everything_in({"key": ["list", ("tuple", {"other": "dict"})]}) if isinstance(each, str)}

    assert texts == {"list", "tuple", "dict"}
