/**
 * `npm run golden` compares the golden runs with what the engine does now. `-- --update` writes them anew from their own
 * inputs, `-- --explore` looks for inputs first (those added by hand go). Names of flows narrow it down.
 */
import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from './explore.ts';
import {
  flowFiles,
  type Golden,
  goldenFiles,
  goldenText,
  readFlow,
  readGoldenText,
  runnable,
  runsFolder,
} from './golden.ts';

const isExploring = process.argv.includes('--explore');
const isUpdating = isExploring || process.argv.includes('--update');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flows = flowFiles();
const recorded = goldenFiles();

let differences = 0;
for (const file of flows.filter((flow) => names.length === 0 || names.some((name) => flow.includes(name)))) {
  const before = recorded.includes(file) ? readGoldenText(file) : undefined;
  const scripts =
    before === undefined || isExploring ? explore(runnable(readFlow(file))) : (JSON.parse(before) as Golden).runs;
  const now = goldenText(file, scripts);
  if (now === before) continue;
  differences++;
  console.log(`${isUpdating ? 'written' : before === undefined ? 'missing' : 'different'}: ${file}`);
  if (isUpdating) writeFileSync(join(runsFolder, file), now);
}
for (const file of recorded.filter((each) => !flows.includes(each))) {
  differences++;
  console.log(`${isUpdating ? 'removed' : 'extra'}: ${file}`);
  if (isUpdating) unlinkSync(join(runsFolder, file));
}
if (differences > 0 && !isUpdating) {
  console.log('Look at what changed; if it is meant, run: npm run golden -- --update');
  process.exitCode = 1;
}
