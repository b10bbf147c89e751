"""Patterns that repeat: found by structure, made into blocks that compute the same."""

from hypothesis import given, strategies as st

from playground.network import Found, Network, apply, dissolve, find_blocks, fold, validate
from tests.unit.network.test_grouping import SPEC, computed, drawn


def chain(*sections: str) -> Network:
    """A network of sections: "r" is a residual block with what follows, "p" one with a projection, others one layer."""
    wires, last, kinds = [], "i", {}
    for at, section in enumerate(sections):
        if section in "rp":
            body = [f"a{at}", f"b{at}", f"sum{at}", f"out{at}"]
            wires += [f"{last}>{body[0]}", f"{body[0]}>{body[1]}", f"{body[1]}>{body[2]}", f"{body[2]}>{body[3]}"]
            wires += [f"{last}>side{at}", f"side{at}>{body[2]}"] if section == "p" else [f"{last}>{body[2]}"]
            kinds |= {body[0]: "Conv2D", body[1]: "Conv2D", body[3]: "ReLU", f"side{at}": "Conv2D"}
            last = body[3]
        else:
            wires.append(f"{last}>{section}{at}")
            kinds[f"{section}{at}"] = section.upper()
            last = f"{section}{at}"
    return drawn(" ".join(wires), kinds)


def specs(network: Network) -> dict[tuple[str, int], object]:
    return {(node.id, 0): SPEC for node in network.nodes}


def folded(network: Network) -> Network:
    after, back = apply(network, fold(network, find_blocks(network), specs(network)))  # type: ignore[arg-type]  # any will do
    validate(after)
    assert apply(after, back)[0] == network
    return after


def test_blocks_in_a_row_are_found():
    found = find_blocks(chain("c", "r", "r", "r", "d"))
    assert [len(block) for block in found.blocks] == [4, 4, 4]
    assert found.stages == ()


def test_stages_of_different_length_are_found_with_their_first_block():
    found = find_blocks(chain("c", "p", "r", "r", "p", "r", "r", "r", "p", "r", "r", "d"))
    assert [len(stage) for stage in found.stages] == [3, 4, 3]
    assert [len(block) for block in found.blocks] == [5, 4, 4, 5, 4, 4, 4, 5, 4, 4]


def test_layers_in_a_row_are_a_block_from_three_on():
    assert [len(block) for block in find_blocks(chain(*"cbrcbr".replace("r", "x"))).blocks] == [3, 3]
    assert find_blocks(chain(*"cdcd")) == Found((), ())


def test_nothing_is_found_where_nothing_repeats():
    assert find_blocks(chain("c", "r", "d")) == Found((), ())
    assert find_blocks(Network()) == Found((), ())


def test_a_tensor_that_goes_past_keeps_sections_together():
    """As in a U-Net: what jumps over a row of layers makes them one section, which stands once."""
    assert find_blocks(drawn("i>a a>b b>c c>d d>e e>f f>g a>g")) == Found((), ())


def test_two_inputs_that_meet_late_do_not_disturb():
    assert find_blocks(drawn("i>a a>b b>c i2>c c>d")) == Found((), ())


def test_found_blocks_become_blocks_and_stages_in_one_edit():
    network = chain("c", "p", "r", "r", "p", "r", "r", "d")
    after = folded(network)
    assert computed(after) == computed(network)
    assert [layer.name for layer in after.layers] == ["i", "c0", "d7", "stage", "stage_1"]
    stage = after.find("stage")
    assert stage is not None
    assert stage.network is not None
    assert [layer.name for layer in stage.network.layers] == ["input", "block", "block_1", "block_2"]


def test_a_layer_between_rows_of_blocks_is_not_left_out_of_a_stage():
    network = chain("c", *"rrcrrcrrcrr")
    assert computed(folded(network)) == computed(network)
    assert find_blocks(network).stages == ((0, 1), (2, 3), (4, 5), (6, 7))


def test_blocks_are_called_as_their_layers_begin():
    network = drawn(
        "i>s1_b1_a s1_b1_a>s1_b1_c s1_b1_c>s1_b1_d s1_b1_d>s1_b2_a s1_b2_a>s1_b2_c s1_b2_c>s1_b2_d",
        {f"s1_b{block}_{name}": name.upper() for block in (1, 2) for name in "acd"},
    )
    assert [layer.name for layer in folded(network).layers] == ["i", "s1_b1", "s1_b2"]


@given(st.lists(st.sampled_from("rrpcd"), max_size=14))
def test_whatever_is_found_is_disjoint_in_order_and_computes_the_same(sections: list[str]):
    network = chain("c", *sections)
    found = find_blocks(network)
    nodes = [node for block in found.blocks for node in block]
    assert len(set(nodes)) == len(nodes)
    assert [network.order.index(node) for node in nodes] == sorted(network.order.index(node) for node in nodes)
    if not found.blocks:
        return
    after = folded(network)
    assert computed(after) == computed(network)
    flat = after
    while (block := next((n.id for n in flat.nodes if flat.layer_of(n.id).network is not None), None)) is not None:
        flat, _ = apply(flat, dissolve(flat, block))
    assert computed(flat) == computed(network)
