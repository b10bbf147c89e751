// Names of files that follow from the network's.

/** The network's name as part of a path: letters, digits, dots, dashes and underscores. */
export function fileName(name: string): string {
  const safe = name
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "_")
    .replaceAll(/^[._]+|[._]+$/g, "");
  return safe || "network";
}

export type ExportFormat = "saved_model" | "keras";

export function exportPath(name: string, format: ExportFormat): string {
  const base = `exports/${fileName(name)}`;
  return format === "keras" ? `${base}.keras` : base;
}
