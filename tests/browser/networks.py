"""Large networks to draw, made as documents: nothing of Keras is built for them."""

from playground.network import Edge, Layer, Network, Node, apply, arrange

SHAPE = [32, 32, 8]


def residual(count: int) -> Network:
    """A network of `count` nodes, most of them residual blocks of seven, arranged as the product arranges it."""
    layers: list[Layer] = []
    nodes: list[Node] = []
    edges: list[Edge] = []

    def put(kind: str, settings: dict[str, object], *sources: str) -> str:
        node = f"n{len(nodes)}"
        layer = Layer(id=f"l{len(nodes)}", kind=kind, name=f"{kind.lower()}_{len(nodes)}", settings=settings)
        layers.append(layer)
        nodes.append(Node(id=node, layer=layer.id))
        edges.extend(Edge(source=source, target=node, slot=slot) for slot, source in enumerate(sources))
        return node

    convolution = {"filters": SHAPE[-1], "kernel_size": 3, "padding": "same"}
    last = put("InputLayer", {"shape": SHAPE})
    while len(nodes) + 7 <= count:
        inner = last
        for _ in range(2):
            inner = put("Conv2D", convolution, inner)
            inner = put("BatchNormalization", {}, inner)
            inner = put("Activation", {"activation": "relu"}, inner)
        last = put("Add", {}, inner, last)
    while len(nodes) < count:
        last = put("Dropout", {"rate": 0.1}, last)
    network = Network(name=f"residual_{count}", layers=tuple(layers), nodes=tuple(nodes), edges=tuple(edges))
    arranged, _ = apply(network, arrange(network))
    return arranged
