"""`python -m playground.protocol > widgets/protocol.schema.json` writes the schema; see `make protocol`."""

import sys

import msgspec

from playground.protocol import schema

sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(schema()), indent=1) + b"\n")
