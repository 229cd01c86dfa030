/** Completion of templates: where a value comes from, and what it is. */
export const liquidTexts = {
  /** What a path holds, in one word. */
  kinds: {
    text: 'text',
    number: 'number',
    boolean: 'true or false',
    object: 'object',
    list: 'list',
    unknown: '',
  },
  from: {
    contact: 'the contact',
    flow: 'this flow',
    execution: 'this execution',
    trigger: 'the trigger',
    data: 'parameters of the REST start',
    variable: (widgets: readonly string[]) =>
      widgets.length === 0 ? 'the sample' : `set by ${widgets.slice(0, 3).join(', ')}`,
    template: 'this template',
  },
  names: {
    contactAddress: 'Address of the contact',
    flowAddress: 'Address of the flow',
    execution: 'SID of this execution',
    flowSid: 'SID of this flow',
    loop: 'Where the loop is',
  },
  maybeEmpty: 'May be empty here',
  sections: { certain: 'Values', filters: 'Filters', tags: 'Tags' },
  invented: {
    body: 'Yes',
    speech: 'yes, please',
    name: 'Ann',
    text: 'text',
  },
  unknownWidget: (name: string, nearest: string | undefined) =>
    `widgets.${name} is not a widget.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
  other: (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
} as const;
