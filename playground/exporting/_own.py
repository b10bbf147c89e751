"""Which classes and functions of the user's own a model is made of: a file that only names them needs them to load."""

from typing import Any


def own_names(model: Any) -> tuple[str, ...]:
    """Names of what is not Keras's in a model's configuration, in the order they come up."""
    import keras

    found: dict[str, None] = {}
    stack: list[Any] = [keras.saving.serialize_keras_object(model)]
    while stack:
        match stack.pop():
            case {"registered_name": registered, **rest}:
                stack.extend(rest.values())
                _take(found, registered)
                if rest.get("class_name") == "function":
                    _take(found, rest.get("config"))
            case dict(values):
                stack.extend(values.values())
            case list(values) | tuple(values):
                stack.extend(values)
            case _:
                pass
    return tuple(sorted(found))


def _take(found: dict[str, None], registered: Any) -> None:
    import keras

    thing = keras.saving.get_registered_object(registered) if isinstance(registered, str) else None
    if thing is not None and not str(getattr(thing, "__module__", "")).startswith("keras."):
        found[getattr(thing, "__name__", registered)] = None
