"""`@playground.register`: a class or function of the user's own joins the catalog."""

import inspect
import weakref
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from playground.catalog._catalog import add_own, keras_names
from playground.catalog._types import Family
from playground.errors import PlaygroundError

T = TypeVar("T")
Heard = Callable[[str, tuple[Family, ...]], None]

_listeners: "list[weakref.WeakMethod[Heard]]" = []
_turn = Lock()


def register(thing: T) -> T:
    """Let a layer of your own join the palette, or what a form can choose its choosers; use it as a decorator.

    That is a loss, metric, optimizer, learning-rate schedule, activation, initializer, regularizer or constraint.

    A layer's settings are the parameters of its `__init__`, which has to pass `**kwargs` on to the base class, and
    its `get_config` has to return them; annotations and the `Args:` of its docstring make a better form of them. A
    function of `(y_true, y_pred)` is a loss and a metric, one of a single argument an activation. Registering the
    same name again, as when a cell runs twice, replaces the earlier one: open studios check their drawings anew, a
    run that goes on keeps the class it began with.

    Raises:
        PlaygroundError: the thing is none of these, its name is one of Keras's own, or it takes no name.
    """
    import keras

    name = getattr(thing, "__name__", None)
    families = _families(thing)
    if not isinstance(name, str) or not families:
        raise PlaygroundError(
            f"{thing!r} can't be registered; register a subclass of keras.layers.Layer (or Loss, Metric, Optimizer, "
            "LearningRateSchedule, Initializer, Regularizer, Constraint), an activation f(x), or a loss "
            "f(y_true, y_pred)."
        )
    for family in families:
        if name in keras_names(family):
            raise PlaygroundError(f"“{name}” is the name of one of Keras's own {family}; give yours another.")
    if "layers" in families and not _takes_name(thing):
        raise PlaygroundError(
            f"{name}.__init__ takes no name; let it take **kwargs and hand them on: super().__init__(**kwargs)."
        )
    keras.saving.register_keras_serializable()(thing)
    for family in families:
        add_own(family, name, thing)
    for heard in _living():
        heard(name, families)
    return thing


def on_register(heard: Heard) -> None:
    """Call a bound method, for as long as its object lives, with the name and families of all that is registered."""
    with _turn:
        _listeners.append(weakref.WeakMethod(heard))


def _living() -> list[Heard]:
    with _turn:
        _listeners[:] = [each for each in _listeners if each() is not None]
        return [heard for each in _listeners if (heard := each()) is not None]


def _takes_name(cls: Any) -> bool:
    parameters = inspect.signature(cls).parameters.values()
    return any(each.kind is inspect.Parameter.VAR_KEYWORD or each.name == "name" for each in parameters)


def _families(thing: Any) -> tuple[Family, ...]:
    import keras

    if inspect.isclass(thing):
        bases: tuple[tuple[Family, type], ...] = (
            ("layers", keras.layers.Layer),
            ("losses", keras.losses.Loss),
            ("metrics", keras.metrics.Metric),
            ("initializers", keras.initializers.Initializer),
            ("regularizers", keras.regularizers.Regularizer),
            ("constraints", keras.constraints.Constraint),
            ("optimizers", keras.optimizers.Optimizer),
            ("schedules", keras.optimizers.schedules.LearningRateSchedule),
        )
        return tuple(family for family, base in bases if issubclass(thing, base))[:1]
    if inspect.isfunction(thing):
        demanded = [
            parameter
            for parameter in inspect.signature(thing).parameters.values()
            if parameter.default is inspect.Parameter.empty and parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        return {1: ("activations",), 2: ("losses", "metrics")}.get(len(demanded), ())  # type: ignore[return-value]  # literals
    return ()
