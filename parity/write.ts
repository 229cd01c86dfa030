/** `npm run parity`: writes parity/README.md from the last full run of `npm test`. */
import { recordedOutcomes } from '../test/runner/outcomes.ts';
import { writeLedgerPage } from './ledger.ts';

const problems = writeLedgerPage(recordedOutcomes());
console.log('parity/README.md is written.');
if (problems.length > 0) {
  console.error(`\nThe ledger does not agree with the last run of npm test:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
