/** Names of widgets: which ones can be given, and how new ones are made up. */
import { documentTexts } from '../texts/document.ts';

const texts = documentTexts.refusals;

/**
 * Why a name cannot be given to a widget; undefined when it can. Source: console page §4, Rename; Studio names begin
 * with a letter and have neither space nor period.
 */
export function nameRefusal(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return texts.nameEmpty;
  if (/\s/.test(name)) return texts.nameSpace;
  if (name.includes('.')) return texts.namePeriod;
  if (!/^[A-Za-z]/.test(name)) return texts.nameLetter;
  // Liquid has no escapes: such a name could not be written in `widgets["…"]`.
  if (/["'\\]/.test(name)) return texts.nameQuote;
  return taken.has(name) ? texts.nameTaken(name) : undefined;
}

/** `send_message_1`: the type and the next number that is free. */
export function newName(type: string, taken: ReadonlySet<string>): string {
  return numbered(type.replaceAll('-', '_'), taken);
}

/** The name itself when it is free, else with the next number: `ask_day_1`, `ask_day_2`. */
export function nameOfCopy(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? numbered(name.replace(/_\d+$/, ''), taken) : name;
}

function numbered(stem: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${stem}_${number}`)) number++;
  return `${stem}_${number}`;
}
