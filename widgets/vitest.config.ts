import { defineConfig } from "vitest/config";

// The tests stand outside of this folder: its server must be let out to them, and they find React in here.
export default defineConfig({
  server: { fs: { allow: [".."] } },
  resolve: { dedupe: ["react", "react-dom"] },
  // A busy machine is slow: what takes long here is held by benchmarks, and the limit only ends what hangs.
  test: {
    include: ["../tests/frontend/**/*.test.{ts,tsx}"],
    environment: "happy-dom",
    globals: true,
    css: true,
    testTimeout: 60_000,
  },
});
