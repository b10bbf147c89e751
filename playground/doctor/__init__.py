"""From plain evidence of a run to findings, each with figures, a page and, where there is one, a cure."""

from playground.doctor._evidence import (
    Column as Column,
    Evidence as Evidence,
    Input as Input,
    Outputs as Outputs,
    Sizes as Sizes,
    Variable as Variable,
)
from playground.doctor._examine import ILLNESSES as ILLNESSES, examine as examine, explain as explain
