import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const CONSOLE = join(dirname(fileURLToPath(import.meta.url)), "..");
const FILE = /^(licen[cs]e|copying|notice|ofl)/i;

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The words of its licence, as it ships them. */
  readonly text: string;
}

interface Locked {
  readonly packages: Record<string, { dev?: boolean; version?: string; license?: string }>;
}

/** Every package that the page may be made of: all that is not for development alone. */
export function packages(): Package[] {
  const lock = JSON.parse(readFileSync(join(CONSOLE, "package-lock.json"), "utf8")) as Locked;
  return Object.entries(lock.packages)
    .filter(([path, one]) => path !== "" && !one.dev && existsSync(join(CONSOLE, path)))
    .map(([path, one]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: one.version ?? "",
      licence: one.license ?? "",
      text: textIn(join(CONSOLE, path)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textIn(folder: string): string {
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").trim())
    .join("\n\n");
}

/** All licences as one text; packages with the very same words share them. */
export function licences(found: readonly Package[] = packages()): string {
  const shared = new Map<string, Package[]>();
  for (const one of found) shared.set(one.text, [...(shared.get(one.text) ?? []), one]);
  const heads = (all: Package[]) =>
    all.map((one) => `${one.name} ${one.version} (${one.licence})`).join("\n");
  const parts = [...shared].map(
    ([text, all]) => `${heads(all)}\n\n${text || "No text of its own."}`,
  );
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  return `The console of detente is made with these packages.${rule}${parts.join(rule)}\n`;
}

/** Puts `licences.txt` beside the page: what is given away built keeps the words it came with. */
export function licencesFile(): Plugin {
  return {
    name: "detente-licences",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "licences.txt", source: licences() });
    },
  };
}
