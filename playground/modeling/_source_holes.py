"""What differs between calls that are otherwise alike: the holes of a template, and the template with them filled."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from playground.catalog import Setting, is_operation, is_own, kind as kind_of
from playground.modeling._source_steps import Call, Piece
from playground.modeling._source_text import WIDTH, Code, quoted

Path = tuple[str | int, ...]
"""Where a hole is: `("name",)`, `("settings", key, *places in a tuple)`, or `("arguments", place)`."""

_PARTS = re.compile(r"([\W_]+)")
_WHOLE = re.compile(r"0|[1-9]\d*")


class Hole(NamedTuple):
    """A place where calls differ: `values` has what stands there in each, `wish` what a variable for it is called."""

    path: Path
    values: tuple[Any, ...]
    wish: str
    is_text: bool = False
    inside: bool = False


class Middle(NamedTuple):
    """Texts that differ in the middle alone."""

    before: str
    parts: tuple[str, ...]
    after: str

    @property
    def is_whole(self) -> bool:
        """Whether the middles are numbers."""
        return all(map(_WHOLE.fullmatch, self.parts))

    def values(self) -> tuple[Any, ...]:
        """The middles, as numbers where all are."""
        return tuple(map(int, self.parts)) if self.is_whole else self.parts

    def code(self, variable: str) -> Code:
        """The literal of the text with the variable in its middle."""
        return Code(filled_text([self.before, Code(variable), self.after], is_text=not self.is_whole))


def look_of_piece(piece: Piece, *, unnamed: bool) -> bytes | None:
    """Equal for calls that can come from one template; None for what stays as it is."""
    if isinstance(piece, Call):
        return str(id(piece.outline)).encode()
    layer = piece.layer
    if piece.shared or piece.outputs != 1 or layer.network is not None:
        return None
    fixed = layer.settings if is_operation(layer.kind) else _objects(layer.kind, layer.settings)
    parts = (layer.kind, fixed, layer.trainable, piece.node.arguments, [port for port, _ in piece.uses], unnamed)
    return msgspec.json.encode(parts, order="sorted")


def holes(pieces: Sequence[Piece]) -> list[Hole] | None:
    """Where calls with one look differ; None when no template can say it."""
    first = pieces[0]
    if isinstance(first, Call):
        rows = [each.arguments for each in pieces if isinstance(each, Call)]
        columns = [tuple(row[place] for row in rows) for place in range(len(first.arguments))]
        return [
            Hole(("arguments", place), values, parameter.name, parameter.is_text)
            for place, (values, parameter) in enumerate(zip(columns, first.outline.parameters, strict=True))
            if not _same(values)
        ]
    layers = [each.layer for each in pieces]
    found: list[Hole] = []
    kind = kind_of(layers[0].kind)
    if kind is None:
        return None
    for setting in kind.settings:
        if all(setting.name not in layer.settings for layer in layers):
            continue
        if setting.required and any(setting.name not in layer.settings for layer in layers):
            return None
        values = [_tuples(layer.settings.get(setting.name, setting.default)) for layer in layers]
        if not _same(values) and not _find(found, ("settings", setting.name), values, setting):
            return None
    known = {setting.name for setting in kind.settings}
    if any({*layer.settings} - known for layer in layers):
        return None
    names = tuple(layer.name for layer in layers)
    if not _same(names):
        found.append(Hole(("name",), names, "name", is_text=True))
    return found


def filled(piece: Piece, codes: Mapping[Path, Code]) -> Piece:
    """The template: the call with an expression in each hole."""
    if isinstance(piece, Call):
        given = tuple(codes.get(("arguments", place), value) for place, value in enumerate(piece.arguments))
        return piece._replace(arguments=given)
    if not codes:
        return piece
    settings = dict(piece.layer.settings)
    kind = kind_of(piece.layer.kind)
    defaults = {} if kind is None else {setting.name: setting.default for setting in kind.settings}
    title = piece.title
    for path, code in codes.items():
        if path == ("name",):
            title = code
        else:
            key = str(path[1])
            settings[key] = _put(settings.get(key, defaults[key]), path[2:], code)
    return piece._replace(layer=msgspec.structs.replace(piece.layer, settings=settings), title=title)


def middle(texts: Sequence[str]) -> Middle | None:
    """The parts in which texts differ, whole words; None when one of them lacks the middle."""
    split = [_PARTS.split(text) for text in texts]
    shortest = min(map(len, split))
    start = 0
    while start < shortest and _same([parts[start] for parts in split]):
        start += 1
    end = 0
    while end < shortest - start and _same([parts[-1 - end] for parts in split]):
        end += 1
    middles = tuple("".join(parts[start : len(parts) - end]) for parts in split)
    if not all(middles):
        return None
    return Middle("".join(split[0][:start]), middles, "".join(split[0][len(split[0]) - end :]))


def lacking(texts: Sequence[Any]) -> list[int]:
    """Places of the texts that have no middle, as `conv` beside `conv_1`."""
    split = [_PARTS.split(str(text)) for text in texts]
    shortest = min(split, key=len)
    if all(len(parts) == len(shortest) for parts in split):
        return []
    start = next((at for at in range(len(shortest)) if not _same([parts[at] for parts in split])), len(shortest))
    rest = len(shortest) - start
    ends = all(parts[len(parts) - rest :] == shortest[start:] for parts in split)
    return [at for at, parts in enumerate(split) if parts == shortest] if ends else []


def filled_text(parts: Sequence[str], *, is_text: bool = True) -> str:
    """The literal of a text in which `Code` stands for what it gives; a variable alone where it is a text."""
    parts = [part for part in parts if part]
    if len(parts) == 1 and isinstance(parts[0], Code):
        return str(parts[0]) if is_text else f"str({parts[0]})"
    if not any(isinstance(part, Code) for part in parts):
        return quoted("".join(parts))
    plain = ["\0" if isinstance(part, Code) else part.replace("{", "{{").replace("}", "}}") for part in parts]
    pieces = quoted("".join(plain), prefix="f").split("\\x00")
    codes = [f"{{{part}}}" for part in parts if isinstance(part, Code)]
    return "".join(text + code for text, code in zip(pieces, [*codes, ""], strict=True))


def _objects(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that are objects, which are the same wherever a template is used."""
    kind = kind_of(name)
    families = {} if kind is None else {setting.name: setting.family for setting in kind.settings}
    return {key: value for key, value in settings.items() if families.get(key) not in (None, "activations")}


def _find(found: list[Hole], path: Path, values: Sequence[Any], setting: Setting) -> bool:
    """Add the holes of one setting; false when it can't be one."""
    lengths = {len(value) if isinstance(value, tuple) else None for value in values}
    if len(lengths) == 1 and None not in lengths:
        places = range(len(values[0]))
        columns = [[value[place] for value in values] for place in places]
        return all(_same(each) or _find(found, (*path, place), each, setting) for place, each in enumerate(columns))
    if setting.family is not None and not all(
        value is None or (isinstance(value, str) and not is_own(value, setting.family)) for value in values
    ):
        return False
    is_tuple = setting.type == "tuple" or bool(setting.length)
    if not all(
        value is None or isinstance(value, str | int | float | (tuple if is_tuple else int)) for value in values
    ):
        return False
    found.append(Hole(path, tuple(values), setting.name, inside=len(path) > len(("settings", "key"))))
    return True


def _same(values: Sequence[Any]) -> bool:
    """Whether all are equal, and of one type: True is not 1 here."""
    first = values[0]
    if isinstance(first, str):
        return all(value == first for value in values)
    return all(value is first or (value == first and repr(value) == repr(first)) for value in values)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _put(value: Any, places: Path, code: Code) -> Any:
    if not places:
        return code
    items = list(value)
    items[int(places[0])] = _put(items[int(places[0])], places[1:], code)
    return items


def piece_lines(piece: Piece, width: int = WIDTH) -> int:
    """About how many lines of so many columns a call takes."""
    if isinstance(piece, Call):
        return 1
    kind = kind_of(piece.layer.kind)
    bare = {setting.name for setting in kind.settings if setting.required} if kind else {""}
    shown = sum(
        len(repr(value)) + 2 + (0 if key in bare else len(key) + 1) for key, value in piece.layer.settings.items()
    )
    whole = shown + len(piece.layer.kind) + len(piece.layer.name) + len('x = layers.(name="")(x)')
    return 1 if whole <= width else len(piece.layer.settings) + 3
