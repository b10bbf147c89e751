// Builds the JupyterLab extension into dist/: our TypeScript by esbuild, then Jupyter's own builder.
import { spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

await esbuild.build({
  entryPoints: [here("src/index.ts")],
  outfile: here("lib/index.js"),
  bundle: true,
  packages: "external",
  format: "esm",
  target: "es2022",
  loader: { ".svg": "text", ".css": "text" },
});
// JupyterLab has its own packages: the builder lets each come from the page, in any version from that of package.json on.
const { dependencies } = JSON.parse(await readFile(here("package.json"), "utf8"));
const core = { dependencies, jupyterlab: { singletonPackages: Object.keys(dependencies) } };
await writeFile(here("lib/core.json"), JSON.stringify(core));
const builder = createRequire(import.meta.url).resolve("@jupyter/builder/lib/build-labextension.js");
const done = spawnSync(process.execPath, [builder, "--core-package-file", here("lib/core.json"), here(".")], {
  cwd: here("."),
  encoding: "utf8",
});
if (done.status !== 0) {
  console.error(done.stdout, done.stderr);
  process.exit(1);
}
await rm(here("lib"), { recursive: true });
