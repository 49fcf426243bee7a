import { defineConfig } from "vitest/config";
import { testFiles } from "./test/support/test-files.ts";

const { database, pure } = testFiles(import.meta.dirname);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A worker reads our modules once, not once a file: that was a third of the time. No module of ours keeps state.
    isolate: false,
    projects: [
      { extends: true, test: { name: "database", include: database } },
      // Nothing of them depends on a database: on PostgreSQL they would run a second time for nothing.
      { extends: true, test: { name: "pure", include: pure } },
    ],
  },
});
