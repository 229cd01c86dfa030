/** Rows of the Studio REST API, taken from the official OpenAPI files. */
import v1 from '../../test/openapi/twilio_studio_v1.json' with { type: 'json' };
import v2 from '../../test/openapi/twilio_studio_v2.json' with { type: 'json' };
import { type Area, by, literally, type Row, row, shown } from '../row.ts';

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const documents: { readonly version: string; readonly document: Document }[] = [
  { version: 'v2', document: v2 },
  { version: 'v1', document: v1 },
];

export const operationArea: Area = {
  title: 'REST operations',
  about: 'Every operation of the official OpenAPI files: called over HTTP, its answer held against its schema.',
  rows: documents.flatMap(({ version, document }) =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => methods.includes(method))
        .map(([method, operation]) => operationRow(version, method.toUpperCase(), path, operation)),
    ),
  ),
};

function operationRow(version: string, method: string, path: string, operation: unknown): Row {
  const { operationId = '', description = '' } = operation as { operationId?: string; description?: string };
  const test = new RegExp(`^${literally(`${method} ${path} answers as its schema says`)}$`);
  const what = `${method} ${path}${description === '' ? '' : `: ${description}`}`;
  return row(
    `operation/${version}/${operationId}`,
    what,
    `openapi/twilio_studio_${version}.json`,
    shown(by('test/openapi/openapi.test.ts', test)),
  );
}
