"""What can be placed and chosen: the layers, losses, metrics and optimizers of the installed Keras, as data."""

from playground.catalog._cards import card_heights as card_heights
from playground.catalog._catalog import (
    catalog as catalog,
    is_own as is_own,
    kind as kind,
    name_of as name_of,
    own_names as own_names,
    own_parts as own_parts,
    short_name as short_name,
    snake as snake,
    snapshot as snapshot,
)
from playground.catalog._classes import (
    by_position as by_position,
    layer_class as layer_class,
    takes_constant as takes_constant,
)
from playground.catalog._constants import (
    constant as constant,
    constant_of as constant_of,
    constants as constants,
    is_array as is_array,
    key_text as key_text,
    parse_key as parse_key,
)
from playground.catalog._describe import describe_object as describe_object, settings_of as settings_of
from playground.catalog._dtypes import (
    DTYPES_OF as DTYPES_OF,
    dtypes_taken as dtypes_taken,
    port_of_slot as port_of_slot,
    words_of as words_of,
)
from playground.catalog._homes import home_of as home_of
from playground.catalog._identify import identify as identify
from playground.catalog._introspect import call_parameters as call_parameters
from playground.catalog._make import (
    inner_name as inner_name,
    make_layer as make_layer,
    make_object as make_object,
    reason_of as reason_of,
    weights_of as weights_of,
    who as who,
)
from playground.catalog._nested import kind_of_layer as kind_of_layer
from playground.catalog._operations import (
    called_by_name as called_by_name,
    called_with as called_with,
    is_operation as is_operation,
)
from playground.catalog._outputs import output_names as output_names
from playground.catalog._overlay import takes_text as takes_text
from playground.catalog._register import on_register as on_register, register as register
from playground.catalog._seeds import seeded as seeded, undisturbed as undisturbed
from playground.catalog._types import (
    Catalog as Catalog,
    Choice as Choice,
    Family as Family,
    Group as Group,
    Kind as Kind,
    Port as Port,
    Setting as Setting,
    SettingType as SettingType,
)
from playground.catalog._values import (
    by_output as by_output,
    expectation as expectation,
    validate_argument as validate_argument,
    validate_setting as validate_setting,
)
