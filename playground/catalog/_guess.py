"""What type a parameter has, by its default and by how its documentation begins."""

import re
from typing import Any

from playground.catalog._types import SettingType

_PATTERNS: tuple[tuple[str, SettingType], ...] = (
    (r"(?:a |an |optional |python )*(?:positive )?(?:int\b|integer)", "integer"),
    (r"(?:a |an |optional |python )*(?:scalar )?float", "float"),
    (r"(?:a |an |optional |python )*bool|whether|if `?true", "boolean"),
    (r"(?:a |an |optional |python )*str(?:ing)?\b", "text"),
    (r"(?:a |an |optional )*(?:list|tuple)", "list"),
)


def guess(name: str, default: Any, text: str) -> SettingType:
    """The type that a parameter seems to have; `default` is JSON, `text` its documentation."""
    match default:
        case bool():
            return "boolean"
        case int() if re.match(r"\W*float", text, re.IGNORECASE):
            return "float"
        case int():
            return "integer"
        case float():
            return "float"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            pass
    if name.startswith(("use_", "return_", "is_")):
        return "boolean"
    for pattern, kind in _PATTERNS:
        if re.match(pattern, text, re.IGNORECASE) and " or " not in text[:30]:
            return kind
    return "any"


def plain(default: Any) -> Any:
    """A default as JSON; what is no JSON is left to Keras, and shown as empty."""
    if isinstance(default, tuple | list):
        return [plain(each) for each in default]
    return default if default is None or isinstance(default, bool | int | float | str) else None
