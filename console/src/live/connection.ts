/**
 * Is the node there, and how old is what the screen shows?
 *
 * One stream of server-sent events tells everything new. The node says something every few seconds;
 * silence longer than `SILENT_MS` is shown as silence, whatever the socket says. A lost stream is
 * tried again for ever, resumes where it was, and everything shown is asked for anew.
 */
import { signal } from "@preact/signals-core";
import { abandon, type Schemas } from "../api/client.ts";

export type StreamItem = Schemas["StreamItem"];
/** connecting: never heard yet. live: heard lately. silent: too long ago. gone: the stream is down. */
export type Link = "connecting" | "live" | "silent" | "gone";

export const SILENT_MS = 8_000; // the writer speaks every 2 s; four words missed
const RETRY_MS = 1_000; // on loopback a restarted node is back within seconds
const AFRESH_MS = 3_000; // a wire that died without a word is tried anew this often…
const AFRESH_TRIES = 6; // …as often as a browser keeps dead connections for one node; then with
const PATIENT_MS = 15_000; // patience: the node may be slow, and an answer must have time to come
const LOOK_MS = 500;

/** The state of the link between this page and its node, and when the node was last heard. */
export const link = signal<Link>("connecting");
export const heardMs = signal<number>(0);
/** The node's clock minus this browser's; every time on the screen is the node's. */
export const offsetMs = signal<number>(0);
/** The node's time now, in steps of a second: what counts down follows it. */
export const nowMs = signal<number>(Date.now());

type Listener = (items: readonly StreamItem[]) => void;
const listeners = new Set<Listener>();
const onBack = new Set<() => void>();

/** The node's time at this very moment. */
export function nodeTime(): number {
  return Date.now() + offsetMs.peek();
}

/** Learn the node's clock from an answer that carries it. */
export function setClock(nodeMs: number): void {
  offsetMs.value = nodeMs - Date.now();
  nowMs.value = nodeTime();
}

/** Be told of every item, once, in order. Returns how to stop. */
export function onItems(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Be told when the node is back after it was gone: what is shown may be old. */
export function whenBack(again: () => void): () => void {
  onBack.add(again);
  return () => onBack.delete(again);
}

let source: EventSource | undefined;
let lastId = "";
let retry: ReturnType<typeof setTimeout> | undefined;
let running = false;
let openedMs = 0;
let opened = 0;

/** Begin to listen; runs until `stop`. Called once there is a session. */
export function start(): void {
  if (running) return;
  running = true;
  open();
}

/** End: signed out. */
export function stop(): void {
  running = false;
  clearTimeout(retry);
  source?.close();
  source = undefined;
  lastId = "";
  link.value = "connecting";
}

function open(): void {
  openedMs = Date.now();
  opened += 1;
  source = new EventSource(lastId === "" ? "/v1/stream" : `/v1/stream?after=${lastId}`);
  source.onopen = () => {
    heard();
    for (const again of onBack) again();
  };
  source.onmessage = (event) => take(event);
  for (const kind of [
    "event",
    "delivered",
    "witnessed",
    "link",
    "alarm",
    "evidence",
    "clock",
    "signed-out",
  ]) {
    source.addEventListener(kind, (event) => take(event as MessageEvent<string>));
  }
  source.addEventListener("heartbeat", (event) => {
    heard();
    const beat = JSON.parse((event as MessageEvent<string>).data) as { now_ms?: number };
    if (beat.now_ms) setClock(beat.now_ms);
  });
  source.onerror = () => lost();
}

function heard(): void {
  opened = 0;
  heardMs.value = Date.now();
  link.value = "live";
}

function take(event: MessageEvent<string>): void {
  heard();
  if (event.lastEventId) lastId = event.lastEventId;
  const item = JSON.parse(event.data) as StreamItem;
  for (const listener of listeners) listener([item]);
}

function lost(): void {
  link.value = "gone";
  source?.close();
  clearTimeout(retry);
  if (running) retry = setTimeout(open, RETRY_MS);
}

setInterval(() => {
  const at = nodeTime();
  if (Math.floor(at / 1000) !== Math.floor(nowMs.peek() / 1000)) nowMs.value = at;
  if (link.peek() === "live" && Date.now() - heardMs.peek() > SILENT_MS) link.value = "silent";
  // The socket of a silent stream may look whole for an hour: nobody waits for it
  const waits = running && link.peek() !== "live" && source?.readyState !== EventSource.CLOSED;
  if (waits && Date.now() - openedMs > (opened < AFRESH_TRIES ? AFRESH_MS : PATIENT_MS)) {
    source?.close();
    abandon(); // six of them that wait for nothing would keep the new stream from being opened
    open();
  }
}, LOOK_MS);
