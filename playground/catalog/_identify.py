"""Which kind Keras's serialised form of a layer or operation speaks of. Compares names; imports none."""

from playground.catalog._catalog import entry, is_own, kinds_by_class

_KERAS = "keras"
_OPERATIONS = ".ops."


def identify(module: str, class_name: str, registered_name: str | None = None) -> str | None:
    """The name of a kind, or None when it is neither Keras's nor registered.

    Args:
        module: Where Keras says the class is: a public module, or the private one.
        class_name: The class.
        registered_name: What the class was registered as, `package>name`, where it was.
    """
    if not (module == _KERAS or module.startswith(f"{_KERAS}.")):
        name = (registered_name or class_name).rpartition(">")[2]
        return name if is_own(name, "layers") else None
    found = kinds_by_class()
    exact = found.get((module, class_name))
    if exact is not None:
        return exact
    if _OPERATIONS in f"{module}.":
        named = {kind for (of, name), kind in found.items() if name == class_name and _OPERATIONS in f"{of}."}
        return named.pop() if len(named) == 1 else None
    layer = entry(class_name, "layers")
    return None if layer is None or is_own(class_name, "layers") else layer.kind.name
