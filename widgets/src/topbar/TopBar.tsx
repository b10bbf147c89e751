// The bar above all: the drawing's name, its history, its run, and what leaves the studio.
import { redo, undo } from "../blocks/history";
import { useStudio, useSurroundings, useView } from "../context";
import { openGallery } from "../gallery/opening";
import { HiddenMark } from "../hiding/Hiding";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { ArrangeButton } from "./ArrangeButton";
import { ExportDialog } from "./ExportDialog";
import { FileBanner } from "./FileBanner";
import { NetworkName } from "./NetworkName";
import { NoKernel } from "./NoKernel";
import { PlaceButtons } from "./PlaceButtons";
import { RecoveryBanner } from "./RecoveryBanner";
import { RunControls } from "./RunControls";
import { Machine, RunProgress } from "./RunProgress";
import { SaveButton } from "./SaveButton";
import { useKeys } from "./useKeys";

export function TopBar() {
  useKeys();
  const around = useSurroundings();
  const { studio, view } = around;
  const live = useStudio((state) => state.live);
  const drawable = useStudio((state) => state.drawable);
  const canUndo = useStudio((state) => state.canUndo);
  const canRedo = useStudio((state) => state.canRedo);
  const panel = useView((state) => state.inspectorOpen);
  return (
    <>
      <section className="topbar" aria-label="Network and run" data-testid="topbar">
        <div className="topbar-left">
          <NetworkName />
          <SaveButton />
          <span className="divider" />
          <IconButton
            icon="undo"
            label="Undo"
            keys="Ctrl+Z"
            testid="undo"
            disabled={!drawable || !canUndo}
            onClick={() => void undo({ studio, view })}
          />
          <IconButton
            icon="redo"
            label="Redo"
            keys="Ctrl+Y"
            testid="redo"
            disabled={!drawable || !canRedo}
            onClick={() => void redo({ studio, view })}
          />
          <IconButton
            icon="templates"
            label="New from a template"
            keys="T"
            testid="templates"
            disabled={!live}
            onClick={() => openGallery(around)}
          />
          <ArrangeButton />
        </div>
        <div className="topbar-run">
          <RunControls />
          <RunProgress />
          <Machine />
        </div>
        <div className="topbar-right">
          <HiddenMark />
          <button
            type="button"
            className="button plain"
            title="Export the model"
            aria-label="Export"
            data-testid="export"
            disabled={!live}
            onClick={() => view.setState({ exporting: true })}
          >
            <Icon name="export" />
            <span className="export-word">Export</span>
          </button>
          <PlaceButtons />
          <IconButton
            icon="panel"
            label={panel ? "Close the settings" : "Open the settings"}
            testid="inspector-toggle"
            pressed={panel}
            onClick={() => view.setState({ inspectorOpen: !panel })}
          />
        </div>
      </section>
      <RecoveryBanner />
      <FileBanner />
      <NoKernel />
      <ExportDialog />
    </>
  );
}
