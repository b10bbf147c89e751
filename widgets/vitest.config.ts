import { defineConfig } from "vitest/config";

// The tests stand outside of this folder: its server must be let out to them, and they find React in here.
export default defineConfig({
  server: { fs: { allow: [".."] } },
  resolve: { dedupe: ["react", "react-dom"] },
  test: { include: ["../tests/frontend/**/*.test.{ts,tsx}"], environment: "happy-dom", globals: true, css: true },
});
