"""The application without a screen: what the widget shows, and what tests drive without a browser."""

from playground.session._assets import STATIC as STATIC
from playground.session._blocks import (
    dissolve_named as dissolve_named,
    group_named as group_named,
    repeat_named as repeat_named,
)
from playground.session._diagnosing import Diagnosing as Diagnosing, diagnose as diagnose
from playground.session._given import data_given as data_given, place_for_runs as place_for_runs
from playground.session._kept_runs import kept_runs as kept_runs, reopen as reopen
from playground.session._landscape import landscape_of as landscape_of
from playground.session._opening import open_anything as open_anything
from playground.session._points import followed as followed
from playground.session._predicting import Studied as Studied, predictions_of as predictions_of
from playground.session._recovery import usual_place as usual_place
from playground.session._requests import handle as handle
from playground.session._rewinding import continue_from as continue_from, show_moment as show_moment
from playground.session._session import Session as Session
from playground.session._settings import config_of as config_of, data_of as data_of, hidden_in as hidden_in
from playground.session._shelf import usual_shelf as usual_shelf
from playground.session._telling import as_bytes as as_bytes
from playground.session._templates import read_template as read_template, templates as templates
