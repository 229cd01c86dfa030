/** `npm run parity`: writes parity/README.md from the last full run of `npm test`. */
import { recordedOutcomes } from '../test/runner/outcomes.ts';
import { writeLedgerPage } from './ledger.ts';

const problems = writeLedgerPage(recordedOutcomes());
if (problems.length === 0) {
  console.log('parity/README.md is written.');
} else {
  console.error(
    `Nothing is written: the ledger does not agree with the last full run of npm test:\n${problems.join('\n')}`,
  );
  process.exitCode = 1;
}
