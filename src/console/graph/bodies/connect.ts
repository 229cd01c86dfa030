import type { Json } from '../../../engine/json.ts';
import { cardTexts } from '../../texts/cards.ts';
import { authorText, type BodyLine, joined, line, plain, property } from '../body-text.ts';
import type { CardBody, CardFacts } from '../card-body.ts';

export const connectBodies: { readonly [type: string]: CardBody } = {
  'send-to-flex': ({ properties }, facts) => [
    ...labelled(cardTexts.workflow, property(properties, 'workflow'), facts),
    ...labelled(cardTexts.channel, property(properties, 'channel'), facts),
  ],

  'start-conversation': ({ properties }, facts) => {
    const participants = property(properties, 'participants');
    const count = Array.isArray(participants) ? participants.length : 0;
    return [
      ...labelled(cardTexts.service, property(properties, 'conversation_service_sid'), facts),
      ...line(plain(cardTexts.participantCount(count))),
    ];
  },

  'resume-conversation': ({ properties }, facts) =>
    labelled(cardTexts.service, property(properties, 'conversation_service_sid'), facts),
};

function labelled(label: string, value: Json | undefined, { nameOf }: CardFacts): BodyLine[] {
  const name = typeof value === 'string' ? nameOf?.(value) : undefined;
  return value === undefined ? [] : line(joined([plain(label), authorText(name ?? value)], ' '));
}
