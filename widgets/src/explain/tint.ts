// Blue for what speaks for an answer, orange for what speaks against it, as strongly as it does; text stays readable on it.
const STRONGEST = 45;

export function tint(value: number, largest: number): string {
  const share = Number.isFinite(value) ? Math.min(1, Math.abs(value) / largest) : 0;
  return `color-mix(in srgb, var(--${value < 0 ? "negative" : "positive"}) ${Math.round(share * STRONGEST)}%, transparent)`;
}
