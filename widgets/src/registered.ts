// What the user registered while a studio is open joins its catalog: the palette, the choosers, and the nodes that use it.
import type { Kind, Registered } from "./messages";
import type { StudioState } from "./state";

export function withRegistered(state: StudioState, { kinds }: Registered): Partial<StudioState> {
  const { layers: layer, ...objects } = kinds;
  const { start } = state;
  const known = layer ? { kinds: { ...state.kinds, [layer.name]: layer } } : {};
  if (!start) return known;
  const { catalog } = start;
  const families = Object.entries(objects).flatMap(([family, kind]) =>
    kind ? [[family, sorted(joined(catalog.objects[family] ?? [], kind))]] : [],
  );
  return {
    ...known,
    start: {
      ...start,
      catalog: {
        ...catalog,
        layers: layer ? placed(catalog.layers, layer) : catalog.layers,
        objects: { ...catalog.objects, ...Object.fromEntries(families) },
      },
    },
  };
}

/** A kind in the place of an earlier one of its name, else behind the others. */
function joined(kinds: readonly Kind[], kind: Kind): Kind[] {
  return [...kinds.filter((each) => each.name !== kind.name), kind];
}

function sorted(kinds: Kind[]): Kind[] {
  return kinds.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Layers keep their order; those of the same group as the new one are sorted by name, as the kernel does. */
function placed(layers: readonly Kind[], kind: Kind): Kind[] {
  const others = layers.filter((each) => each.group !== kind.group);
  const own = layers.filter((each) => each.group === kind.group);
  return [...others, ...sorted(joined(own, kind))];
}
