/** Sentences and buttons of the problem list; console.md §6. Names of widgets and values are shown as they are. */
const number = (value: number) => value.toLocaleString('en-US');
const meant = (name: string | undefined) => (name === undefined ? '' : ` Did you mean ${name}?`);
const meantQuoted = (name: string | undefined) => (name === undefined ? '' : ` Did you mean "${name}"?`);

/** `a Message body`, `an Attributes list`; what is quoted as JSON has no article. */
function withArticle(title: string): string {
  if (title.startsWith('"')) return title;
  return `${/^[AEIO]/i.test(title) ? 'an' : 'a'} ${title}`;
}

/** `GET or POST`, `a, b or c`. */
function oneOf(values: readonly string[]): string {
  const shown = values.length > 12 ? [...values.slice(0, 11), `${values.length - 11} others`] : values;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** `1 h`, `5 s`, `3 min 20 s`. */
export function durationText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}

/** What Studio wants in the place of a value of another type. */
const wanted: { readonly [type: string]: string } = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const valueWords: { readonly [type: string]: string } = {
  string: 'the text',
  integer: 'the number',
  number: 'the number',
  boolean: 'the value',
};

const channelWords: { readonly [event: string]: string } = {
  incomingMessage: 'messages',
  incomingCall: 'calls',
  incomingConversationMessage: 'conversations',
  incomingRequest: 'REST starts',
  incomingParent: 'parent flows',
};

export const problemTexts = {
  none: 'No problems. This flow can be published.',
  count: (problems: number) => (problems === 1 ? '1 problem' : `${number(problems)} problems`),
  muted: (problems: number) => `Muted ${number(problems)}`,
  theFlow: 'The flow',

  missing: (owner: string, title: string) => `${owner} needs ${withArticle(title)}.`,
  wrongType: (title: string, owner: string, found: string, value: string, type: string) =>
    `${title} of ${owner} is ${found in valueWords ? `${valueWords[found]} ${value}` : (wanted[found] ?? found)}; Studio wants ${wanted[type] ?? type}.`,
  wrongTypeConverted: (title: string, owner: string, found: string, value: string, type: string, converted: string) =>
    `${title} of ${owner} is ${valueWords[found] ?? 'the value'} ${value}; Studio wants ${valueWords[type] ?? 'the value'} ${converted}.`,
  notInList: (title: string, owner: string, value: string, allowed: readonly string[]) =>
    `${title} of ${owner} is "${value}"; it can be ${oneOf(allowed)}.`,
  tooLarge: (title: string, owner: string, value: number, most: number) =>
    `${title} of ${owner} is ${number(value)}; at most ${number(most)}.`,
  tooSmall: (title: string, owner: string, value: number, least: number) =>
    `${title} of ${owner} is ${number(value)}; at least ${number(least)}.`,
  unknownTarget: (widget: string, target: string, nearest: string | undefined) =>
    `${widget} leads to "${target}", which does not exist.${meantQuoted(nearest)}`,
  unknownEvent: (event: string, type: string) =>
    `"${event}" is not an event of ${type}, so this transition never fires.`,
  unknownType: (type: string, nearest: string | undefined) => `"${type}" is not a widget type.${meant(nearest)}`,
  duplicateName: (name: string) => `Two widgets are called ${name}.`,
  nameHasSpace: (name: string) => `"${name}" has a space; Liquid needs widgets["${name}"].`,
  nameHasPeriod: (name: string) => `"${name}" has a period; Liquid needs widgets["${name}"].`,
  nameHasNoLetter: (name: string) => `"${name}" does not begin with a letter; Liquid needs widgets["${name}"].`,
  missingTrigger: 'The flow has no Trigger.',
  severalTriggers: (name: string) => `${name} is a second Trigger; a flow has one.`,
  unknownInitialState: (name: string) => `The flow starts at "${name}", which does not exist.`,
  initialStateNotTrigger: (name: string) => `The flow starts at "${name}", which is not its Trigger.`,
  badSubflow: (widget: string) => `Flow of ${widget} must be a flow's SID, without variables.`,
  badRevision: (widget: string) =>
    `Revision of ${widget} must be LatestPublished, LatestDraft, LatestRevision or a number, without variables.`,
  subflowMissing: (widget: string, sid: string) => `Flow of ${widget}, ${sid}, is not in this account.`,
  tooManyWidgets: (widgets: number, most: number) => `${number(widgets)} widgets; Studio allows ${number(most)}.`,
  tooManyWidgetsWithSubflows: (widgets: number, most: number) =>
    `${number(widgets)} widgets with subflows; Studio allows ${number(most)}.`,
  restOnly: (widget: string) => `${widget} works only in executions started by REST, and REST API leads nowhere.`,
  subflowRevisionsDiffer: (widget: string) => `${widget} runs another revision of a flow that another widget runs too.`,
  /** What has no sentence of its own: the validator's words, which need a subject. */
  general: (subject: string, words: string) => `${subject} ${words}.`,
  valueOf: (title: string, owner: string) => `${title} of ${owner}`,

  limitLength: (title: string, widget: string, characters: number, most: number) =>
    `${title} of ${widget} has ${number(characters)} characters; at most ${number(most)}.`,
  liquidSyntax: (title: string, owner: string, words: string, line: number) =>
    `${title} of ${owner}: ${words} (line ${line}).`,
  notClosed: (opening: string) => `"${opening}" is not closed`,
  unknownFilter: (name: string, nearest: string | undefined) => `"${name}" is not a filter.${meant(nearest)}`,
  unknownTag: (name: string, nearest: string | undefined) => `"${name}" is not a tag.${meant(nearest)}`,
  badRegex: (condition: number, widget: string, words: string) =>
    `Condition ${condition} of ${widget}: ${words} in the regular expression.`,
  badJson: (title: string, widget: string) => `${title} of ${widget} is not JSON once filled in.`,
  deadEnd: (widget: string, outlet: string) => `Nothing follows ${widget} after ${outlet}: the execution ends there.`,
  unwiredTimeout: (widget: string, duration: string | undefined) =>
    `If nobody answers ${widget} ${duration === undefined ? 'in time' : `within ${duration}`}, the execution just ends.`,
  unwiredFailure: (widget: string) => `If ${widget} fails, the contact hears nothing.`,
  unwiredDelivery: (widget: string) => `If the message of ${widget} is not delivered, the execution just ends.`,
  noMatchUnwired: (widget: string, answers: readonly string[]) =>
    `${widget} ends the execution for any answer but ${answers.length > 8 ? `${answers.slice(0, 8).join(', ')}, …` : answers.join(', ')}.`,
  unreachable: (widget: string) => `Nothing leads to ${widget}.`,
  unreachableBehind: (widget: string) => `Only widgets that are never reached lead to ${widget}.`,
  unwiredTrigger: 'No trigger is connected: this flow can not start.',
  unknownVariable: (name: string, nearest: string | undefined) =>
    `flow.variables.${name} is never set.${meant(nearest)}`,
  unknownWidgetRef: (name: string, widget: string) => `{{widgets.${name}…}} in ${widget}: there is no widget ${name}.`,
  notYetRun: (widget: string, other: string) => `${widget} uses ${other}'s answer, but ${other} never runs before it.`,
  usesItself: (widget: string) => `${widget} uses its own answer, but never runs twice.`,
  unknownOutput: (widget: string, key: string, instead: string) => `${widget} has no ${key}; ${instead}.`,
  outputs: {
    replies: 'replies are in inbound.Body',
    keys: 'keys are in Digits, speech in SpeechResult',
    these: (keys: readonly string[]) => `it has ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ', …' : ''}`,
    nothing: 'it keeps nothing',
  },
  loopWithoutWait: (names: readonly string[], steps: number) =>
    `${cycle(names)} never waits: the execution is stopped after ${number(steps)} steps.`,
  selfLoopWithoutWait: (name: string, visits: number) =>
    `${cycle([name])} never waits: the execution is stopped after ${number(visits)} visits.`,
  shadowedCondition: (condition: number, widget: string, earlier: number) =>
    `Condition ${condition} of ${widget} can never match: condition ${earlier} is the same.`,
  splitArgumentDiffers: (condition: number) => `Condition ${condition} tests another value than the split's input.`,
  regexAlternation: (pattern: string) => `${pattern} may match parts on Studio; write (?:${pattern}).`,
  speechNotWired: (widget: string) => `${widget} listens to keys only, because Speech is not connected.`,
  channelMismatch: (widget: string, does: string, event: string, isAlsoCalled: boolean) =>
    `${widget} ${does}, but ${channelWords[event] ?? event} can reach it${isAlsoCalled ? ' too' : ''}.`,
  does: { speak: 'speaks', listen: 'listens', needCall: 'needs a call' },
  secretInProperty: (title: string, widget: string) => `${title} of ${widget} seems to hold a password.`,
  unknownProperty: (key: string, owner: string) => `${key} is not a property of ${owner}; it is kept and ignored.`,
  notRunnable: (type: string) => `${type} is retired: the execution ends there.`,
  notRunnableGoesOn: (type: string, outlet: string) => `${type} is retired: the execution leaves it by ${outlet}.`,

  fix: {
    convert: 'Convert',
    set: (value: string) => `Set ${value}`,
    connectTo: (target: string) => `Connect to ${target}`,
    connectAgain: (target: string) => `Connect to ${target} again`,
    connectEvent: (outlet: string, target: string) => `Connect ${outlet} to ${target}`,
    connect: 'Connect…',
    newMessage: 'New message',
    disconnect: 'Disconnect',
    remove: 'Remove',
    changeType: (title: string) => `Change type to ${title}`,
    rename: (name: string) => `Rename to ${name}`,
    startAtTrigger: 'Start at Trigger',
    chooseFlow: 'Choose flow…',
    close: 'Close it',
    replace: (name: string) => `Replace with ${name}`,
    onPurpose: 'It ends here on purpose',
    deleteWidget: 'Delete',
    show: 'Show',
    showPath: 'Show path',
    useInput: 'Use the input',
    rewrite: 'Rewrite',
  },
  /** What a message says that a fix adds. */
  newMessages: {
    timeout: 'We did not hear from you. Write to us again whenever you like.',
    noMatch: 'Sorry, we did not understand that.',
    failure: 'Sorry, something went wrong. Please try again later.',
  },
} as const;

/** `a → b → a`; of a long way its beginning and its end. */
function cycle(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  const shown = rest.length > 5 ? [...rest.slice(0, 3), '…', ...rest.slice(-1)] : rest;
  return [first, ...shown, first].join(' → ');
}
