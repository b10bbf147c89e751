"""Classes of one's own: what their parameters become, and who hears of them."""

import gc
from typing import Literal

import keras
import pytest

from playground.catalog import Setting, catalog, describe_object, kind, make_layer, on_register, own_parts, register
from playground.errors import PlaygroundError
from playground.network import Layer


@register
class Blend(keras.layers.Layer):
    """Blends two tensors.

    Args:
        share: Float. How much of the first.
    """

    def __init__(
        self,
        *,
        width: int,
        share: float = 0.5,
        padding: int = 2,
        mode: Literal["soft", "hard"] = "soft",
        activation: str | None = None,
        kernel_initializer: "str | keras.initializers.Initializer" = "zeros",
        steps: tuple[int, ...] = (1, 2),
        inner: keras.layers.Layer | None = None,
        limit: "int | None" = None,
        label="",
        noisy=False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.width, self.share, self.padding, self.mode, self.activation = width, share, padding, mode, activation
        self.kernel_initializer, self.steps, self.inner, self.limit = kernel_initializer, steps, inner, limit
        self.label, self.noisy = label, noisy

    def call(self, first, second=None, *, training=False):
        return first if second is None or training else self.share * first + (1 - self.share) * second


def setting(name: str) -> Setting:
    found = kind("Blend")
    assert found is not None
    one = found.setting(name)
    assert one is not None
    return one


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("width", {"type": "integer", "required": True, "default": 32}),
        ("share", {"type": "float", "default": 0.5}),
        ("padding", {"type": "integer", "default": 2}),
        ("mode", {"type": "choice", "choices": ("soft", "hard"), "default": "soft"}),
        ("activation", {"type": "object", "family": "activations", "optional": True}),
        ("kernel_initializer", {"type": "object", "family": "initializers", "default": "zeros"}),
        ("steps", {"type": "tuple", "default": [1, 2]}),
        ("inner", {"type": "object", "family": "layers", "optional": True}),
        ("limit", {"type": "integer", "optional": True}),
        ("label", {"type": "text", "default": ""}),
        ("noisy", {"type": "boolean", "default": False}),
    ],
)
def test_annotations_and_defaults_give_a_parameter_its_field(name, fields):
    found = setting(name)
    plain = {"required": False, "optional": False, "family": None, "choices": (), "default": None, **fields}
    assert {key: getattr(found, key) for key in plain} == plain


def test_what_the_docstring_says_of_a_parameter_stands_beside_its_field():
    assert setting("share").help == "Float. How much of the first."


def test_the_ports_and_arguments_come_from_call():
    found = kind("Blend")
    assert found is not None
    assert (found.group, [(port.name, port.optional) for port in found.ports]) == (
        "My layers",
        [("inputs", False), ("second", True)],
    )
    assert [argument.name for argument in found.arguments] == ["training"]


def test_a_freshly_placed_layer_of_ones_own_can_be_made():
    found = kind("Blend")
    assert found is not None
    start = {each.name: each.default for each in found.settings if each.required}
    assert make_layer(Layer("b", "Blend", "mix", start)).width == 32


def test_whoever_listens_hears_each_registration_until_it_is_gone():
    class Studio:
        def __init__(self):
            self.news = []

        def hear(self, name, families):
            self.news.append((name, families))

    studio = Studio()
    on_register(studio.hear)

    @register
    def hum(x):
        return x

    @register
    def miss(y_true, y_pred):
        return keras.ops.mean(y_true - y_pred, axis=-1)

    assert studio.news == [("hum", ("activations",)), ("miss", ("losses", "metrics"))]
    del studio
    gc.collect()
    register(hum)
    assert [each.name for each in catalog().objects["activations"] if each.name == "hum"] == ["hum"]


def test_registering_again_changes_what_equal_data_mean():
    def make(size):
        class Stretch(keras.layers.Layer):
            def call(self, inputs):
                return keras.ops.repeat(inputs, size, axis=-1)

        return register(Stretch)

    first = make(2)
    data = [{"kind": "TimeDistributed", "settings": {"layer": {"kind": "Stretch"}}}]
    before = own_parts(data)
    second = make(3)
    assert (before, own_parts(data)) == ((("layers", "Stretch", first),), (("layers", "Stretch", second),))
    assert own_parts(["Dense"]) == ()
    assert describe_object(second(), "layers").kind == "Stretch"


def test_a_layer_that_takes_no_name_is_refused_with_what_to_change():
    class Stiff(keras.layers.Layer):
        def __init__(self, width=2):
            super().__init__()
            self.width = width

    with pytest.raises(PlaygroundError, match=r"Stiff\.__init__ takes no name; let it take \*\*kwargs"):
        register(Stiff)
