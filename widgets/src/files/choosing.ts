// Asks for a file of this computer.
import type { Surroundings } from "../context";
import { ACCEPTED, openFirst } from "./sending";

export function chooseFile(around: Surroundings): void {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = ACCEPTED;
  field.addEventListener("change", () => openFirst(around, field.files ?? []));
  field.click();
}
