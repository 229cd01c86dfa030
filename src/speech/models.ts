/** Model files of an engine: one for all that is said, others for some languages. */
export interface Models {
  readonly model: string;
  /** By language, e.g. `es-MX`, or `es` for all of them. */
  readonly models: { readonly [language: string]: string };
}

/** The one of the language, of the language at large, or the usual one. */
export function modelFor({ model, models }: Models, language = ''): string {
  const wanted = language.toLowerCase();
  const entries = Object.entries(models).map(([key, file]) => ({ key: key.toLowerCase(), file }));
  const found = [wanted, mainLanguage(wanted)].flatMap((key) => entries.filter((entry) => entry.key === key));
  return found[0]?.file ?? model;
}

/** `en` of `en-US`. */
export function mainLanguage(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}
