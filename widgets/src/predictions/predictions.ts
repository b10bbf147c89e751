// How the model's answers fit the truth: an answer of the kernel with its arrays by name, and what is read from them. Pure.
import { floats, integers } from "../buffers";
import type { Answered, Command, Predicted } from "../messages";
import { measured, percent } from "../ui/format";

export type Show = "confusion" | "classes" | "roc" | "precision" | "calibration" | "fit" | "residuals" | "spread";
/** The samples beside the picture: errors in an order, or those of one cell of the matrix. */
export type List = "worst" | "certain" | { truth: number; answer: number };

/** What a view looks at. */
export interface Look {
  output: number;
  /** Which of several labels or numbers. */
  unit: number;
  /** The class whose curves are marked; null is the one with the smallest area. */
  marked: number | null;
  show: Show;
  list: List;
}

export const FIRST_LOOK: Look = { output: 0, unit: 0, marked: null, show: "confusion", list: "worst" };

const SHOWS: Record<Predicted["kind"], readonly (readonly [Show, string])[]> = {
  classes: [
    ["confusion", "Confusion matrix"],
    ["classes", "Each class"],
    ["roc", "ROC"],
    ["precision", "Precision and recall"],
    ["calibration", "Calibration"],
  ],
  labels: [
    ["confusion", "Confusion matrix"],
    ["classes", "Each label"],
    ["roc", "ROC"],
    ["precision", "Precision and recall"],
    ["calibration", "Calibration"],
  ],
  numbers: [
    ["fit", "Answer and truth"],
    ["residuals", "Residuals"],
    ["spread", "How residuals are spread"],
  ],
};

export interface Curve {
  /** The class or label. */
  of: number;
  false: Float32Array;
  true: Float32Array;
  recall: Float32Array;
  precision: Float32Array;
}

export interface Seen {
  head: Predicted;
  places: Uint32Array;
  /** Classes, or numbers. */
  truth: ArrayLike<number>;
  answers: ArrayLike<number>;
  /** Probabilities of the answer and of the truth; empty of numbers. */
  certainty: Float32Array;
  ofTruth: Float32Array;
  /** Numbers among the samples. */
  worst: Uint32Array;
  certain: Uint32Array;
  counts: Uint32Array;
  table: Float32Array;
  bins: Float32Array;
  curves: Curve[];
}

export const COLUMNS = ["precision", "recall", "F1", "samples", "ROC area", "average precision"] as const;

/** The arrays of an answer by name. */
export function seenOf({ answer, buffers }: Answered<Predicted>): Seen {
  const numbers = answer.kind === "numbers";
  const values = numbers ? floats : integers;
  const at = (place: number) => floats(buffers[place]);
  return {
    head: answer,
    places: integers(buffers[0]),
    truth: values(buffers[1]),
    answers: values(buffers[2]),
    certainty: at(3),
    ofTruth: at(4),
    worst: integers(buffers[5]),
    certain: integers(buffers[6]),
    counts: integers(buffers[7]),
    table: at(8),
    bins: at(9),
    curves: answer.curves.map((of, i) => ({
      of,
      false: at(10 + 4 * i),
      true: at(11 + 4 * i),
      recall: at(12 + 4 * i),
      precision: at(13 + 4 * i),
    })),
  };
}

export function commandOf({ output, unit }: Look, view: string): Command {
  return { type: "get_predictions", view, output, unit };
}

/** What can be shown of answers of a kind, and which of it is. */
export function showsOf(kind: Predicted["kind"]): readonly (readonly [Show, string])[] {
  return SHOWS[kind];
}

export function shownOf(kind: Predicted["kind"], show: Show): Show {
  return SHOWS[kind].find(([name]) => name === show)?.[0] ?? SHOWS[kind][0]?.[0] ?? show;
}

/** What the classes of the matrix are called: of a label it is with or without. */
export function classNames({ kind, names, unit }: Predicted): readonly string[] {
  if (kind !== "labels") return names;
  const label = names[unit] ?? "";
  return [`not ${label}`, label];
}

/** The list that is shown: what was chosen of other answers may not be there. */
export function listOf({ head }: Seen, list: List): List {
  if (head.kind === "numbers") return "worst";
  const classes = head.kind === "labels" ? 2 : head.names.length;
  return typeof list === "object" && Math.max(list.truth, list.answer) >= classes ? "worst" : list;
}

/** The numbers of the samples in a list, among those that were answered. */
export function listed(seen: Seen, list: List): number[] {
  if (list === "worst") return [...seen.worst];
  if (list === "certain") return [...seen.certain];
  return [...seen.places.keys()].filter((i) => seen.truth[i] === list.truth && seen.answers[i] === list.answer);
}

/** How many samples there are of which a list has the first. */
export function totalOf(seen: Seen, list: List): number {
  if (seen.head.kind === "numbers") return seen.places.length;
  if (typeof list === "object") return listed(seen, list).length;
  return [...seen.places.keys()].filter((i) => seen.truth[i] !== seen.answers[i]).length;
}

/** One cell of the matrix: how many samples, and which share of the row's class that is; rows and columns as shown. */
export function cellAt(seen: Seen, row: number, column: number): { count: number; share: number } {
  const size = seen.head.shown.length;
  const count = seen.counts[row * size + column] ?? 0;
  const whole = supportOf(seen, seen.head.shown[row] ?? row);
  return { count, share: whole > 0 ? count / whole : 0 };
}

/** How many samples are of a class, also in columns that the matrix does not show. */
function supportOf(seen: Seen, label: number): number {
  if (seen.head.kind === "classes") return seen.table[label * COLUMNS.length + 3] ?? 0;
  return (seen.counts[label * 2] ?? 0) + (seen.counts[label * 2 + 1] ?? 0);
}

export function tableAt(seen: Seen, row: number, column: number): number {
  return seen.table[row * COLUMNS.length + column] ?? Number.NaN;
}

/** The classes in the order of a column, -1 the names; what is a share of nothing is last either way. */
export function sortedRows(seen: Seen, column: number, descending: boolean): number[] {
  const { names } = seen.head;
  const sign = descending ? -1 : 1;
  const rows = names.map((_, row) => row);
  if (column < 0) {
    return rows.sort((a, b) => sign * (names[a] ?? "").localeCompare(names[b] ?? "", "en", { numeric: true }));
  }
  return rows.sort((a, b) => {
    const [one, other] = [tableAt(seen, a, column), tableAt(seen, b, column)];
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return sign * (one - other) || a - b;
  });
}

/** What a cell of the table says. */
export function tableText(value: number, column: number): string {
  if (Number.isNaN(value)) return "–";
  if (column === 3) return String(value);
  return column < 3 ? percent(value) : value.toFixed(3);
}

/** The curve that is marked: that of the class or label looked at, or else the one with the smallest area. */
export function markedCurve(seen: Seen, marked: number | null): number | null {
  const wanted = seen.head.kind === "labels" ? seen.head.unit : marked;
  if (seen.curves.some((each) => each.of === wanted)) return wanted;
  const areas = seen.curves.map((each) => tableAt(seen, each.of, 4));
  return seen.curves[areas.indexOf(Math.min(...areas))]?.of ?? null;
}

/** What was answered to a sample, and what is true, in words. */
export function saidOf(seen: Seen, sample: number): { truth: string; answer: string; chance: string } {
  const [truth, answer] = [seen.truth[sample] ?? 0, seen.answers[sample] ?? 0];
  if (seen.head.kind === "numbers") return { truth: measured(truth), answer: measured(answer), chance: "" };
  const names = classNames(seen.head);
  return {
    truth: names[truth] ?? String(truth),
    answer: names[answer] ?? String(answer),
    chance: percent(seen.certainty[sample] ?? 0, 0),
  };
}
