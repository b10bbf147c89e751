"""A trained model as a file for elsewhere; every export is loaded in a fresh process and compared before it is there.

Knows nothing of networks, runs or screens: a `keras.Model` comes in.
"""

from playground.exporting._export import export as export
from playground.exporting._formats import FORMATS as FORMATS, Format as Format
from playground.exporting._result import ExportResult as ExportResult
