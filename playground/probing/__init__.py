"""What can be seen inside a model while it trains: activations, reduced to pictures on the device.

Knows nothing of runs, screens or charts: a model and a batch come in, small arrays go out.
"""

from playground.probing._activations import activations as activations
from playground.probing._probe import Probe as Probe
from playground.probing._units import Units as Units, UnitShares as UnitShares
