import operationTables from "../../playground/catalog/_operation_tables.py?raw";
import overlay from "../../playground/catalog/_overlay.py?raw";
import { familyColour } from "../../widgets/src/canvas/families";
import { contrast, groundOf, inkOn, mixed, READABLE } from "../../widgets/src/far/colours";
import tokens from "../../widgets/src/tokens.css?raw";

/** What JupyterLab gives its themes, where the studio takes the page's own colours. */
const THEMES = {
  light: { dark: false, high: false, page: { panel: "#ffffff", text: "rgba(0, 0, 0, 0.87)" } },
  dark: { dark: true, high: false, page: { panel: "#212121", text: "rgba(255, 255, 255, 0.87)" } },
  "dark high contrast": { dark: true, high: true, page: { panel: "#111111", text: "#ffffff" } },
  "light high contrast": { dark: false, high: true, page: { panel: "#ffffff", text: "#000000" } },
};

/** A colour as the tokens have it: the last rule that holds wins, and a page's own colour takes the place of its variable. */
function token(name: "panel" | "text", { dark, high, page }: (typeof THEMES)["light"]): string {
  const rules = [".root", ...(dark ? ['.root[data-theme="dark"]'] : [])];
  if (high) rules.push('.root[data-contrast="high"]');
  if (dark && high) rules.push('.root[data-theme="dark"][data-contrast="high"]');
  const values = rules.flatMap((rule) => {
    const block = tokens.slice(tokens.indexOf(`\n${rule} {`)).split("}", 1)[0] ?? "";
    return [...block.matchAll(new RegExp(`--${name}: ([^;]+);`, "g"))].map((found) => found[1] ?? "");
  });
  const value = values.at(-1) ?? "";
  expect(value).not.toBe("");
  return value.startsWith("var(--jp-") ? page[name] : value;
}

/** The colours of all families, as the catalog has them. */
function families(dark: boolean): [string, string][] {
  const groups = [...overlay.matchAll(/Group\("([^"]+)", "[^"]+", "(#\w{6})", "(#\w{6})"/g)];
  const operations = /_LIGHT, _DARK = "(#\w{6})", "(#\w{6})"/.exec(operationTables);
  expect(groups.length).toBeGreaterThan(10);
  return [
    ...groups.map(([, name = "", light = "", other = ""]): [string, string] => [name, dark ? other : light]),
    ["operations", operations?.[dark ? 2 : 1] ?? ""],
    ["no family that is known", familyColour("?", undefined, dark)],
  ];
}

describe.each(Object.entries(THEMES))("a name on a painted tile, %s", (_, theme) => {
  test("can be read on every family's colour, full and faint", () => {
    const [panel, text] = [token("panel", theme), token("text", theme)];
    const weak = families(theme.dark).flatMap(([name, colour]) =>
      [true, false].flatMap((faint) => {
        const ground = groundOf(colour, panel, faint);
        const found = contrast(inkOn(ground, text), ground);
        return found >= READABLE ? [] : [`${name} ${faint ? "faint" : "full"}: ${found.toFixed(2)}`];
      }),
    );
    expect(weak).toEqual([]);
  });
});

test("contrast is that of WCAG, of what is seen through too", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#ffffff", "#ffffff")).toBe(1);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("rgba(0, 0, 0, 0.5)", "rgb(255 255 255)")).toBeCloseTo(contrast("#808080", "#ffffff"), 1);
});

test("the theme's own colour stays where it can be read", () => {
  expect(inkOn("#ffffff", "rgba(0, 0, 0, 0.87)")).toBe("rgba(0, 0, 0, 0.87)");
  expect(inkOn("#777777", "rgba(0, 0, 0, 0.87)")).toBe("#000000");
  expect(inkOn("#e0e0e0", "#ffffff")).toBe("#000000");
  expect(mixed("#000000", "#ffffff", 0.5)).toBe("rgb(128 128 128)");
});
