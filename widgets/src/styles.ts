// All styles of the studio, as text for its shadow root.
import flow from "@xyflow/react/dist/base.css";
import blocks from "./blocks/blocks.css";
import callout from "./canvas/callout.css";
import canvas from "./canvas/canvas.css";
import cards from "./canvas/cards.css";
import marks from "./canvas/marks.css";
import ports from "./canvas/ports.css";
import wires from "./canvas/wires.css";
import code from "./code/code.css";
import sheet from "./commands/sheet.css";
import dock from "./dock/dock.css";
import strip from "./dock/strip.css";
import doctor from "./doctor/doctor.css";
import explain from "./explain/explain.css";
import far from "./far/far.css";
import features from "./features/features.css";
import files from "./files/files.css";
import forced from "./forced.css";
import gallery from "./gallery/gallery.css";
import inside from "./inside/inside.css";
import inspector from "./inspector/inspector.css";
import settings from "./inspector/settings.css";
import landscape from "./landscape/landscape.css";
import layers from "./layers/layers.css";
import notes from "./notes/notes.css";
import palette from "./palette/palette.css";
import pictures from "./pictures/pictures.css";
import plane from "./plane/plane.css";
import predictions from "./predictions/predictions.css";
import problems from "./problems/problems.css";
import rewind from "./rewind/rewind.css";
import runs from "./runs/runs.css";
import search from "./search/search.css";
import sharing from "./sharing/sharing.css";
import tokens from "./tokens.css";
import exporting from "./topbar/export.css";
import topbar from "./topbar/topbar.css";
import dialog from "./ui/dialog.css";
import ui from "./ui/ui.css";
import vitals from "./vitals/vitals.css";
import weights from "./weights/weights.css";

export const styles = [
  flow,
  tokens,
  ui,
  pictures,
  topbar,
  dialog,
  exporting,
  palette,
  canvas,
  cards,
  ports,
  far,
  marks,
  blocks,
  wires,
  callout,
  notes,
  search,
  gallery,
  sheet,
  inside,
  inspector,
  settings,
  files,
  strip,
  dock,
  rewind,
  doctor,
  explain,
  landscape,
  layers,
  plane,
  problems,
  code,
  vitals,
  weights,
  predictions,
  runs,
  features,
  sharing,
  forced,
].join("\n");
