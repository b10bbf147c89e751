"""The JSON schema that the generated TypeScript follows from, and messages as plain JSON."""

import inspect
from typing import Any

import msgspec

from playground.catalog import Port, Setting
from playground.protocol._commands import Request
from playground.protocol._events import Event
from playground.protocol._values import Snapshot, StreamState


class Messages(msgspec.Struct, frozen=True):
    """Roots of the schema."""

    request: Request
    event: Event
    snapshot: Snapshot
    stream: StreamState


def schema() -> dict[str, Any]:
    """The JSON schema of all messages as they are sent: a field may be missing only where its struct omits defaults."""
    written: dict[str, Any] = msgspec.json.schema(Messages)
    sparse = {Port.__name__, Setting.__name__}
    for name, definition in written["$defs"].items():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
        if name not in sparse and "properties" in definition:
            definition["required"] = list(definition["properties"])
    return written


def to_json(value: Any) -> Any:
    """A message as plain JSON values."""
    return msgspec.to_builtins(value)
