import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

export const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
const NAME = "virtual:strings/";

/** Every `NAME.LANG.ftl` below src/, in order of paths. */
export function stringFiles(language: string): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(`.${language}.ftl`))
    .sort()
    .map((name) => join(SOURCES, name));
}

/**
 * `import("virtual:strings/he")` gives all the console's words of one language as one text.
 *
 * Each folder keeps its own words beside its own code; a reader loads one language, in one request.
 */
export function strings(): Plugin {
  return {
    name: "detente-strings",
    resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${NAME}`)) return null;
      const files = stringFiles(id.slice(NAME.length + 1));
      for (const file of files) this.addWatchFile(file);
      const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
      return `export default ${JSON.stringify(text)};`;
    },
  };
}
