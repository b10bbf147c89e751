"""Attention: the products of queries, keys and values, and the projections around them."""

from playground.checking.cost._call import Asked, product, values

_SOFTMAX = 5
_SEQUENCE = 3


def single(asked: Asked) -> int | None:
    """Scores of each query and key, their softmax, and the weighted values."""
    query, value = asked.inputs[0], asked.inputs[1]
    key = asked.inputs[2] if len(asked.inputs) > 2 else value  # noqa: PLR2004  # query, value, key
    if any(len(spec.shape) != _SEQUENCE for spec in (query, value, key)):
        return None
    asking, asked_of, width = product([query.shape[1]]), product([key.shape[1]]), product([query.shape[2]])
    additive = asked.kind.name == "AdditiveAttention" or asked.value("score_mode") == "concat"
    scores = (3 if additive else 2) * asking * asked_of * width
    return scores + _SOFTMAX * asking * asked_of + 2 * asking * values(value)


def several(asked: Asked) -> int | None:
    """The projections of queries, keys, values and output, and for each head scores, softmax and weighted values."""
    query, value = asked.inputs[0], asked.inputs[1]
    key = asked.inputs[2] if len(asked.inputs) > 2 else value  # noqa: PLR2004  # query, value, key
    if any(len(spec.shape) != _SEQUENCE for spec in (query, value, key)):
        return None
    asking, asked_of = product([query.shape[1]]), product([value.shape[1]])
    grouped = asked.kind.name == "GroupQueryAttention"
    heads = int(asked.value("num_query_heads" if grouped else "num_heads"))
    width = int(asked.value("head_dim" if grouped else "key_dim"))
    out = width if grouped else int(asked.value("value_dim") or width)
    places = {"query": asking, "key": asked_of, "value": asked_of, "output": asking}
    kernels = asked.kernels if not asked.value("use_bias") else [product(each) for each in asked.weights[::2]]
    biases = [] if not asked.value("use_bias") else [product(each) for each in asked.weights[1::2]]
    order = ("query", "key", "value", "output")
    if len(kernels) != len(order):
        return None
    projections = sum(2 * kernel * places[name] for kernel, name in zip(kernels, order, strict=True))
    added = sum(bias * places[name] for bias, name in zip(biases, order, strict=False))
    each_head = asking * asked_of * (2 * width + _SOFTMAX + 2 * out)
    return projections + added + heads * each_head + asking * heads * width


FORMS = {
    "Attention": single,
    "AdditiveAttention": single,
    "MultiHeadAttention": several,
    "GroupQueryAttention": several,
}
