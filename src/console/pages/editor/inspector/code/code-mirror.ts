/** The editor of texts, by CodeMirror: one file, so that all of it is one download. */
import {
  acceptCompletion,
  autocompletion,
  type Completion as CodeCompletion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { linter } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension, StateEffect } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type KeyBinding,
  keymap,
  lineNumbers,
  MatchDecorator,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { Option } from '../../../../liquid/completion.ts';
import { liquidTexts } from '../../../../texts/liquid.ts';
import classes from './code.module.css';
import type { CodeAreaProps } from './code-area.tsx';

export interface CodeHandle {
  /** Takes over the text and the words around it. */
  update(): void;
  destroy(): void;
}

interface Latest {
  readonly current: CodeAreaProps;
}

/** Marks what comes from the document, which is no typing. */
const fromOutside = Annotation.define<boolean>();
/** The faults of the text are others, though the text is the same. */
const refresh = StateEffect.define<null>();

export function mountCode(parent: HTMLElement, latest: Latest): CodeHandle {
  const attributes = new Compartment();
  let described = describe(latest.current);
  let { faultsOf } = latest.current;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: latest.current.value,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        EditorView.lineWrapping,
        // Before all else, so that Tab leaves the field whenever the list is closed.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...listKeys, ...ownKeys(latest), ...defaultKeymap]),
        languageOf(latest.current),
        theme,
        latest.current.placeholder === undefined ? [] : placeholder(latest.current.placeholder),
        attributes.of(EditorView.contentAttributes.of(described.attributes)),
        latest.current.completions === undefined ? [] : completion(latest),
        latest.current.faults === undefined ? [] : faultMarks(latest),
        latest.current.hasLineNumbers ? lineNumbers() : [],
        EditorView.updateListener.of((update) => {
          const isTyped = update.docChanged && !update.transactions.some((each) => each.annotation(fromOutside));
          if (isTyped) latest.current.onChange(update.state.doc.toString());
        }),
        EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
      ],
    }),
  });
  return {
    update() {
      const { value } = latest.current;
      if (value !== view.state.doc.toString()) replaceText(view, value);
      if (faultsOf !== latest.current.faultsOf) {
        faultsOf = latest.current.faultsOf;
        view.dispatch({ effects: refresh.of(null) });
      }
      const now = describe(latest.current);
      if (now.key === described.key) return;
      described = now;
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(now.attributes)) });
    },
    destroy: () => view.destroy(),
  };
}

/** Only what differs, so that the place of writing stays where it is. */
function replaceText(view: EditorView, value: string): void {
  const before = view.state.doc.toString();
  let from = 0;
  while (from < before.length && before[from] === value[from]) from++;
  let [end, to] = [before.length, value.length];
  while (end > from && to > from && before[end - 1] === value[to - 1]) {
    end--;
    to--;
  }
  view.dispatch({ changes: { from, to: end, insert: value.slice(from, to) }, annotations: fromOutside.of(true) });
}

function describe({ label, labelledBy, describedBy, isRequired, isInvalid, lines }: CodeAreaProps) {
  const attributes: Record<string, string> = {
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy }),
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    ...(isRequired ? { 'aria-required': 'true' } : {}),
    ...(isInvalid ? { 'aria-invalid': 'true' } : {}),
    'aria-multiline': String(lines > 1),
    spellcheck: 'false',
  };
  return { attributes, key: JSON.stringify(attributes) };
}

function ownKeys(latest: Latest) {
  return [
    {
      key: 'Mod-Enter',
      run: () => {
        latest.current.onSubmit?.();
        return latest.current.onSubmit !== undefined;
      },
    },
    // Behind the list of completions, which takes the key first while it is open.
    { key: 'Enter', run: () => latest.current.lines === 1 },
  ];
}

function languageOf({ language }: CodeAreaProps): Extension {
  return language === 'json' ? [json(), marks(jsonParts)] : marks(liquidParts);
}

const liquidParts = /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}/g;
/** Liquid, and the keys of objects. */
const jsonParts = /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|"(?:[^"\\\n{]|\\.)*"(?=\s*:)/g;

function marks(regexp: RegExp): Extension {
  const decorator = new MatchDecorator({ regexp, decoration: ([text]) => Decoration.mark({ class: classOf(text) }) });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = decorator.createDeco(view);
      }

      update(update: ViewUpdate): void {
        this.decorations = decorator.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function classOf(text: string): string {
  return (text.startsWith('{{') ? classes.output : text.startsWith('{%') ? classes.tag : classes.key) ?? '';
}

const sections = {
  values: { name: liquidTexts.sections.certain, rank: 0 },
  filters: { name: liquidTexts.sections.filters, rank: 1 },
  tags: { name: liquidTexts.sections.tags, rank: 2 },
  maybeEmpty: { name: liquidTexts.maybeEmpty, rank: 3 },
} as const;

function completion(latest: Latest): Extension {
  return [completions(latest), scrollableList];
}

/** The list scrolls, and what scrolls has to be reachable; the package leaves that out. */
const scrollableList = EditorView.updateListener.of(({ view }) =>
  view.requestMeasure({
    key: 'scrollable list',
    read: () => view.dom.querySelector('.cm-tooltip-autocomplete > ul'),
    write: (list) => list?.setAttribute('tabindex', '0'),
  }),
);

/** Escape closes the list; one that is still being made is no reason to stay in the field. */
const listKeys: readonly KeyBinding[] = [
  {
    key: 'Escape',
    run(view) {
      const isShown = completionStatus(view.state) === 'active';
      closeCompletion(view);
      return isShown;
    },
  },
  ...completionKeymap.filter(({ key }) => key !== 'Escape'),
];

function completions(latest: Latest): Extension {
  return autocompletion({
    icons: false,
    // `listKeys` has them.
    defaultKeymap: false,
    maxRenderedOptions: 200,
    activateOnTypingDelay: 0,
    override: [
      (context: CompletionContext): CompletionResult | null => {
        const source = context.state.doc.toString();
        const found = latest.current.completions?.(source, context.pos);
        if (found === undefined) return null;
        // While what is typed still is a part of a path, the list is narrowed and not made anew.
        return { from: found.from, options: found.options.map(optionOf), validFor: /^[\w.[\]"' -]*$/ };
      },
    ],
  });
}

function optionOf({ text, detail, info, section }: Option): CodeCompletion {
  return {
    label: text,
    ...(detail === undefined ? {} : { detail }),
    info,
    section: sections[section],
    apply: (view, _, from, to) => insert(view, text, from, to, section),
  };
}

/** Closes the output behind a value, where nothing does. */
function insert(view: EditorView, text: string, from: number, to: number, section: Option['section']): void {
  const [before, rest] = [view.state.sliceDoc(0, from), view.state.sliceDoc(to)];
  const isOutput = before.lastIndexOf('{{') > before.lastIndexOf('{%');
  const [closing, opening] = [rest.indexOf('}}'), rest.indexOf('{{')];
  const isOpen = closing === -1 || (opening !== -1 && opening < closing);
  const isValue = section === 'values' || section === 'maybeEmpty';
  const end = isValue && isOutput && isOpen ? '}}' : '';
  view.dispatch({
    changes: { from, to, insert: text + end },
    selection: { anchor: from + text.length + end.length },
    userEvent: 'input.complete',
  });
}

function faultMarks(latest: Latest): Extension {
  return linter(
    (view) =>
      (latest.current.faults?.(view.state.doc.toString()) ?? []).map(({ start, end, message, isError }) => ({
        from: start,
        to: end,
        message,
        severity: isError ? ('error' as const) : ('warning' as const),
      })),
    {
      delay: 400,
      needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((each) => each.is(refresh))),
    },
  );
}

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

const theme = EditorView.theme({
  '&': { fontSize: 'inherit', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '20px' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--atelier-text)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--atelier-muted)', border: '0' },
  '.cm-line': { padding: '0 10px' },
  '.cm-placeholder': { color: 'var(--atelier-muted)' },
  '.cm-cursor': { borderLeftColor: 'var(--atelier-text)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--atelier-panel)',
    color: 'var(--atelier-text)',
    border: '1px solid var(--atelier-border)',
    borderRadius: '8px',
    padding: '4px',
    zIndex: '200',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12px',
    maxHeight: '260px',
    minWidth: '260px',
    maxWidth: '420px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '4px 8px',
    lineHeight: '16px',
    borderRadius: '4px',
    display: 'flex',
    gap: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--atelier-selected)',
    color: 'var(--atelier-text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
    padding: '6px 8px 2px',
    border: '0',
    color: 'var(--atelier-muted)',
    fontFamily: 'var(--mantine-font-family)',
    fontWeight: '600',
    opacity: '1',
  },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    margin: '0 0 0 auto',
    fontStyle: 'normal',
    color: 'var(--atelier-muted)',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    maxWidth: '160px',
  },
  '.cm-completionInfo': { padding: '6px 8px', maxWidth: '240px', fontSize: '12px', lineHeight: '16px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--atelier-error)',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--atelier-warning)',
    textUnderlineOffset: '3px',
  },
  '.cm-diagnostic': { borderLeft: '0', fontSize: '12px', lineHeight: '16px', padding: '4px 6px' },
});
