import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { components } from "../../src/api/schema.d.ts";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
export const PYTHON = process.env["DETENTE_PYTHON"] ?? join(ROOT, ".venv", "bin", "python");

export type Officer = "admin" | "watch" | "second" | "releaser" | "observer";

export interface Party {
  party: string;
  name: string;
  api: string;
  home: string;
  tokens: Record<Officer, string>;
  /** One-time links into its console: each opens one session, once. */
  links: Record<Officer, string>;
}

interface Ready {
  channel: string;
  channels: string[];
  parties: Party[];
  labels: Record<string, string>;
}

/**
 * Two real nodes in a situation (`detente.sim.stage`): real clock, real TLS between them, SQLite.
 *
 *     const stage = await Stage.open("watch");
 *     await stage.play('now cobalt sends AEN as STRAY situation=nearing point="22.95S 14.30E"');
 *     await stage.close();
 *
 * The nodes end with it, and when this process ends in whatever way.
 */
export class Stage {
  /** Numbers of messages by the labels of the situation and of all lines played since. */
  labels: Record<string, string>;
  readonly channel: string;
  readonly channels: string[];
  readonly parties: Party[];

  private constructor(
    private readonly process: ChildProcess,
    private readonly lines: Lines,
    ready: Ready,
  ) {
    this.labels = ready.labels;
    this.channel = ready.channel;
    this.channels = ready.channels;
    this.parties = ready.parties;
  }

  static async open(situation = "empty", ...more: string[]): Promise<Stage> {
    if (!existsSync(PYTHON)) throw new Error(`no Python at ${PYTHON}: run scripts/setup`);
    const words = ["-m", "detente.sim.stage", "--situation", situation, ...more];
    const stage = spawn(PYTHON, words, {
      cwd: ROOT,
      env: { ...process.env, PYTHONPATH: join(ROOT, "src") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = new Lines(stage);
    const ready = (await lines.next()) as Ready & { error?: string };
    if (ready.error !== undefined) throw new Error(`the stage did not open: ${ready.error}`);
    return new Stage(stage, lines, ready);
  }

  party(name: string): Party {
    const found = this.parties.find((one) => one.party === name);
    if (!found) throw new Error(`no party ${name} on this stage`);
    return found;
  }

  /** A command as `detente.sim.stage` obeys it; its answer. Throws with the node's own words. */
  async do(word: string, more: Record<string, unknown> = {}): Promise<unknown> {
    this.process.stdin?.write(`${JSON.stringify({ do: word, ...more })}\n`);
    const answer = (await this.lines.next()) as { ok?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.ok;
  }

  /** Lines of a situation, such as `now cobalt reads SWEEP`; labels are remembered. */
  async play(lines: string): Promise<Record<string, string>> {
    this.labels = (await this.do("play", { lines })) as Record<string, string>;
    return this.labels;
  }

  /** A request to a node's API as an officer with a token; its JSON. */
  async ask<T>(party: string, officer: Officer, path: string, body?: unknown): Promise<T> {
    const method = body === undefined ? "GET" : "POST";
    return (await this.do("ask", { party, officer, method, path, body })) as T;
  }

  /** The message with this number or label, as a party's node shows it. */
  async message(party: string, name: string): Promise<MessageView> {
    const number = this.labels[name] ?? name;
    return await this.ask(party, "observer", `${this.line}/messages/${number}`);
  }

  /** A fresh one-time link into a party's console. */
  async link(party: string, officer: Officer): Promise<string> {
    return (await this.do("link", { party, officer })) as string;
  }

  get line(): string {
    return `/v1/lines/${this.channel}/ACTUAL`;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.stdin?.end();
    if (this.process.exitCode === null) await ended;
  }
}

/** A message as the API shows it. */
export type MessageView = components["schemas"]["MessageView"];

/** A process's standard output, a JSON line at a time. */
class Lines {
  private readonly held: string[] = [];
  private wanted: ((line: string | undefined) => void) | undefined;
  private ended = false;

  constructor(process: ChildProcess) {
    if (!process.stdout) throw new Error("the stage has no standard output");
    const reader: Interface = createInterface({ input: process.stdout });
    reader.on("line", (line) => this.give(line));
    reader.on("close", () => {
      this.ended = true;
      this.give(undefined);
    });
  }

  async next(): Promise<unknown> {
    const held = this.held.shift();
    if (held !== undefined) return JSON.parse(held);
    if (this.ended) throw new Error("the stage has ended");
    const line = await new Promise<string | undefined>((resolve) => {
      this.wanted = resolve;
    });
    if (line === undefined) throw new Error("the stage has ended");
    return JSON.parse(line);
  }

  private give(line: string | undefined): void {
    const wanted = this.wanted;
    this.wanted = undefined;
    if (wanted) wanted(line);
    else if (line !== undefined) this.held.push(line);
  }
}
