"""Short made-up reviews, drawn from a small grammar: text to read and a mood to tell, without anybody's words."""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Dataset
from playground.errors import DataError

TITLE = "Made-up reviews"

_THINGS = ("film", "story", "ending", "music", "plot", "cast", "first half", "second half", "camera work", "dialogue")
_WORDS = {
    "good": (
        ("bright", "charming", "clever", "delightful", "fresh", "gripping", "lovely", "moving", "superb", "warm"),
        ("carried me along", "made me laugh", "stayed with me", "surprised me", "won me over"),
        ("I would watch it again", "it deserves its fame", "time flew by", "my friends loved it too"),
    ),
    "bad": (
        ("bland", "clumsy", "dull", "empty", "flat", "hollow", "noisy", "stale", "tedious", "weak"),
        ("bored me", "fell apart", "led nowhere", "left me cold", "wore me out"),
        ("I left before the end", "it wastes its actors", "time stood still", "my friends fell asleep"),
    ),
}
_DEGREES = ("", "", "really ", "rather ", "quite ", "so ")
_LINKS = (" and ", ", and ", " while ", "; ")


def sentences(*, samples: int = 1000, mixed: float = 0.3, seed: int = 0) -> Dataset:
    """Write reviews with labels 0 (bad) and 1 (good).

    Args:
        samples: How many; every second one is good.
        mixed: Share of the reviews that begin with a word of the other mood, which a later “but” takes back.
        seed: Writes the same reviews whenever it is the same.

    Returns:
        An input `review` of text, one a sample, and a target `mood`.

    Raises:
        DataError: If a number is out of range.
    """
    if samples < 2:  # noqa: PLR2004  # one a mood
        raise DataError(f"A set of reviews needs at least 2 samples, got {samples}.")
    if not 0 <= mixed <= 1:
        raise DataError(f"The share of mixed reviews must be between 0 and 1, got {mixed}.")
    rng = np.random.default_rng(seed)
    mood = rng.permutation(np.arange(samples) % 2)
    texts = [_review(rng, ("bad", "good")[int(label)], mixed=bool(rng.random() < mixed)) for label in mood]
    return from_arrays(
        {"review": np.array(texts)},
        {"mood": mood.astype(np.int64)},
        name="sentences",
        title=TITLE,
        class_names=("bad", "good"),
    )


def _review(rng: np.random.Generator, mood: str, *, mixed: bool) -> str:
    first = _clause(rng, mood)
    if mixed:
        text = f"{_clause(rng, 'bad' if mood == 'good' else 'good')}, but {first}"
    elif rng.random() < 0.5:  # noqa: PLR2004  # as often as not
        text = first + _pick(rng, _LINKS) + _clause(rng, mood)
    else:
        text = first
    if rng.random() < 0.4:  # noqa: PLR2004  # some
        text += f". {_capital(_pick(rng, _WORDS[mood][2]))}"
    return f"{_capital(text)}{_pick(rng, ('.', '.', '!'))}"


def _clause(rng: np.random.Generator, mood: str) -> str:
    adjectives, verbs, _ = _WORDS[mood]
    thing = _pick(rng, _THINGS)
    if rng.random() < 0.6:  # noqa: PLR2004  # most
        return f"the {thing} was {_pick(rng, _DEGREES)}{_pick(rng, adjectives)}"
    return f"the {thing} {_pick(rng, verbs)}"


def _pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(rng.integers(len(words)))]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
