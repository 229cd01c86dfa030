import { cardTexts } from '../../texts/cards.ts';
import { authorText, line, plain } from '../body-text.ts';
import type { CardBody } from '../card-body.ts';

/** Types that can not be run: retired ones, and those that nobody knows. */
export const retiredBody: CardBody = ({ type }) => [
  ...line(plain(cardTexts.notRunnable), { lines: 2 }),
  ...line(plain(type)),
];

/** Types that run although nobody published how their properties are spelt: the first texts, as they are. */
export const otherBody: CardBody = ({ properties }) =>
  Object.entries(properties)
    .filter(([, value]) => typeof value === 'string' && value.trim() !== '')
    .slice(0, 3)
    .flatMap(([key, value]) => line([...plain(`${key} = `), ...authorText(value)]));
