// A studio as a view has it that has entered a block: the network inside, with its own report, pictures and findings. What is done there is
// sent as an edit of the drawing, so that all that works on a drawing works inside a block.
import { findingsInside } from "../doctor/findings";
import { EMPTY } from "../edits";
import type { Command, Findings, Network, Report } from "../messages";
import type { Looked, PictureSet, StudioState, StudioStore } from "../state";
import type { Studio } from "../studio";
import { layersOn, type Path, prefixOf, unwrapped, wrapped } from "./paths";

/** What views need of a studio. */
export type StudioLike = Pick<Studio, keyof Studio>;

const outsides = new WeakMap<StudioLike, StudioLike>();

/** The studio of the whole drawing, for what is inside of one of its blocks. */
export function outsideOf(studio: StudioLike): StudioLike {
  return outsides.get(studio) ?? studio;
}

export function inside(studio: StudioLike, path: Path): StudioLike {
  const made: StudioLike = {
    model: studio.model,
    connection: studio.connection,
    store: storeInside(studio.store, path),
    connect: () => studio.connect(),
    resume: (model, anew) => studio.resume(model, anew),
    document: (which) => studio.document(which),
    recover: () => studio.recover(),
    edit: (edit, refused) => studio.edit(wrapped(edit, path), refused),
    command: (command) => studio.command(outward(command, path)),
    request: (command) => studio.request(outward(command, path)),
    notify: (severity, message, offer) =>
      studio.notify(
        severity,
        message,
        offer && ("edit" in offer ? { ...offer, edit: wrapped(offer.edit, path) } : offer),
      ),
    accept: () => studio.accept(),
    dismiss: () => studio.dismiss(),
  };
  outsides.set(made, studio);
  return made;
}

/** A command that speaks of nodes inside, as it is said outside. */
export function outward(command: Command, path: Path): Command {
  const prefix = prefixOf(path);
  switch (command.type) {
    case "watch":
      return {
        ...command,
        nodes: command.nodes.map((node) => prefix + node),
        focus: command.focus === null ? null : prefix + command.focus,
        plane: command.plane?.node ? { ...command.plane, node: prefix + command.plane.node } : command.plane,
        silenced: command.silenced && { ...command.silenced, node: prefix + command.silenced.node },
      };
    case "explain_sample":
      return { ...command, node: command.node === null ? null : prefix + command.node };
    case "show_computation":
    case "show_attention":
    case "project_node":
    case "project_table":
      return { ...command, node: prefix + command.node };
    case "arrange":
    case "group_nodes":
    case "dissolve_block":
    case "save_block":
    case "find_blocks":
    case "foresee":
      return { ...command, path: [...path, ...command.path] };
    default:
      return command;
  }
}

function storeInside(base: StudioStore, path: Path): StudioStore {
  const report = remembered((whole: Report) => reportInside(whole, path));
  const pictures = remembered((whole: PictureSet) => picturesInside(whole, path));
  const findings = remembered((whole: Findings) => findingsInside(whole, prefixOf(path)));
  const network = remembered((whole: Network) => networkInside(whole, path));
  const confirmed = remembered((whole: Network) => networkInside(whole, path));
  const derive = remembered(
    (state: StudioState): StudioState => ({
      ...state,
      network: network(state.network),
      confirmed: confirmed(state.confirmed),
      report: report(state.report),
      pictures: state.pictures && pictures(state.pictures),
      findings: state.findings && findings(state.findings),
    }),
  );
  return {
    getState: () => derive(base.getState()),
    getInitialState: () => derive(base.getInitialState()),
    setState: base.setState,
    subscribe: (listener) => {
      let last = derive(base.getState());
      return base.subscribe((now) => {
        const before = last;
        last = derive(now);
        listener(last, before);
      });
    },
  };
}

/** The network there, under the name that its layer has; an empty one while the view is on its way out. */
function networkInside(whole: Network, path: Path): Network {
  const layer = layersOn(whole, path)?.at(-1);
  return layer?.network ? named(layer.network, layer.name) : EMPTY;
}

const renamed = new WeakMap<Network, Network>();

function named(network: Network, name: string): Network {
  const known = renamed.get(network);
  if (known?.name === name) return known;
  const made = { ...network, name };
  renamed.set(network, made);
  return made;
}

/** The function with its last answer kept, so that what has not changed stays the same object. */
function remembered<A extends object, B>(compute: (value: A) => B): (value: A) => B {
  let last: { value: A; answer: B } | null = null;
  return (value) => {
    if (last?.value !== value) last = { value, answer: compute(value) };
    return last.answer;
  };
}

/** What checking says of the nodes inside, under the ids that they have there. */
export function reportInside(report: Report, path: Path): Report {
  const prefix = prefixOf(path);
  const nodes = within(report.nodes, prefix);
  const own = Object.entries(nodes).filter(([id]) => !id.includes("/"));
  const problems = report.problems.flatMap((problem) => {
    if (!problem.node?.startsWith(prefix)) return [];
    const fixes = problem.fixes.map((fix) => ({ ...fix, edit: unwrapped(fix.edit, path) }));
    return [{ ...problem, node: problem.node.slice(prefix.length), fixes }];
  });
  return {
    ...report,
    nodes,
    problems,
    parameters: own.reduce((sum, [, node]) => sum + node.parameters, 0),
    trainable_parameters: own.reduce((sum, [, node]) => sum + node.trainable_parameters, 0),
  };
}

function picturesInside(pictures: PictureSet, path: Path): PictureSet {
  const prefix = prefixOf(path);
  const { thumbnails, enlarged, weights, silenced, looked } = pictures;
  return {
    ...pictures,
    thumbnails: picturedInside(thumbnails, prefix),
    enlarged: picturedInside(enlarged, prefix),
    looked: looked.flatMap((each) => lookedInside(each, prefix)),
    unseen: within(pictures.unseen, prefix),
    weights: within(weights, prefix),
    silenced: silenced?.node.startsWith(prefix) ? { ...silenced, node: silenced.node.slice(prefix.length) } : null,
  };
}

function lookedInside({ answer, ...rest }: Looked, prefix: string): Looked[] {
  return answer.node.startsWith(prefix)
    ? [{ ...rest, answer: { ...answer, node: answer.node.slice(prefix.length) } }]
    : [];
}

/** Pictures of nodes inside, which call them as they are called there. */
function picturedInside(values: PictureSet["thumbnails"], prefix: string): PictureSet["thumbnails"] {
  const found = within(values, prefix);
  for (const [node, shown] of Object.entries(found)) found[node] = { ...shown, picture: { ...shown.picture, node } };
  return found;
}

function within<T>(values: Record<string, T>, prefix: string): Record<string, T> {
  const found: Record<string, T> = {};
  for (const [id, value] of Object.entries(values)) {
    if (id.startsWith(prefix)) found[id.slice(prefix.length)] = value;
  }
  return found;
}
