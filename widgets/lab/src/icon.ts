// The sign of a network: three nodes and their wires, in JupyterLab's own colours for icons.
import { LabIcon } from "@jupyterlab/ui-components";
import svg from "./network.svg";

export const networkIcon = new LabIcon({ name: "playground:network", svgstr: svg });
