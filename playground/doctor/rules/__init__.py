"""The rules of the doctor, by subject. A new one is a function with a docstring, and an entry in its file's `RULES`."""

from playground.doctor._rule import Rule
from playground.doctor.rules import _data, _fit, _gradients, _measures, _rate, _units

RULES: tuple[Rule, ...] = (
    *_rate.RULES,
    *_gradients.RULES,
    *_units.RULES,
    *_fit.RULES,
    *_data.RULES,
    *_measures.RULES,
)
"""All codes, in the order of the help pages."""
