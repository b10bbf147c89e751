"""The Python of a drawing, written again only when something of it is another."""

from collections.abc import Callable
from typing import Any

from playground.modeling import source_of
from playground.session._drawing import Drawn
from playground.session._settings import Beside, brought
from playground.training import with_choices


class Writer:
    """Writes a drawing as Python, and remembers the last that was written."""

    def __init__(self, model: Callable[[], Any]) -> None:
        """Ask `model` for the drawing's Keras model where the loss is to be chosen for it."""
        self._model = model
        self._asked: tuple[Any, ...] = ()
        self._text = ""

    def source(self, now: Drawn, beside: Beside | None) -> str:
        """The Python of the drawing, and of how it is trained where that stands `beside` it.

        Raises:
            CheckError: the drawing has a problem; the sentence is the first one's.
        """
        asked = (now,) if beside is None else (now, *beside)
        same = len(asked) == len(self._asked) and all(one is old for one, old in zip(asked, self._asked, strict=True))
        if not same:
            self._text = self._written(now, beside)
            self._asked = asked
        return self._text

    def _written(self, now: Drawn, beside: Beside | None) -> str:
        if beside is None:
            return source_of(now.network, now.report)
        config, data, _ = beside
        if now.report.ok and data is not None:
            config = with_choices(self._model(), data, config)
        return source_of(now.network, now.report, training=config, brings=brought(data))
