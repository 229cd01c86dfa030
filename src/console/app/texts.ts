/** The texts that the pages show: English, or the pseudo-language that shows what is cut off and what is not in here. */
import { en } from '../texts/en.ts';
import { pseudo } from '../texts/pseudo.ts';

export const languageKey = 'atelier.language';

export const t = globalThis.localStorage?.getItem(languageKey) === 'pseudo' ? pseudo(en) : en;
