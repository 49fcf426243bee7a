import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A worker reads our modules once, not once a file: that was a third of the time. No module of ours keeps state.
    isolate: false,
  },
});
