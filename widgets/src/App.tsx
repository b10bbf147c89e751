// The studio's regions.
import { ReactFlowProvider } from "@xyflow/react";
import { Canvas } from "./canvas/Canvas";
import { Dock } from "./dock/Dock";
import { Inspector } from "./inspector/Inspector";
import { Palette } from "./palette/Palette";
import { useTheme } from "./theme";
import { TopBar } from "./topbar/TopBar";
import { Notice } from "./ui/Notice";

export function App() {
  useTheme();
  return (
    <ReactFlowProvider>
      <TopBar />
      <Palette />
      <div className="middle">
        <Canvas />
        <Dock />
      </div>
      <Inspector />
      <Notice />
    </ReactFlowProvider>
  );
}
