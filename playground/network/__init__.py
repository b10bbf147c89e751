"""The document: a network as an immutable value, its edits, undo, and its file. Imports nothing of the other rooms."""

from playground.network._apply import apply as apply
from playground.network._bypassing import passes as passes, without_bypassed as without_bypassed
from playground.network._compact import TEXT_BEGINS as TEXT_BEGINS, from_text as from_text, to_text as to_text
from playground.network._difference import (
    Difference as Difference,
    LayerChange as LayerChange,
    LayerPart as LayerPart,
    SettingChange as SettingChange,
    Wire as Wire,
    difference as difference,
)
from playground.network._dissolving import dissolve as dissolve
from playground.network._document import (
    FORMAT as FORMAT,
    SUFFIX as SUFFIX,
    Document as Document,
    decode_document as decode_document,
    encode_document as encode_document,
    read_document as read_document,
    write_document as write_document,
)
from playground.network._edits import (
    AddNode as AddNode,
    Batch as Batch,
    ChangeArgument as ChangeArgument,
    ChangeSetting as ChangeSetting,
    Connect as Connect,
    Disconnect as Disconnect,
    Edit as Edit,
    Expose as Expose,
    Move as Move,
    RemoveNode as RemoveNode,
    RemoveNote as RemoveNote,
    RenameLayer as RenameLayer,
    RenameNetwork as RenameNetwork,
    Replace as Replace,
    SetBypassed as SetBypassed,
    SetNote as SetNote,
    SetPinned as SetPinned,
    SetRepeat as SetRepeat,
    SetSignature as SetSignature,
    SetTrainable as SetTrainable,
    Within as Within,
)
from playground.network._folding import fold as fold
from playground.network._grouping import Spec as Spec, group as group
from playground.network._history import Exchange as Exchange, History as History
from playground.network._layout import Direction as Direction, arrange as arrange
from playground.network._layout_sizes import card_height as card_height
from playground.network._model import (
    DEFAULT_PORT as DEFAULT_PORT,
    INPUT as INPUT,
    MODEL as MODEL,
    Edge as Edge,
    Layer as Layer,
    Network as Network,
    Node as Node,
    Note as Note,
    Output as Output,
    Settings as Settings,
    Signature as Signature,
)
from playground.network._nested import (
    all_layers as all_layers,
    at as at,
    inside as inside,
)
from playground.network._patterns import Found as Found, find_blocks as find_blocks
from playground.network._plain import everything_in as everything_in
from playground.network._typed import typed as typed, typed_json as typed_json
from playground.network._unrolling import (
    MAX_WRITTEN_OUT as MAX_WRITTEN_OUT,
    drawn_path as drawn_path,
    unrolled as unrolled,
    written_out as written_out,
)
from playground.network._validate import check_name as check_name, validate as validate
