import { attributeOf, elementsOf } from '../../../../twiml/index.ts';
import { gather } from '../../../../twiml/verbs/gather.ts';
import { isInterruption } from '../events.ts';
import { Listener } from '../listener.ts';
import { hearPromptUntil } from '../prompts.ts';
import { goto } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Collects keys or speech. Source: carrier page §A2, Gather. */
export const gatherRunner: VerbRunner = {
  name: gather.name,
  keysAreFor: 'somebody',
  async run(element, run) {
    const { leg } = run;
    const listener = new Listener(element, run);
    leg.at({ verb: gather.name, ...listener.facts });
    for (const prompt of elementsOf(element)) {
      const end = await hearPromptUntil(run, prompt, (event) => listener.isInterruptedBy(event));
      if (end.kind === 'failed') return end.step;
      if (end.kind === 'heard') continue;
      if (isInterruption(end.event)) return end.event;
      listener.take(end.event);
      break;
    }
    listener.beginTimeout();
    while (!listener.isDone) {
      const event = await leg.next(listener.untilMs);
      if (isInterruption(event)) return event;
      listener.take(event);
    }
    const params = listener.input();
    if (params === undefined) return undefined;
    return goto(run, attributeOf(gather, element, 'action') ?? '', attributeOf(gather, element, 'method'), params);
  },
};
