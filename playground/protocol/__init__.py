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
    Foresee as Foresee,
    GetAsset as GetAsset,
    GetCatalog as GetCatalog,
    GetDocument as GetDocument,
    GetHistory as GetHistory,
    GetPicture as GetPicture,
    GetSamples as GetSamples,
    GetSource as GetSource,
    NewLayer as NewLayer,
    OpenFile as OpenFile,
    OpenTemplate as OpenTemplate,
    Pause as Pause,
    Play as Play,
    Preview as Preview,
    PutDocument as PutDocument,
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
    DocumentText as DocumentText,
    Done as Done,
    Event as Event,
    Explained as Explained,
    Exported as Exported,
    Failed as Failed,
    Foreseen as Foreseen,
    Foresight as Foresight,
    HistoryChunk as HistoryChunk,
    Picture as Picture,
    PictureFile as PictureFile,
    Pictures as Pictures,
    Previewed as Previewed,
    Rechecked as Rechecked,
    Registered as Registered,
    Reply as Reply,
    RunChanged as RunChanged,
    Samples as Samples,
    SampleTensor as SampleTensor,
    Sketch as Sketch,
    SketchNode as SketchNode,
    Source as Source,
    Start as Start,
    Template as Template,
    Together as Together,
    Whole as Whole,
)
from playground.protocol._explanations import (
    ComputationShown as ComputationShown,
    ExplainedPart as ExplainedPart,
    ExplainSample as ExplainSample,
    ExplanationCommand as ExplanationCommand,
    Method as Method,
    SampleExplained as SampleExplained,
    ShowComputation as ShowComputation,
    ShownTerm as ShownTerm,
)
from playground.protocol._findings import (
    Cure as Cure,
    Finding as Finding,
    Panel as Panel,
    TrainingChange as TrainingChange,
)
from playground.protocol._plane import GetPoints as GetPoints, PlaneWatch as PlaneWatch, Points as Points
from playground.protocol._predictions import GetPredictions as GetPredictions, Predicted as Predicted
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
from playground.protocol._weights import (
    GetWeights as GetWeights,
    VitalsChunk as VitalsChunk,
    WatchVitals as WatchVitals,
    WeightCommand as WeightCommand,
    WeightPicture as WeightPicture,
    Weights as Weights,
)
