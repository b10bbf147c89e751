// Builds the browser half into playground/static: the studio and Plotly under names that carry their hash, and the stub that loads them.
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = new URL(".", import.meta.url);
const output = new URL("../playground/static/", here);
const path = (name) => fileURLToPath(new URL(name, here));

const shared = {
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  minify: !process.argv.includes("--watch"),
  legalComments: "none",
  loader: { ".css": "text" },
  define: { "process.env.NODE_ENV": '"production"', "define.amd": "false" },
};

async function bundle(entry, define = {}) {
  const result = await esbuild.build({
    ...shared,
    entryPoints: [path(entry)],
    define: { ...shared.define, ...define },
  });
  return result.outputFiles[0].contents;
}

function hashed(name, contents) {
  return `${name}-${createHash("sha256").update(contents).digest("hex").slice(0, 12)}.js`;
}

async function build() {
  const plotly = await bundle("src/plotly.ts");
  const names = { plotly: hashed("plotly", plotly) };
  const studio = await bundle("src/index.tsx", { PLOTLY_ASSET: JSON.stringify(names.plotly) });
  names.studio = hashed("studio", studio);
  const stub = await bundle("src/stub.ts", { STUDIO_ASSET: JSON.stringify(names.studio) });
  await mkdir(output, { recursive: true });
  const files = { [names.plotly]: plotly, [names.studio]: studio, "stub.js": stub };
  for (const [name, contents] of Object.entries(files)) await writeFile(new URL(name, output), contents);
  for (const name of await readdir(output)) {
    if (name.endsWith(".js") && !(name in files)) await rm(new URL(name, output));
  }
  for (const [name, contents] of Object.entries(files))
    console.log(`${name} ${(contents.length / 1000).toFixed(0)} kB`);
}

await build();
if (process.argv.includes("--watch")) {
  const { watch } = await import("node:fs");
  let waiting;
  watch(path("src"), { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  });
}
