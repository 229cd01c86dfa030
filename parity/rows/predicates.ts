/** Rows of the split predicates, taken from the engine's list. */
import { predicates } from '../../src/engine/predicates/index.ts';
import { type Area, by, row, shown } from '../row.ts';

export const predicateArea: Area = {
  title: 'Predicates',
  about: 'What each condition of a split says; the documented vectors are among the tests.',
  rows: predicates.map(({ type }) => {
    const named = new RegExp(`^".*" ${type} `, 's');
    const tests = ['src/engine/predicates/predicates.test.ts'].map((file) => by(file, named));
    return row(`predicate/${type}`, `The condition ${type}`, 'widgets-messaging-and-logic §5.1', shown(...tests));
  }),
};
