"""Rules on units that do nothing: dead for every sample, or at the end of their range."""

from collections.abc import Iterator

from playground.doctor._cures import with_activation
from playground.doctor._evidence import Evidence
from playground.doctor._rule import Found, rule

DEAD = 0.5
SATURATED = 0.5
_LEAST_UNITS = 4


@rule("dead_relus", "Dead ReLUs", "warning", shown="activations")
def dead_relus(evidence: Evidence) -> Iterator[Found]:
    """A unit that puts out 0 for every sample gets no gradient any more, and does not come back.

    Found when half of a layer's units are 0 for each of up to 512 samples. Some are usual: on the healthy runs of our
    tests it was a sixth at most. A step that went too far kills many at once; a leaky ReLU lets them come back (Maas,
    Hannun and Ng, 2013).
    """
    for each in evidence.outputs:
        if each.activation == "relu" and each.units >= _LEAST_UNITS and each.dead >= DEAD:
            yield Found(
                f"{round(each.dead * each.units):,} of the {each.units:,} units of {each.layer} are dead: they put out "
                "0 for every sample. Take a leaky ReLU, or a lower learning rate.",
                {"dead": each.dead},
                each.node,
                with_activation(evidence, [each.node], "leaky_relu"),
            )


@rule("saturated_units", "Saturated units", "warning", shown="activations")
def saturated_units(evidence: Evidence) -> Iterator[Found]:
    """A sigmoid or tanh at the end of its range passes hardly any gradient on: its layer stands still.

    Found when half of a hidden layer's values lie within a twentieth of the range of an end, for up to 512 samples
    (Glorot and Bengio, 2010, watch the same shares). The slope there is less than a fifth of that in the middle. At
    the output it means that the model is sure, and is as it should be.
    """
    for each in evidence.outputs:
        if each.activation in {"sigmoid", "tanh"} and not each.last and each.saturated >= SATURATED:
            yield Found(
                f"{each.saturated:.0%} of what {each.layer} puts out lies at the ends of {each.activation}; scale what "
                "enters, or take relu.",
                {"saturated": each.saturated},
                each.node,
                with_activation(evidence, [each.node], "relu"),
            )


RULES = (dead_relus, saturated_units)
