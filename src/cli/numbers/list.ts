import { absence, type Place } from './place.ts';
import { destinationOf, targetNames } from './targets.ts';

/** A line for each number: where it leads, and whether that is this server. */
export function listLines(place: Place): string[] {
  const lines = place.numbers.map((number) => {
    const messages = destinationOf(number.messageUrl, number, place);
    const calls = destinationOf(number.voiceUrl, number, place);
    const leads =
      messages.text === calls.text
        ? messages.text
        : `${targetNames.messageUrl} ${messages.text}, ${targetNames.voiceUrl} ${calls.text}`;
    const here = messages.isHere || calls.isHere ? 'here' : '';
    return [number.phoneNumber, number.carrier, here, leads];
  });
  const missing = Object.keys(place.settings.numbers ?? {}).filter((wanted) =>
    place.numbers.every(({ phoneNumber }) => phoneNumber !== wanted),
  );
  const gone = missing.map((wanted) => [wanted, '', '', `in atelier.yaml: ${absence(wanted, place)}`]);
  return aligned([...lines, ...gone]);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ['There are no numbers.'];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
