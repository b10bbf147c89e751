"""Every message between the browser and the kernel, defined once.

`make protocol` writes the JSON schema and the TypeScript types that follow from this room; a test fails when they
are stale. A message is JSON; arrays travel beside it as binary buffers, in the order their headers name them.

- The browser sends a `Request`; the kernel always answers it with one `Reply`, also when it fails.
- The kernel sends an `Event` on its own: edits and settings on the studio's comm, runs and pictures on the stream's.
"""

from playground.protocol._blocks import (
    BlockCommand as BlockCommand,
    BlockContent as BlockContent,
    DeleteBlock as DeleteBlock,
    DissolveBlock as DissolveBlock,
    FindBlocks as FindBlocks,
    FoundBlocks as FoundBlocks,
    GetBlock as GetBlock,
    GetBlocks as GetBlocks,
    GroupNodes as GroupNodes,
    RenameBlock as RenameBlock,
    SaveBlock as SaveBlock,
    SavedBlock as SavedBlock,
    SavedBlocks as SavedBlocks,
)
from playground.protocol._commands import (
    ApplyEdit as ApplyEdit,
    Arrange as Arrange,
    ChooseData as ChooseData,
    Command as Command,
    Configure as Configure,
    Dismiss as Dismiss,
    Explain as Explain,
    ExportModel as ExportModel,
    GetAsset as GetAsset,
    GetCatalog as GetCatalog,
    GetHistory as GetHistory,
    GetSource as GetSource,
    NewLayer as NewLayer,
    OpenTemplate as OpenTemplate,
    Pause as Pause,
    Play as Play,
    Preview as Preview,
    Recover as Recover,
    Redo as Redo,
    Reload as Reload,
    Request as Request,
    Reset as Reset,
    Resync as Resync,
    Save as Save,
    Step as Step,
    Stop as Stop,
    Undo as Undo,
    Watch as Watch,
)
from playground.protocol._events import (
    Answer as Answer,
    Asset as Asset,
    Changed as Changed,
    Configured as Configured,
    Done as Done,
    Event as Event,
    Explained as Explained,
    Exported as Exported,
    Failed as Failed,
    HistoryChunk as HistoryChunk,
    Picture as Picture,
    Pictures as Pictures,
    Previewed as Previewed,
    Rechecked as Rechecked,
    Registered as Registered,
    Reply as Reply,
    RunChanged as RunChanged,
    Source as Source,
    Start as Start,
    Template as Template,
    Together as Together,
    Whole as Whole,
)
from playground.protocol._schema import (
    schema as schema,
    to_json as to_json,
)
from playground.protocol._values import (
    VERSION as VERSION,
    Adaptation as Adaptation,
    DataSummary as DataSummary,
    EpochRow as EpochRow,
    ExportSummary as ExportSummary,
    FileTrouble as FileTrouble,
    Precision as Precision,
    Recovery as Recovery,
    RunState as RunState,
    RunStatus as RunStatus,
    Snapshot as Snapshot,
    StreamState as StreamState,
    TensorSummary as TensorSummary,
    TrainingSettings as TrainingSettings,
)
