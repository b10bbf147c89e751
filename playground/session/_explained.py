"""Heat over an input, as the protocol carries it: pixels where the input is an image, words where it is not."""

from typing import TYPE_CHECKING, Any, Literal

from playground import protocol

if TYPE_CHECKING:
    import numpy as np

_SIDE = 224
_MOST_WORDS = 256
_IMAGE, _SEQUENCE = 3, 2
Kind = Literal["image", "words", "features"]


def heat_over(
    name: str, value: "np.ndarray", heat: "np.ndarray | None", *, signed: bool = False
) -> "tuple[protocol.ExplainedPart, list[np.ndarray]]":
    """One input of a sample with its heat: over the pixels of an image, else one value a word."""
    import numpy as np

    pixels = pixels_of(value)
    if pixels is None or (heat is not None and heat.ndim == 1):
        return bars(name, value, heat, signed=signed)
    buffers = [pixels]
    shape: tuple[int, ...] = ()
    if heat is not None:
        flat = np.asarray(heat if heat.ndim == 2 else heat.mean(axis=0), np.float32)  # noqa: PLR2004  # rows and columns
        shape = flat.shape
        buffers.append(flat)
    height, width, channels = pixels.shape
    part = protocol.ExplainedPart(name, "image", "", height, width, channels, shape, (), signed=signed)
    return part, buffers


def bars(
    name: str,
    value: "np.ndarray",
    heat: "np.ndarray | None" = None,
    *,
    signed: bool = True,
) -> "tuple[protocol.ExplainedPart, list[np.ndarray]]":
    """One value a word: of a token, a feature or a step; without heat the values themselves."""
    import numpy as np

    flat = np.asarray(value if heat is None else heat, np.float32).reshape(-1)
    said = words_in(value, len(flat))
    count = min(len(said), _MOST_WORDS)
    if heat is not None and len(flat) != len(said):  # a map that is coarser than what it lies over
        flat = np.interp(np.linspace(0, 1, len(said)), np.linspace(0, 1, len(flat)), flat).astype(np.float32)
    kind: Kind = "words" if value.dtype.kind in "OSU" or (value.dtype.kind in "iu" and value.ndim == 1) else "features"
    part = protocol.ExplainedPart(name, kind, "", 0, 0, 0, (count,), said[:count], signed=signed)
    return part, [flat[:count].copy()]


def words_in(value: "np.ndarray", count: int) -> tuple[str, ...]:
    """What stands at each position of an input: the words of a text, the numbers of tokens, steps, or features."""
    import numpy as np

    value = np.asarray(value)
    if value.dtype.kind in "OSU":
        texts = [_text(each) for each in value.reshape(-1)]
        said = texts[0].split() if len(texts) == 1 else texts
        return tuple((said + [""] * max(0, count - len(said)))[: count or len(said)])
    if value.ndim >= _SEQUENCE:
        return tuple(f"step {i}" for i in range(len(value)))
    if value.dtype.kind in "iu":
        return tuple(str(int(each)) for each in value.reshape(-1))
    return tuple(f"{i}: {float(each):.3g}" for i, each in enumerate(value.reshape(-1)))


def pixels_of(value: Any) -> "np.ndarray | None":
    """A sample as pixels, uint8 of shape (height, width, 1 or 3), thinned to a side of 224; None where it is none."""
    import numpy as np

    if value.dtype.kind not in "biuf" or value.ndim != _IMAGE or value.shape[-1] < 1:
        return None
    step = -(-max(value.shape[:2]) // _SIDE)
    shown = np.asarray(value[::step, ::step], np.float32)
    shown = shown[..., :3] if shown.shape[-1] >= 3 else shown[..., :1]  # noqa: PLR2004  # colours
    finite = np.where(np.isfinite(shown), shown, 0)
    low, high = float(finite.min()), float(finite.max())
    scaled: np.ndarray = np.round((finite - low) / ((high - low) or 1) * 255).astype(np.uint8)
    return scaled


def _text(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
