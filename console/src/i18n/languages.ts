/** The languages of the console. `reviewed`: by a native speaker of the field; else it is said so. */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr", reviewed: true },
  ru: { name: "Русский", dir: "ltr", reviewed: false },
  he: { name: "עברית", dir: "rtl", reviewed: false },
  ar: { name: "العربية", dir: "rtl", reviewed: false },
} as const;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);
}
