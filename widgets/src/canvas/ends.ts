// The two ends of a wire.
export interface Inlet {
  port: string;
  slot: number;
}

/** One end of a wire that is being drawn: an output of a node, or an input of it. */
export type End = { node: string } & ({ output: number } | Inlet);
