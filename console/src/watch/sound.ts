/**
 * The console's sounds, made in code: a FLASH, the alarms, and a test of the volume.
 *
 * A FLASH repeats until it is READ and is never muted; alarms are quieter and may be muted for a
 * time. EXERCISE and TEST have figures of their own, so that nobody takes them for real with closed
 * eyes. Browsers keep a page silent before the first key or click on it: `sound` tells.
 */
import { computed, effect, signal } from "@preact/signals-core";
import { volume } from "../settings/choices.ts";

/** One note: Hz, begin and length in seconds, loudness beside the volume, shape of the wave. */
interface Note {
  readonly hz: number;
  readonly at: number;
  readonly for: number;
  readonly gain: number;
  readonly wave: OscillatorType;
}

export type Figure = "flash" | "flash-exercise" | "flash-test" | "urgent" | "warning" | "test";

const FLASH_LEAST = 0.35; // of full volume: a FLASH that nobody hears is none
export const REPEAT_MS = 2_500; // a FLASH sounds for 1.5 s and then leaves a second to speak in
const URGENT_AGAIN_MS = 30_000; // an urgent alarm that nobody acknowledged
export const MUTE_MS = 10 * 60_000; // long enough to talk in, short enough to be forgotten safely

const note = (
  hz: number,
  at: number,
  length: number,
  gain: number,
  wave: OscillatorType,
): Note => ({
  hz,
  at,
  for: length,
  gain,
  wave,
});

const siren = (from: number) => [
  note(880, from, 0.22, 0.8, "square"),
  note(587, from + 0.25, 0.22, 0.8, "square"),
];

const FIGURES: Record<Figure, readonly Note[]> = {
  flash: [...siren(0), ...siren(0.5), ...siren(1)],
  "flash-exercise": [0, 0.45, 0.9].map((at) => note(392, at, 0.35, 0.7, "triangle")),
  "flash-test": [note(1047, 0, 0.08, 0.5, "sine"), note(1047, 0.2, 0.08, 0.5, "sine")],
  urgent: [note(660, 0, 0.18, 0.4, "triangle"), note(440, 0.22, 0.3, 0.4, "triangle")],
  warning: [note(494, 0, 0.25, 0.25, "sine")],
  test: [note(587, 0, 0.2, 0.5, "triangle"), note(880, 0.25, 0.3, 0.5, "triangle")],
};

/** off: the browser keeps the page silent. on: it sounds. none: this browser makes no sound at all. */
export type Sound = "off" | "on" | "none";
export const sound = signal<Sound>("off");
/** When each figure was last begun, for whoever wants to know that it was; wall clock, ms. */
export const sounded = signal<{ figure: Figure; at: number } | undefined>(undefined);

let made: AudioContext | undefined;

function context(): AudioContext | undefined {
  if (made === undefined && typeof AudioContext !== "undefined") {
    made = new AudioContext();
    made.addEventListener("statechange", look);
  }
  return made;
}

function look(): void {
  sound.value = made === undefined ? "none" : made.state === "running" ? "on" : "off";
}

/** Ask the browser for sound: at the start, and again with every first key or click. */
export function wake(): void {
  const here = context();
  look();
  if (here && here.state !== "running") void here.resume().then(look, look);
}

/** Make a figure now. Says nothing when the browser keeps the page silent: `sound` does. */
export function play(figure: Figure): void {
  sounded.value = { figure, at: Date.now() };
  const here = context();
  if (here?.state !== "running") return;
  const flash = figure.startsWith("flash");
  const loud = flash ? Math.max(volume.peek(), FLASH_LEAST) : volume.peek();
  if (loud <= 0) return;
  for (const one of FIGURES[figure]) sing(here, one, loud);
}

function sing(here: AudioContext, one: Note, loud: number): void {
  const from = here.currentTime + one.at;
  const tone = new OscillatorNode(here, { type: one.wave, frequency: one.hz });
  const gain = new GainNode(here, { gain: 0 });
  // Risen and fallen in a hundredth of a second: a step would click
  gain.gain.setTargetAtTime(one.gain * loud, from, 0.01);
  gain.gain.setTargetAtTime(0, from + one.for, 0.02);
  tone.connect(gain).connect(here.destination);
  tone.start(from);
  tone.stop(from + one.for + 0.15);
}

/** Until when alarms are silent here; 0: they are not. A FLASH sounds all the same. */
export const mutedUntilMs = signal<number>(0);
const wall = signal<number>(Date.now());
export const muted = computed(() => mutedUntilMs.value > wall.value);

export function mute(): void {
  wall.value = Date.now();
  mutedUntilMs.value = wall.value + MUTE_MS;
}

export function unmute(): void {
  mutedUntilMs.value = 0;
}

/** An alarm that must be heard now, unless alarms are muted. */
export function alarm(urgent: boolean): void {
  wall.value = Date.now();
  if (!muted.peek()) play(urgent ? "urgent" : "warning");
}

/** The figure that is repeated until READ; undefined: none. */
export const flashing = signal<Figure | undefined>(undefined);
/** Whether an urgent alarm stands that nobody has acknowledged. */
export const alarming = signal<boolean>(false);

let beat: ReturnType<typeof setInterval> | undefined;
effect(() => {
  const figure = flashing.value;
  clearInterval(beat);
  if (figure === undefined) return;
  play(figure);
  beat = setInterval(() => play(figure), REPEAT_MS);
});

let nag: ReturnType<typeof setInterval> | undefined;
effect(() => {
  clearInterval(nag);
  if (alarming.value) nag = setInterval(() => alarm(true), URGENT_AGAIN_MS);
});

if (typeof window !== "undefined") {
  for (const kind of ["pointerdown", "keydown"] as const) {
    window.addEventListener(kind, () => sound.peek() !== "on" && wake(), { capture: true });
  }
  setInterval(() => {
    if (mutedUntilMs.peek() !== 0) wall.value = Date.now();
    if (mutedUntilMs.peek() !== 0 && mutedUntilMs.peek() <= wall.peek()) mutedUntilMs.value = 0;
  }, 1_000);
}
