"""Matrix products: dense layers, einsum, matmul."""

from collections.abc import Mapping, Sequence

from playground.checking.cost._call import Asked, OpenShapeError, Shape, product

_ELLIPSIS = "..."


def dense(asked: Asked) -> int:
    """Twice the kernel at each place, the bias, the activation."""
    places = product(asked.outputs[0].shape[1:-1])
    return (2 * sum(asked.kernels[:1]) + asked.biases) * places + asked.activation * asked.made


def einsum_dense(asked: Asked) -> int | None:
    """Twice the product of all indices of the equation, the bias, the activation."""
    cost = contraction(asked.value("equation"), [asked.inputs[0].shape, asked.weights[0]])
    if cost is None:
        return None
    bias = asked.made if len(asked.weights) > 1 else 0
    return cost + bias + asked.activation * asked.made


def einsum(asked: Asked) -> int | None:
    """Twice the product of all indices, once for each operand after the first."""
    shapes = [spec.shape for spec in asked.inputs]
    cost = contraction(asked.value("subscripts") or asked.value("equation"), shapes)
    return None if cost is None else cost * max(1, len(shapes) - 1)


def matmul(asked: Asked) -> int | None:
    """Twice the contracted axis for each value that comes out."""
    return None if len(asked.inputs) != len("ab") else 2 * asked.made * _inner(asked.inputs[0].shape)


def dot(asked: Asked) -> int | None:
    """Twice the contracted axes for each value that comes out."""
    axes = asked.value("axes")
    axis = axes[0] if isinstance(axes, list | tuple) and axes else axes
    if not isinstance(axis, int):
        return None
    return 2 * asked.made * product([asked.inputs[0].shape[axis]])


def contraction(equation: object, shapes: Sequence[Shape]) -> int | None:
    """Twice the product of the sizes of all indices of an einsum, the batch axis as one sample.

    None for an equation that does not speak of these shapes.
    """
    if not isinstance(equation, str):
        return None
    operands = equation.replace(" ", "").split("->")[0].split(",")
    if len(operands) != len(shapes):
        return None
    sizes: dict[str, int | None] = {}
    for position, (letters, shape) in enumerate(zip(operands, shapes, strict=True)):
        named = _named(letters, shape)
        if named is None:
            return None
        for index, (letter, size) in enumerate(named.items()):
            batch = position == 0 and index == 0 and size is None
            if sizes.get(letter) in (None, 1):
                sizes[letter] = 1 if batch else size if letter not in sizes or size is not None else sizes[letter]
    return 2 * product(sizes.values())


def _named(letters: str, shape: Shape) -> Mapping[str, int | None] | None:
    head, dots, tail = letters.partition(_ELLIPSIS)
    hidden = len(shape) - len(head) - len(tail)
    if hidden < 0 or (hidden and not dots):
        return None
    names = [*head, *(f"{_ELLIPSIS}{hidden - index}" for index in range(hidden)), *tail]
    return dict(zip(names, shape, strict=True))


def _inner(shape: Shape) -> int:
    if not shape or shape[-1] is None:
        raise OpenShapeError
    return shape[-1]


FORMS = {
    "Dense": dense,
    "EinsumDense": einsum_dense,
    "Dot": dot,
    "ops.einsum": einsum,
    "ops.matmul": matmul,
    "ops.dot": matmul,
}
