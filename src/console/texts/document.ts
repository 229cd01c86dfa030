/** What editing a flow says: names of undo entries, refusals, and what is wrong with a text. */

const plural = new Intl.PluralRules('en');

/** `1 widget`, `1,204 widgets`. */
function counted(count: number, one: string, many: string): string {
  return `${new Intl.NumberFormat('en').format(count)} ${plural.select(count) === 'one' ? one : many}`;
}

const widgetsOf = (count: number) => counted(count, 'widget', 'widgets');

/** One widget by its name, several by their number. */
function named(names: readonly string[]): string {
  const [name] = names;
  return names.length === 1 && name !== undefined ? name : widgetsOf(names.length);
}

export const documentTexts = {
  /** Names of undo entries. */
  entries: {
    add: (name: string) => `Add ${name}`,
    insert: (name: string) => `Insert ${name}`,
    connect: (from: string, to: string) => `Connect ${from} to ${to}`,
    reconnect: (from: string, to: string) => `Reconnect ${from} to ${to}`,
    disconnect: (from: string) => `Disconnect ${from}`,
    move: (names: readonly string[]) => `Move ${named(names)}`,
    align: (names: readonly string[]) => `Align ${named(names)}`,
    distribute: (names: readonly string[]) => `Distribute ${named(names)}`,
    tidyUp: 'Tidy up',
    rename: (from: string, to: string) => `Rename ${from} to ${to}`,
    duplicate: (names: readonly string[]) => `Duplicate ${named(names)}`,
    cut: (names: readonly string[]) => `Cut ${named(names)}`,
    paste: (names: readonly string[]) => `Paste ${named(names)}`,
    remove: (names: readonly string[]) => `Delete ${named(names)}`,
    removeAndReconnect: (names: readonly string[]) => `Delete and reconnect ${named(names)}`,
    editField: (field: string, name: string) => `Edit ${field} of ${name}`,
    editConditions: (name: string) => `Edit conditions of ${name}`,
    editTransitions: (name: string) => `Edit transitions of ${name}`,
    editInput: (name: string) => `Edit Variable to test of ${name}`,
    changeType: (name: string) => `Change type of ${name}`,
    editWidgetJson: (name: string) => `Edit JSON of ${name}`,
    editFlowJson: 'Edit JSON',
    replace: (count: number) => `Replace ${new Intl.NumberFormat('en').format(count)}`,
    editDescription: 'Edit description',
    editFlag: (flag: string) => `Change ${flag.replaceAll('_', ' ')}`,
    startAt: (name: string) => `Start at ${name}`,
    addNote: 'Add note',
    editNote: 'Edit note',
    moveNote: 'Move note',
    removeNote: 'Delete note',
    mute: (name: string) => `Mute a warning of ${name}`,
    unmute: (name: string) => `Show a warning of ${name} again`,
  },

  /** Why an edit is not made. */
  refusals: {
    nothingLeadsToTrigger: 'Nothing can lead to the Trigger.',
    triggerStays: 'Each flow needs its Trigger.',
    triggerOnce: 'A flow has one Trigger only.',
    noWidget: (name: string) => `${name} is not in this flow.`,
    noTransition: (name: string) => `${name} has no such transition.`,
    noCondition: (name: string) => `${name} has no such condition.`,
    noFreeOutlet: (name: string) => `${name} has no outlet that is free.`,
    leadsNowhere: (name: string) => `This outlet of ${name} leads nowhere.`,
    unknownType: (type: string) => `"${type}" is not a widget type.`,
    manyTargets: (names: readonly string[]) => `They lead to ${names.join(', ')}: choose one.`,
    noStates: 'The flow has no "states".',
    notAFlow: 'This is not a flow: it has no "states".',
    notAWidget: 'A widget is an object with "name" and "type".',
    notWidgets: 'The clipboard holds no widgets.',
    noNote: 'This note does not exist any more.',
    noField: (path: string) => `There is no ${path}.`,
    nameEmpty: 'A widget needs a name.',
    nameTaken: (name: string) => `${name} is taken.`,
    nameSpace: 'A name has no space.',
    namePeriod: 'A name has no period.',
    nameLetter: 'A name begins with a letter.',
    nameQuote: 'A name has no quotation mark and no backslash.',
  },

  renamed: (references: number, widgets: number) =>
    references === 0
      ? 'Renamed.'
      : `Renamed. ${counted(references, 'reference', 'references')} in ${widgetsOf(widgets)} ${
          references === 1 ? 'follows' : 'follow'
        }.`,

  /** What is wrong with a text that should be JSON, as the end of a sentence. */
  syntax: {
    atPlace: (line: number, column: number, reason: string) => `Line ${line}, column ${column}: ${reason}.`,
    empty: 'the text is empty',
    textAfterEnd: 'the flow ends before this',
    commaMissing: 'a comma is missing',
    commaTooMuch: 'there is a comma too many',
    colonMissing: 'a colon is missing',
    colonTooMuch: 'there is a colon too many',
    valueMissing: 'a value is missing',
    quoteMissing: 'a quotation mark is missing at the end of this text',
    keyWithoutQuotes: 'a key must stand in double quotation marks',
    singleQuotes: 'texts must stand in double quotation marks',
    comment: 'JSON has no comments',
    tooDeep: (depth: number) => `it is nested deeper than ${depth}`,
    notClosed: (bracket: string, line: number) => `the "${bracket}" of line ${line} is not closed`,
    wrongBracket: (found: string, wanted: string) => `"${found}" stands where "${wanted}" should`,
    unknownEscape: (text: string) => `"${text}" is no escape that JSON knows`,
    noNumber: (text: string) => `"${text}" is no number as JSON writes it`,
    noSuchValue: (text: string, meant: string | undefined) =>
      meant === undefined ? `"${text}" must stand in double quotation marks` : `"${text}" must be ${meant}`,
  },
} as const;
