"""Features of a point, as the Data tab puts them on the canvas: computed by the model, and kept by its export."""

import keras
import numpy as np

from playground import check
from playground.exporting import export
from playground.modeling import build
from playground.network import Edge, Layer, Network, Node

KINDS = {
    "point": ("InputLayer", {"shape": [2]}, {}),
    "x1": ("ops.get_item", {}, {"key": ":, 0:1"}),
    "x2": ("ops.get_item", {}, {"key": ":, 1:2"}),
    "x1_squared": ("ops.square", {}, {}),
    "x1_times_x2": ("Multiply", {}, {}),
    "x2_scaled": ("Rescaling", {"scale": 6}, {}),
    "sin_x2": ("ops.sin", {}, {}),
    "features": ("Concatenate", {}, {}),
}
EDGES = [
    ("point", "x1", "x", 0),
    ("point", "x2", "x", 0),
    ("x1", "x1_squared", "x", 0),
    ("x1", "x1_times_x2", "inputs", 0),
    ("x2", "x1_times_x2", "inputs", 1),
    ("x2", "x2_scaled", "inputs", 0),
    ("x2_scaled", "sin_x2", "x", 0),
    ("x1", "features", "inputs", 0),
    ("x2", "features", "inputs", 1),
    ("x1_squared", "features", "inputs", 2),
    ("x1_times_x2", "features", "inputs", 3),
    ("sin_x2", "features", "inputs", 4),
]


def test_features_are_computed_by_the_model_and_by_its_export(tmp_path):
    network = Network(
        "features",
        tuple(Layer(f"l-{name}", kind, name, settings) for name, (kind, settings, _) in KINDS.items()),
        tuple(Node(name, f"l-{name}", arguments=arguments) for name, (_, _, arguments) in KINDS.items()),
        tuple(Edge(source, target, 0, port, slot) for source, target, port, slot in EDGES),
    )
    assert not [problem for problem in check(network).problems if problem.severity == "error"]
    points = np.random.default_rng(0).uniform(-1, 1, (50, 2)).astype(np.float32)
    x1, x2 = points.T
    expected = np.stack([x1, x2, x1**2, x1 * x2, np.sin(6 * x2)], axis=1)
    model = build(network)
    np.testing.assert_allclose(model.predict(points, verbose=0), expected, atol=1e-6)
    result = export(model, tmp_path / "features.keras", format="keras")
    again = keras.saving.load_model(result.path)
    np.testing.assert_allclose(again.predict(points, verbose=0), expected, atol=1e-6)
