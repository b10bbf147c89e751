"""Convolutions and pooling."""

from playground.checking.cost._call import Asked, product


def convolution(asked: Asked) -> int:
    """Twice each kernel at each place that comes out, the bias, the activation."""
    return 2 * sum(asked.kernels) * asked.grid(asked.outputs[0]) + _rest(asked)


def transposed(asked: Asked) -> int:
    """Twice the kernel at each place that goes in, the bias, the activation."""
    return 2 * sum(asked.kernels) * asked.grid(asked.inputs[0]) + _rest(asked)


def pooling(asked: Asked) -> int:
    """The window for each value that comes out."""
    size = asked.value("pool_size")
    axes = len(asked.inputs[0].shape) - 2
    window = size**axes if isinstance(size, int) else product(size)
    return window * asked.made


def whole(asked: Asked) -> int:
    """Each value that goes in, once."""
    return asked.given


def _rest(asked: Asked) -> int:
    return (asked.biases > 0) * asked.made + asked.activation * asked.made


FORMS = {
    **{f"Conv{axes}D": convolution for axes in (1, 2, 3)},
    **{f"Conv{axes}DTranspose": transposed for axes in (1, 2, 3)},
    **{f"{stem}Conv{axes}D": convolution for stem in ("Depthwise", "Separable") for axes in (1, 2)},
    **{f"{stem}Pooling{axes}D": pooling for stem in ("Max", "Average") for axes in (1, 2, 3)},
    **{
        f"{stem}{kind}Pooling{axes}D": whole
        for stem in ("Global", "Adaptive")
        for kind in ("Max", "Average")
        for axes in (1, 2, 3)
    },
}
