/** The reference of every code, from the catalogues. */
import { errorCatalogue } from '../src/api/errors.ts';
import { problemCatalogue } from '../src/engine/problems.ts';
import { validationCatalogue } from '../src/engine/validation/index.ts';
import { code, plain, table } from './markdown.ts';

export function errorsPage(): string {
  return `<!-- Written by \`npm run docs\` from the catalogues; \`npm test\` fails when it is out of date. -->
# Errors

Three kinds: what the API answers, what a run logs, and what a definition is told. Where the service has a code for it,
it is the same here.

## API errors

A refused request is answered with the status below and \`{"code", "message", "more_info", "status"}\`; some have \`details\`.

${table(
  ['Code', 'Status', 'Usual message', 'When'],
  Object.entries(errorCatalogue).map(([number, { status, message, when }]) => [
    number,
    String(status),
    plain(message),
    plain(when),
  ]),
)}

## Run problems

What a run stumbles over is logged with the step where it was; the run goes on by the failure event of its widget, where
it has one. An error is something that did not happen; a warning is something that happened otherwise than was asked for.

${table(
  ['Code', 'Level', 'What'],
  Object.entries(problemCatalogue).map(([number, { level, title }]) => [number, level, plain(title)]),
)}

## Validation

Saving a definition (or \`atelier validate\`) reports everything that is wrong with it, each with its place in the file. The
names are those of \`atelier validate\`; the API gives the message and the place alone, as the service does.

${table(
  ['Name', 'What'],
  Object.entries(validationCatalogue).map(([name, what]) => [code(name), plain(what)]),
)}
`;
}
