"""Which closed form is whose."""

from collections.abc import Callable

from playground.checking._report import TensorSpec
from playground.checking.cost import _attention, _convolutions, _dense, _recurrent, _values
from playground.checking.cost._call import Asked, OpenShapeError

_FORMS: dict[str, Callable[[Asked], int | None]] = {
    **_dense.FORMS,
    **_convolutions.FORMS,
    **_attention.FORMS,
    **_recurrent.FORMS,
    **_values.FORMS,
}
_COMPUTE = ("Arithmetic", "Comparison")


def flops_of(asked: Asked) -> int | None:
    """Floating-point operations of one sample; None for a kind without a closed form, and while axes are open."""
    kind = asked.kind
    form = _FORMS.get(kind.name)
    if form is None and kind.name.startswith("ops."):
        form = {"Tensor shape": _values.none, **dict.fromkeys(_COMPUTE, _values.once)}.get(kind.group)
    if kind.name == "TimeDistributed":
        form = _each_step
    if form is None or not asked.outputs:
        return None
    try:
        return form(asked)
    except OpenShapeError:
        return None


def _each_step(asked: Asked) -> int | None:
    """A wrapped layer's operations, once a step."""
    inner = _recurrent.inner_of(asked)
    if inner is None:
        return None
    steps = asked.inputs[0].shape[1]
    once = inner._replace(inputs=[_step(asked.inputs[0])], outputs=[_step(asked.outputs[0])])
    cost = flops_of(once)
    return None if cost is None or steps is None else steps * cost


def _step(spec: TensorSpec) -> TensorSpec:
    return TensorSpec((spec.shape[0], *spec.shape[2:]), spec.dtype)
