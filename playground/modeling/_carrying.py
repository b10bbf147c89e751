"""From the model of a drawing to that of the edited one: what stays, and which layers are new."""

from collections.abc import Iterable, Set as AbstractSet
from typing import Any

from playground.catalog import weights_of
from playground.modeling._adapted import carry_state
from playground.modeling._build import Graph
from playground.network import Network, all_layers, at


def carry_weights(old: Graph, new: Graph, only: AbstractSet[str] | None = None) -> frozenset[str]:
    """Copy the weights of every layer that kept its id, its kind and the shapes of its weights.

    What a layer was adapted to comes along where its settings are the same.

    Args:
        old: The model of before.
        new: The model of the edited drawing.
        only: Paths of the layers of the new model that are to get them; None for all.

    Returns:
        Paths of the layers with weights that start anew.
    """
    anew = set()
    came_from = origins(old.network, new.network)
    for path, made in new.owners.items():
        if only is not None and path not in only:
            continue
        origin = came_from.get(path)
        before, same = None if origin is None else old.layers[origin], False
        if origin is not None:
            drawn, layer = at(old.network, origin), at(new.network, path)
            same = drawn.kind == layer.kind and bool(weights_of(made) or drawn.settings == layer.settings)
        if not (same and carry_state(before, made)) and weights_of(made):
            anew.add(path)
    return frozenset(anew)


def kept_layers(old: Graph, new: Graph) -> dict[str, str]:
    """Of the layers whose weights `carry_weights` gives: by their path in the new model the one in the old model.

    Layers without weights are kept where their kind is.
    """
    return {
        path: origin
        for path, origin in origins(old.network, new.network).items()
        if at(old.network, origin).kind == at(new.network, path).kind
        and _shapes(old.layers[origin]) == _shapes(new.layers[path])
    }


def kept_variables(old: Graph, new: Graph) -> dict[int, Any]:
    """The variables that `carry_weights` gives: by `id` of one of the new model the one of the old model."""
    return {
        id(mine): theirs
        for path, origin in kept_layers(old, new).items()
        for mine, theirs in zip(_variables(new.layers[path]), _variables(old.layers[origin]), strict=True)
    }


def origins(old: Network, new: Network) -> dict[str, str]:
    """Where the layers of a network were in the one before, path by path; in both, what repeats is written out.

    A layer that went into a block, or came out of one, keeps its id and not its path.
    """
    before, now = ({path for path, layer in all_layers(each) if layer.network is None} for each in (old, new))
    found = {path: path for path in now & before}
    moved, came = (_by_id(each) for each in (before - now, now - before))
    return found | {
        paths[0]: moved[each][0] for each, paths in came.items() if len(paths) == len(moved.get(each, ())) == 1
    }


def _by_id(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(path.rpartition("/")[2], []).append(path)
    return found


def _variables(made: Any) -> list[Any]:
    return list(getattr(made, "variables", ()))  # an operation has none


def _shapes(made: Any) -> list[tuple[int, ...]]:
    return [tuple(each.shape) for each in _variables(made)]
