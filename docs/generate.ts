/** `npm run docs`: writes the pages that are made from the source. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page.ts';
import { ledgerFile } from './ledger-file.ts';
import { settingsKeysPage, settingsSchema } from './settings-pages.ts';
import { widgetPages, widgetsPage } from './widgets-page.ts';

/** File in this folder → its text. */
export const generatedPages: { readonly [file: string]: () => string } = {
  'errors.md': errorsPage,
  'widgets.md': widgetsPage,
  'configuration-keys.md': settingsKeysPage,
  'atelier.schema.json': settingsSchema,
  'ledger.json': ledgerFile,
  ...widgetPages,
};

if (import.meta.main) {
  mkdirSync(join(import.meta.dirname, 'widgets'), { recursive: true });
  for (const [file, page] of Object.entries(generatedPages)) writeFileSync(join(import.meta.dirname, file), page());
}
