"""Keras's docstrings as data: the first paragraph, and the text of each parameter."""

import inspect
import re
from collections.abc import Iterator

_SECTION = re.compile(r"^(\s*)(?:Args|Arguments):\s*$")
_PARAMETER = re.compile(r"^\*{0,2}`?(\w+(?:\s*,\s*\w+)*)`?(?:\s*\([^)]*\))?\s*:\s*(.*)$")
_ROLE = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_HELP_LENGTH = 240


def summary_of(documented: object) -> str:
    """The first paragraph of a docstring on one line; empty without one."""
    text = inspect.cleandoc(getattr(documented, "__doc__", None) or "")
    return _clean(text.split("\n\n")[0])


def parameters_of(documented: object) -> dict[str, str]:
    """The text of each documented parameter by name; a class also has those of its bases."""
    classes = documented.__mro__ if isinstance(documented, type) else (documented,)
    texts: dict[str, str] = {}
    for each in classes:
        own = each.__dict__.get("__doc__") if isinstance(each, type) else each.__doc__
        for name, text in _arguments(inspect.cleandoc(own or "")).items():
            texts.setdefault(name, text)
    return texts


def shortened(text: str) -> str:
    """The first sentences of a text, as many as a tooltip holds."""
    if len(text) <= _HELP_LENGTH:
        return text
    end = max(text.rfind(mark, 0, _HELP_LENGTH) for mark in (". ", ".) ", "; "))
    if end > _HELP_LENGTH // 4:
        return text[: end + 1].rstrip(";")
    return text[: text.rfind(" ", 0, _HELP_LENGTH)] + " …"


def _arguments(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    lines = iter(text.splitlines())
    for line in lines:
        section = _SECTION.match(line)
        if section:
            _read_section(lines, len(section[1]), found)
            break
    return {name: _clean(" ".join(parts)) for name, parts in found.items()}


def _read_section(lines: Iterator[str], margin: int, found: dict[str, list[str]]) -> None:
    level: int | None = None
    current: tuple[str, ...] = ()
    for line in lines:
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if indent <= margin:
            return
        level = indent if level is None else level
        parameter = _PARAMETER.match(line.strip()) if indent == level else None
        if parameter:
            current = tuple(name.strip() for name in parameter[1].split(","))
            for name in current:
                found[name] = [parameter[2]]
        else:
            for name in current:
                found[name].append(line.strip())


def _clean(text: str) -> str:
    return _ROLE.sub(r"\1", " ".join(text.split()))
