import { defineConfig } from "vitest/config";

// The tests stand outside of this folder, so its server must be let out to them; with a root above, it does not find them.
export default defineConfig({
  server: { fs: { allow: [".."] } },
  test: { include: ["../tests/frontend/**/*.test.{ts,tsx}"], environment: "happy-dom", globals: true },
});
