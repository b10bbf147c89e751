// Kept runs as rows of a table: its columns, any order, what a filter leaves, and their colours. Pure.

import { isShare } from "../dock/curves";
import type { KeptRow, KeptRuns, RunsChanged } from "../messages";
import { count, duration, measured, percent, words } from "../ui/format";

/** A column of the table: what a row has there to sort by, and how that is written. */
export interface Column {
  name: string;
  title: string;
  number: boolean;
  value: (run: KeptRow) => number | string | null;
  text: (run: KeptRow) => string;
}

export interface Order {
  column: string;
  down: boolean;
}

/** Colours of runs that have none: those of Okabe and Ito, darker or lighter where white or black pages need it. */
export const PALETTE = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#d55e00",
  "#56b4e9",
  "#8a7d00",
  "#7f7f7f",
] as const;

/** So many runs can be shown in a chart at once. */
export const MOST_SHOWN = 12;

const FIRST: readonly Column[] = [
  textColumn("name", "Name", (run) => run.name),
  {
    name: "began",
    title: "Began",
    number: true,
    value: (run) => run.began,
    text: (run) => when(run.began),
  },
  textColumn("state", "State", (run) => run.state),
];

const LAST: readonly Column[] = [
  numberColumn("epochs", "Epochs", (run) => run.epochs, count),
  numberColumn("steps", "Steps", (run) => run.steps, count),
  numberColumn("seconds", "Time", (run) => run.seconds, duration),
  textColumn("optimizer", "Optimizer", (run) => run.optimizer),
  numberColumn("learning_rate", "Rate", (run) => run.learning_rate, String),
  numberColumn("batch_size", "Batch", (run) => run.batch_size, count),
  numberColumn("seed", "Seed", (run) => run.seed, String),
  numberColumn("parameters", "Params", (run) => run.parameters, count),
  textColumn("data", "Data", (run) => run.data),
];

/** The columns that runs have, a metric each that one of them has measured: losses first. */
export function columnsOf(runs: readonly KeptRow[]): Column[] {
  return [...FIRST, ...metricsOf(runs).map(metricColumn), ...LAST];
}

/** The names of the metrics that runs have measured, the loss first and each with its validation. */
export function metricsOf(runs: readonly KeptRow[]): string[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].filter(
    (name) => name !== "learning_rate",
  );
  const base = (name: string) => name.replace(/^val_/, "");
  const rank = (name: string) => [base(name) === "loss" ? 0 : 1, base(name), name.startsWith("val_") ? 1 : 0].join(" ");
  return names.sort((a, b) => rank(a).localeCompare(rank(b), "en"));
}

/** The metrics that have a curve, without those of the validation, which are drawn beside theirs. */
export function curvesOf(runs: readonly KeptRow[]): string[] {
  return [...new Set(metricsOf(runs).map((name) => name.replace(/^val_/, "")))];
}

function metricColumn(name: string): Column {
  const write = isShare(name) ? percent : measured;
  const written = (value: number | null | undefined) =>
    value === undefined ? "" : value === null ? "not finite" : write(value);
  return {
    name,
    title: words(name),
    number: true,
    value: (run) => run.metrics[name] ?? null,
    text: (run) => written(run.metrics[name]),
  };
}

function textColumn(name: string, title: string, value: (run: KeptRow) => string): Column {
  return { name, title, number: false, value, text: value };
}

function numberColumn(
  name: string,
  title: string,
  value: (run: KeptRow) => number | null,
  write: (value: number) => string,
): Column {
  const text = (run: KeptRow) => {
    const found = value(run);
    return found === null ? "" : write(found);
  };
  return { name, title, number: true, value, text };
}

/** A moment in this browser's time: "14:05", and the day before it where that is another. */
export function when(seconds: number, now = new Date()): string {
  const moment = new Date(seconds * 1000);
  const clock = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === now.toDateString()) return clock;
  return `${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${clock}`;
}

/** The runs by a column, those without a value there last; without an order the newest first. */
export function sorted(runs: readonly KeptRow[], order: Order | null): KeptRow[] {
  const newest = [...runs].sort((a, b) => b.began - a.began || b.id.localeCompare(a.id));
  const value = order && columnsOf(runs).find((column) => column.name === order.column)?.value;
  if (!order || !value) return newest;
  return newest.sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const apart =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : String(one).localeCompare(String(other), "en", { numeric: true });
    return order.down ? -apart : apart;
  });
}

/** The order after a click on a column: once up, once down, then the newest first again. */
export function nextOrder(order: Order | null, column: string): Order | null {
  if (order?.column !== column) return { column, down: false };
  return order.down ? null : { column, down: true };
}

/** The runs that have each of the words somewhere: in name, id, tags, note, data, optimizer or state. */
export function filtered(runs: readonly KeptRow[], filter: string): readonly KeptRow[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return runs;
  return runs.filter((run) => {
    const text = [run.name, run.id, ...run.tags, run.note, run.data, run.optimizer, run.state].join("\n").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The colours of the runs that are shown, by id: their own, or of the palette by their place. */
export function coloursOf(runs: readonly KeptRow[], shown: readonly string[]): Map<string, string> {
  const own = new Map(runs.map((run) => [run.id, run.colour]));
  return new Map(shown.map((id, i) => [id, own.get(id) || (PALETTE[i % PALETTE.length] ?? PALETTE[0])]));
}

/** Tags as somebody has typed them: between commas, each once. */
export function tagsIn(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()))].filter(Boolean);
}

/** What is kept after some runs have changed; null while nobody has asked for them. */
export function withRuns(old: KeptRuns | null, event: RunsChanged): KeptRuns | null {
  if (!old) return null;
  const gone = new Set([...event.gone, ...event.runs.map((run) => run.id)]);
  const damaged = Object.fromEntries(Object.entries(old.damaged).filter(([id]) => !gone.has(id)));
  const runs = [...event.runs, ...old.runs.filter((run) => !gone.has(run.id))];
  return { ...old, runs, damaged, keeps: event.keeps, trouble: event.trouble };
}
