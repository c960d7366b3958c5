/**
 * The console's own words, in the reader's language.
 *
 * Strict, as Fluent is not: a missing message, a missing value or a broken pattern is an error, never
 * a gap in a sentence. Every value is isolated (FSI/PDI) by Fluent, so that right-to-left sentences
 * keep call signs, levels and times whole; digits are Latin in every language. What the line says is
 * rendered by the node (`lang=`), not here.
 */

import english from "virtual:strings/en";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { signal } from "@preact/signals-core";
import { isLanguage, LANGUAGES, type Language } from "./languages.ts";

const KEPT = "detente.language";
const LOADERS: Record<Exclude<Language, "en">, () => Promise<{ default: string }>> = {
  ru: () => import("virtual:strings/ru"),
  he: () => import("virtual:strings/he"),
  ar: () => import("virtual:strings/ar"),
};

export class NoSuchText extends Error {
  constructor(
    readonly id: string,
    readonly language: string,
    reason: string,
  ) {
    super(`${language}: ${id}: ${reason}`);
  }
}

/** Values as a message takes them; numbers are written by `format/`, so they come as text. */
export type Values = Record<string, string | number>;

export function bundleOf(language: Language, text: string): FluentBundle {
  const bundle = new FluentBundle(`${language}-u-nu-latn`, { useIsolating: true });
  const errors = bundle.addResource(new FluentResource(text));
  if (errors.length > 0) throw new NoSuchText("", language, String(errors[0]));
  return bundle;
}

const fallback = bundleOf("en", english);
const current = signal<{ language: Language; bundle: FluentBundle }>({
  language: "en",
  bundle: fallback,
});

/** The language that is shown. Reading it in a view makes the view follow it. */
export function language(): Language {
  return current.value.language;
}

function said(bundle: FluentBundle, id: string, values: Values, name: string): string {
  const [message, attribute] = id.split(".", 2) as [string, string?];
  const found = bundle.getMessage(message);
  const pattern = attribute ? found?.attributes[attribute] : found?.value;
  if (!pattern) throw new NoSuchText(id, name, "there is no such text");
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, values as Record<string, FluentVariable>, errors);
  if (errors.length > 0) throw new NoSuchText(id, name, String(errors[0]));
  return text;
}

/** One text, e.g. `t("watch-due", { number })`. `id.attribute` names an attribute. */
export function t(id: string, values: Values = {}): string {
  const { language: name, bundle } = current.value;
  try {
    return said(bundle, id, values, name);
  } catch (error) {
    if (name === "en") throw error;
    console.error(error); // a reader of Hebrew gets English before nothing; the unit test gets it first
    return said(fallback, id, values, "en");
  }
}

/** Whether the console has words for this id: for codes that newer nodes may send. */
export function has(id: string): boolean {
  return current.value.bundle.hasMessage(id) || fallback.hasMessage(id);
}

/** Show another language from now on: words, direction, and what the node renders. */
export async function speak(language: Language): Promise<void> {
  if (language !== current.value.language) {
    const bundle =
      language === "en" ? fallback : bundleOf(language, (await LOADERS[language]()).default);
    current.value = { language, bundle };
  }
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
  localStorage.setItem(KEPT, language);
}

/** The language to begin with: of the address (`?lang=he`), else the one kept, else the browser's. */
export function wanted(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = localStorage.getItem(KEPT);
  const browser = navigator.language.split("-", 1)[0];
  return [asked, kept, browser].find(isLanguage) ?? "en";
}
