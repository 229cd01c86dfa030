/** Flows to start from. Each is a file beside this one, loaded when it is chosen; words for it are in the texts. */

export const templateNames = ['appointment-reminder', 'ivr', 'sms-bot', 'survey', 'voicemail', 'pizza-order'] as const;

export type TemplateName = (typeof templateNames)[number];

const files: { readonly [name in TemplateName]: () => Promise<{ readonly default: string }> } = {
  'appointment-reminder': () => import('./appointment-reminder.json?raw'),
  ivr: () => import('./ivr.json?raw'),
  'sms-bot': () => import('./sms-bot.json?raw'),
  survey: () => import('./survey.json?raw'),
  voicemail: () => import('./voicemail.json?raw'),
  'pizza-order': () => import('./pizza-order.json?raw'),
};

/** The definition, as text. */
export async function loadTemplate(name: TemplateName): Promise<string> {
  return (await files[name]()).default.trim();
}

/** A trigger and nothing else: what starting from scratch means. */
export const scratch = JSON.stringify({
  description: '',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [
        'incomingMessage',
        'incomingCall',
        'incomingConversationMessage',
        'incomingRequest',
        'incomingParent',
      ].map((event) => ({ event })),
      properties: { offset: { x: 0, y: 0 } },
    },
  ],
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
});
