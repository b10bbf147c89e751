"""From a class or function of Keras to a kind: settings, ports, help. Has the rules; the tables have the exceptions."""

import inspect
import re
from typing import Any

import msgspec

from playground.catalog import _corrections as corrections, _overlay as overlay
from playground.catalog._annotations import is_many, own_fields, start_of
from playground.catalog._docstring import parameters_of, shortened, summary_of
from playground.catalog._guess import guess, plain
from playground.catalog._types import Family, Kind, Port, Setting, SettingType

_URL = "https://www.tensorflow.org/api_docs/python/tf/keras/"
_FAMILY_OF_SUFFIX: dict[str, Family] = {
    "_initializer": "initializers",
    "_regularizer": "regularizers",
    "_constraint": "constraints",
}
_DTYPE = (
    "The precision of the computation and the weights; Keras's own setting when empty. mixed_float16 and "
    "mixed_bfloat16 compute in 16 bits and keep weights in float32: faster on a GPU, with the last layer in float32."
)
_NO_TENSOR = frozenset({"training", "return_attention_scores", "use_causal_mask", "reverse"})
_MANY_PORTS = frozenset({"initial_state"})
_MANY_KINDS = frozenset({"Attention", "AdditiveAttention", "CustomScaleLayer", "HashedCrossing"})
_NAMED_FIRST = frozenset({"query"})
_VARIADIC = frozenset({inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD})


def layer_kind(cls: type, name: str, group: str | None = None) -> Kind:
    """The kind of a layer class under its public name; `group` overrides where Keras's packages would sort it."""
    own = group is not None
    arguments, ports = _call_of(cls)
    package = cls.__module__.removeprefix("keras.src.layers.").split(".")[0]
    found = group or overlay.GROUP_OF_KIND.get(name) or overlay.GROUP_OF_PACKAGE.get(package, "Core")
    return Kind(
        name=name,
        group=found,
        summary=shortened(summary_of(cls)),
        settings=_settings(cls, name, takes_dtype=True, own=own),
        ports=ports,
        arguments=arguments,
        ranks=() if own else _ranks(name, cls.__module__),
        obstacle="" if own else overlay.OBSTACLES.get(name, ""),
        url="" if own else f"{_URL}layers/{name}",
    )


def object_kind(family: Family, name: str, value: Any, *, own: bool = False) -> Kind:
    """The kind of a loss, metric, optimizer, ... class, or of an activation function."""
    path = {"schedules": "optimizers/schedules"}.get(family, family)
    return Kind(
        name=name,
        group=overlay.OWN_GROUP if own else "",
        summary=shortened(summary_of(value)),
        settings=_settings(value, name, keep_name=family == "metrics", own=own) if inspect.isclass(value) else (),
        url="" if own else f"{_URL}{path}/{name}",
    )


def call_parameters(cls: type) -> tuple[str, ...]:
    """The parameters of a layer's `call` in order, the first under the name of its port."""
    first, *others = _call_parameters(cls) or ("inputs",)
    return (first if first in _NAMED_FIRST else "inputs", *others)


def _settings(
    cls: Any, kind: str, *, takes_dtype: bool = False, keep_name: bool = False, own: bool = False
) -> tuple[Setting, ...]:
    texts = parameters_of(cls)
    parameters = list(_constructor(cls))
    settings = [
        _setting(kind, parameter, texts.get(parameter.name, ""), own=own)
        for parameter in parameters
        if parameter.kind not in _VARIADIC
        and (parameter.name not in overlay.DROPPED or (keep_name and parameter.name == "name"))
        and (takes_dtype or parameter.name != "dtype")
    ]
    if takes_dtype and not any(setting.name == "dtype" for setting in settings):
        dtype = inspect.Parameter("dtype", inspect.Parameter.KEYWORD_ONLY, default=None)
        settings.append(_setting(kind, dtype, ""))
    return tuple(settings)


def _constructor(cls: Any) -> list[inspect.Parameter]:
    if cls.__init__ is object.__init__:
        return []
    return list(inspect.signature(cls.__init__).parameters.values())[1:]


def _setting(kind: str, parameter: inspect.Parameter, text: str, *, own: bool = False) -> Setting:
    name = parameter.name
    required = parameter.default is inspect.Parameter.empty
    default = plain(None if required else parameter.default)
    optional = not required and default is None
    fields: dict[str, Any] = {"type": guess(name, default, text)}
    for suffix, family in _FAMILY_OF_SUFFIX.items():
        if name.endswith(suffix):
            fields = {"type": "object", "family": family}
    if own:
        fields = own_fields(parameter, default, fields, corrections.BY_NAME.get(name, {}))
    else:
        fields |= corrections.BY_NAME.get(name, {})
        fields |= corrections.BY_KIND.get(kind, {}).get(name, {})
    if fields["type"] not in ("choice", "object", "list"):
        fields.pop("choices", None)
    if fields["type"] == "tuple" and name in corrections.PER_AXIS and "length" not in fields:
        fields["length"] = spatial_axes(kind) or (len(default) if isinstance(default, list) else 0)
    if name == "dtype" and not text:
        fields.setdefault("help", _DTYPE)
    required = fields.pop("required", required)
    if required:
        default = overlay.STARTS_OF_KIND.get(kind, {}).get(name, overlay.STARTS.get(name, default))
        default = start_of(fields, default) if own else default
        optional = False
    return Setting(
        name=name,
        default=default,
        required=required,
        optional=fields.pop("optional", False) or optional,
        prominent=name in overlay.PROMINENT or (own and name != "dtype"),
        help=shortened(fields.pop("help", text)),
        **fields,
    )


def spatial_axes(kind: str) -> int:
    """How many axes of space a kind is made for, by its name: 2 for `Conv2D` and `Conv2DTranspose`; 0 if none."""
    found = re.search(r"([123])D(?:Transpose)?$", kind)
    return int(found[1]) if found else 0


def _ranks(name: str, module: str) -> tuple[int, ...]:
    if name in overlay.RANKS:
        return overlay.RANKS[name]
    if ".image_preprocessing." in module:
        return (4,)
    axes = spatial_axes(name)
    if name.startswith("ConvLSTM"):
        return (axes + 3,)
    if axes and any(word in name for word in overlay.SPATIAL):
        return (axes + 2,)
    return ()


def _call_parameters(cls: type) -> dict[str, inspect.Parameter]:
    call = inspect.signature(cls.call)  # type: ignore[attr-defined]  # every layer has one
    parameters = list(call.parameters.values())[1:]
    return {parameter.name: parameter for parameter in parameters if parameter.kind not in _VARIADIC}


def _call_of(cls: type) -> tuple[tuple[Setting, ...], tuple[Port, ...]]:
    if cls.__name__ == "InputLayer":
        return (), ()
    kind = cls.__name__
    many = kind in _MANY_KINDS or ".merging." in cls.__module__
    texts = _call_texts(cls)
    arguments, ports = [], []
    for index, (name, parameter) in enumerate(_call_parameters(cls).items()):
        has_default = parameter.default is not inspect.Parameter.empty
        if name in _NO_TENSOR or (has_default and isinstance(parameter.default, bool | int | float | str)):
            setting = _setting("", parameter, texts.get(name, ""))
            arguments.append(msgspec.structs.replace(setting, type=_argument_type(parameter), prominent=False))
        elif index == 0:
            port = name if name in _NAMED_FIRST else "inputs"
            least, most = overlay.counts(kind, port)
            ports.append(Port(port, many=many or is_many(parameter), least=least, most=most))
        elif name != "mask" or kind in overlay.MASK_PORTS:
            takes_list = name in _MANY_PORTS or (many and name == "mask") or is_many(parameter)
            least, most = overlay.counts(kind, name)
            ports.append(Port(name, optional=has_default, many=takes_list, least=least, most=most))
    return tuple(arguments), tuple(ports)


def _argument_type(parameter: inspect.Parameter) -> SettingType:
    match parameter.default:
        case bool() | None:
            return "boolean"
        case int():
            return "integer"
        case float():
            return "float"
        case str():
            return "text"
        case _:
            return "any"


def _call_texts(cls: type) -> dict[str, str]:
    doc = inspect.cleandoc(cls.__doc__ or "")
    _, found, section = doc.partition("Call arguments:")
    return parameters_of(_Documented("Args:" + section)) if found else {}


class _Documented:
    """Something whose docstring is the given text."""

    def __init__(self, text: str) -> None:
        self.__doc__ = text
