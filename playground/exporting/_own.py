"""Which classes and functions of the user's own a model is made of: a file that only names them needs them to load."""

from typing import Any

from playground.network import everything_in


def own_names(model: Any) -> tuple[str, ...]:
    """Names of what is not Keras's in a model's configuration, in the order they come up."""
    import keras

    found: dict[str, None] = {}
    for value in everything_in(keras.saving.serialize_keras_object(model)):
        if isinstance(value, dict) and "registered_name" in value:
            _take(found, value["registered_name"])
            if value.get("class_name") == "function":
                _take(found, value.get("config"))
    return tuple(sorted(found))


def _take(found: dict[str, None], registered: Any) -> None:
    import keras

    thing = keras.saving.get_registered_object(registered) if isinstance(registered, str) else None
    if thing is not None and not str(getattr(thing, "__module__", "")).startswith("keras."):
        found[getattr(thing, "__name__", registered)] = None
