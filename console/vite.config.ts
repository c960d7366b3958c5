import { defineConfig } from "vitest/config";
import { licencesFile } from "./build/licences.ts";
import { strings } from "./build/strings.ts";

/** A running node, for `npm run dev` alone: the page is served here, the API there. */
const NODE = process.env["DETENTE_NODE"] ?? "http://localhost:8700";

export default defineConfig({
  plugins: [strings(), licencesFile()],
  build: {
    outDir: "../src/detente/ui",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the content security policy lets fonts and pictures come from files alone
    chunkSizeWarningLimit: 1_200, // MapLibre is one chunk of about a megabyte, loaded with the map
  },
  server: { proxy: { "/v1": NODE, "/openapi.json": NODE } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "jsdom",
          include: ["src/**/*.test.ts", "build/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          environment: "node",
          include: ["tests/browser/**/*.spec.ts"],
          fileParallelism: false, // each starts real nodes and a real browser on two cores
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // no tests: what scripts/bench console and scripts/pictures drive, with the same browser and stage
        extends: true,
        test: {
          name: "tools",
          environment: "node",
          include: ["tests/tools/**/*.tool.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
