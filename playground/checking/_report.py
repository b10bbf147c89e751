"""What checking says of a network. Plain data: the browser gets the same values."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from playground.network import Edit

Severity = Literal["error", "warning", "hint"]


class Fix(msgspec.Struct, frozen=True):
    """Edits that cure a problem, applied as one undo step; `label` says what they do."""

    label: str
    edit: Edit


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: a stable code, a sentence, the place, and, where there is one, a fix.

    An error of the stage `build` keeps the network from being built; one of `train` only from being trained so.
    """

    code: str
    message: str
    severity: Severity = "error"
    node: str | None = None
    setting: str | None = None
    fixes: tuple[Fix, ...] = ()
    stage: Literal["build", "train"] = "build"


class TensorSpec(msgspec.Struct, frozen=True):
    """Shape, batch axis first and None where unknown, and dtype of one tensor."""

    shape: tuple[int | None, ...]
    dtype: str


class NodeReport(msgspec.Struct, frozen=True):
    """What is known of one node.

    `state` is `ok`; `faulty`, when the mistake is in this node; or `waiting`, when what feeds it is unknown, and
    then `waiting_for` is the node where that begins. Parameters of a shared layer are counted at its first node.
    `flops` are floating-point operations for one sample, a multiply-add as two; `memory` the bytes of its outputs for
    one sample; both None while unknown. `output_names` says what the outputs are called where there are several; those
    of a block are called after the layers inside.
    """

    state: Literal["ok", "faulty", "waiting"]
    outputs: tuple[TensorSpec, ...] = ()
    parameters: int = 0
    trainable_parameters: int = 0
    flops: int | None = None
    memory: int | None = None
    waiting_for: str | None = None
    output_names: tuple[str, ...] = ()

    @property
    def output_shapes(self) -> tuple[tuple[int | None, ...], ...]:
        """Shape of each output, batch axis first, None where unknown."""
        return tuple(spec.shape for spec in self.outputs)


class Report(msgspec.Struct, frozen=True):
    """What is known of a whole network: every node by id, the problems, and the sums."""

    nodes: dict[str, NodeReport] = {}
    problems: tuple[Problem, ...] = ()
    parameters: int = 0
    trainable_parameters: int = 0

    @property
    def ok(self) -> bool:
        """Whether the network can be built: no problem of it is an error."""
        return not any(problem.severity == "error" and problem.stage == "build" for problem in self.problems)

    @property
    def flops(self) -> int | None:
        """Floating-point operations for one sample; None while those of some node are unknown."""
        return _sum(node.flops for node in self._own())

    @property
    def memory(self) -> int | None:
        """Bytes of all nodes' outputs for one sample; None while those of some node are unknown."""
        return _sum(node.memory for node in self._own())

    def _own(self) -> Iterator[NodeReport]:
        """The nodes of the network itself; those inside its layers are counted there."""
        return (node for path, node in self.nodes.items() if "/" not in path)


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    return None if None in known else sum(value or 0 for value in known)
