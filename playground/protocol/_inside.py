"""What the browser asks of single layers beside their pictures: attention, samples in a plane, where NaN begins."""

from typing import Literal

from playground.protocol._values import Tagged

Projecting = Literal["pca", "umap"]
Following = Literal["attention", "pca", "table"]
"""What comes with the pictures of a run that goes on, where a view shows it; `umap` takes too long for that."""


class ShowAttention(Tagged, frozen=True, tag="show_attention"):
    """Ask what the heads of an attention layer look at in a sample. Replied with an `AttentionShown`.

    The reply comes when it is worked out; a newer one of the same view takes the place of one that is not, which then
    fails with the code `SupersededError`. So it is with the other requests here.
    """

    view: str
    node: str
    sample: int = 0


class AttentionShown(Tagged, frozen=True, tag="attention_shown"):
    """The answer to `ShowAttention`, with the weights after a step.

    One buffer: float32 (heads, queries, keys), means of blocks of `block` by `block` where there are more than 128
    queries or keys, and at most 64 heads of `total`. `query_words` and `key_words` say what stands there, or are empty.
    """

    node: str
    step: int
    sample: int
    samples: int
    label: str
    heads: int
    queries: int
    keys: int
    total: int
    block: int = 1
    query_words: tuple[str, ...] = ()
    key_words: tuple[str, ...] = ()


class ProjectNode(Tagged, frozen=True, tag="project_node"):
    """Ask for what a node puts out for many samples, laid out in a plane. Replied with a `NodeProjected`."""

    view: str
    node: str
    method: Projecting = "pca"


class NodeProjected(Tagged, frozen=True, tag="node_projected"):
    """The answer to `ProjectNode`, with the weights after a step.

    Buffers: float32 (points, 2) places; uint32 (points,) the places of the samples, as `Watch` takes them; and float32
    (points,) their targets, classes or numbers, empty where there is more than that. `shares` are what the two axes
    have of the variance, of `pca`. `values` is how many numbers a sample has there. `unsound` samples were left out,
    because they have values that are NaN or infinite.
    """

    node: str
    method: Projecting
    step: int
    points: int
    samples: int
    values: int
    shares: tuple[float, ...] = ()
    unsound: int = 0


class ProjectTable(Tagged, frozen=True, tag="project_table"):
    """Ask for the vectors of an embedding, laid out in a plane. Replied with a `TableProjected`."""

    view: str
    node: str
    method: Projecting = "pca"


class TableProjected(Tagged, frozen=True, tag="table_projected"):
    """The answer to `ProjectTable`, with the weights after a step, for the first rows of `rows`.

    Buffers: float32 (points, 2) places; uint32 (points,) the numbers of the rows; and float32 (points,) the lengths of
    their vectors. `words` are those that the first rows stand for, as far as they are known. The rest is as in
    `NodeProjected`.
    """

    node: str
    method: Projecting
    step: int
    points: int
    rows: int
    values: int
    words: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    unsound: int = 0


class NothingSeen(Tagged, frozen=True, tag="nothing_seen"):
    """Comes with pictures in the place of one of the above, and says why there is none after this step."""

    node: str
    follow: Following
    step: int
    sentence: str


class FindUnsound(Tagged, frozen=True, tag="find_unsound"):
    """Ask where values that are NaN or infinite begin, in the batch round a sample. Replied with an `UnsoundFound`."""

    view: str
    sample: int = 0


class UnsoundFound(Tagged, frozen=True, tag="unsound_found"):
    """The answer to `FindUnsound`: a sentence, and the node where they begin; None for the data, or nowhere."""

    sentence: str
    node: str | None = None


InsideCommand = ShowAttention | ProjectNode | ProjectTable | FindUnsound
InsideAnswer = AttentionShown | NodeProjected | TableProjected | UnsoundFound
InsideLook = AttentionShown | NodeProjected | TableProjected | NothingSeen
"""What was seen inside a node as a run went on."""
