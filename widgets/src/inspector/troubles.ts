// What is wrong, by the path of the setting: `kernel_initializer.seed` is said at the seed, in the form of the initializer.

/** The problems inside one setting, by their paths from there. */
export function innerProblems(problems: Record<string, string>, name: string): Record<string, string> {
  const start = `${name}.`;
  const inner = Object.entries(problems).filter(([path]) => path.startsWith(start));
  return Object.fromEntries(inner.map(([path, message]) => [path.slice(start.length), message]));
}

/** Whether something is wrong with a setting or inside of it. */
export function isTroubled(problems: Record<string, string>, name: string): boolean {
  return Object.keys(problems).some((path) => path === name || path.startsWith(`${name}.`));
}
