// The studio's regions.
import { ReactFlowProvider } from "@xyflow/react";
import { AtLevel, useStanding } from "./blocks/AtLevel";
import { Crumbs } from "./blocks/Crumbs";
import { Canvas } from "./canvas/Canvas";
import { useStages } from "./canvas/useStages";
import { CheatSheet } from "./commands/CheatSheet";
import { useView } from "./context";
import { Dock } from "./dock/Dock";
import { GalleryDialog } from "./gallery/GalleryDialog";
import { Hiding } from "./hiding/Hiding";
import { HidingDialog } from "./hiding/HidingDialog";
import { Inspector } from "./inspector/Inspector";
import { Palette } from "./palette/Palette";
import { CompareDialog } from "./runs/CompareDialog";
import { ShareDialog } from "./sharing/ShareDialog";
import { useTheme } from "./theme";
import { TopBar } from "./topbar/TopBar";
import { Notice } from "./ui/Notice";

export function App() {
  useTheme();
  useStanding();
  const path = useView((state) => state.path.join("/"));
  const panels = useStages(1) > 0;
  return (
    <ReactFlowProvider>
      <TopBar />
      <AtLevel>
        <Palette />
      </AtLevel>
      <div className="middle">
        <AtLevel>{panels ? <Canvas key={path} /> : <div className="canvas" />}</AtLevel>
        <Crumbs />
        <Dock />
      </div>
      <AtLevel>
        <Inspector />
      </AtLevel>
      <GalleryDialog />
      <CheatSheet />
      <ShareDialog />
      <CompareDialog />
      <HidingDialog />
      <Hiding />
      <Notice />
    </ReactFlowProvider>
  );
}
