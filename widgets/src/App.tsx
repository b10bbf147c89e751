// The studio's regions.
import { ReactFlowProvider } from "@xyflow/react";
import { AtLevel, useStanding } from "./blocks/AtLevel";
import { Crumbs } from "./blocks/Crumbs";
import { Canvas } from "./canvas/Canvas";
import { useView } from "./context";
import { Dock } from "./dock/Dock";
import { GalleryDialog } from "./gallery/GalleryDialog";
import { Inspector } from "./inspector/Inspector";
import { Palette } from "./palette/Palette";
import { useTheme } from "./theme";
import { TopBar } from "./topbar/TopBar";
import { Notice } from "./ui/Notice";

export function App() {
  useTheme();
  useStanding();
  const path = useView((state) => state.path.join("/"));
  return (
    <ReactFlowProvider>
      <TopBar />
      <AtLevel>
        <Palette />
      </AtLevel>
      <div className="middle">
        <AtLevel>
          <Canvas key={path} />
        </AtLevel>
        <Crumbs />
        <Dock />
      </div>
      <AtLevel>
        <Inspector />
      </AtLevel>
      <GalleryDialog />
      <Notice />
    </ReactFlowProvider>
  );
}
