import { isJsonObject, own } from '../../../engine/json.ts';
import { cardTexts } from '../../texts/cards.ts';
import { authorText, line, plain, property } from '../body-text.ts';
import type { CardBody } from '../card-body.ts';

export const flowControlBodies: { readonly [type: string]: CardBody } = {
  trigger: (_state, { numbers: [first, ...others] = [] }) =>
    line(plain(first === undefined ? cardTexts.noNumber : cardTexts.numberAndMore(first, others.length))),

  'split-based-on': ({ properties, transitions }) => {
    const count = transitions.reduce((sum, { conditions }) => sum + conditions.length, 0);
    return [
      ...line(authorText(property(properties, 'input'), 2), { lines: 2 }),
      ...line(plain(cardTexts.conditionCount(count))),
    ];
  },

  'set-variables': ({ properties }) => {
    const variables = property(properties, 'variables');
    const rows = Array.isArray(variables) ? variables.filter(isJsonObject) : [];
    return rows.slice(0, 3).flatMap((row, index) => {
      const key = own(row, 'key');
      const parts = [...plain(`${typeof key === 'string' ? key : ''} = `), ...authorText(own(row, 'value'))];
      const hidden = index === 2 ? rows.length - 3 : 0;
      return line(parts, hidden > 0 ? { more: cardTexts.more(hidden) } : {});
    });
  },
};
