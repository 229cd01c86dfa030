import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referenceSplices } from './references.ts';
import { changeOf, spliceText } from './splice.ts';

const cases: readonly (readonly [what: string, template: string, renamed: string, to?: string])[] = [
  ['after a dot', '{{widgets.old.inbound.Body}}', '{{widgets.new.inbound.Body}}'],
  ['in brackets', '{{widgets["old"].inbound}}', '{{widgets["new"].inbound}}'],
  ['in brackets of single quotes', "{{ widgets['old'] }}", "{{ widgets['new'] }}"],
  ['with blanks and a line break', '{{ widgets. \n old . x }}', '{{ widgets. \n new . x }}'],
  [
    'behind a filter',
    '{{ x | default: widgets.old.a, widgets.old.b }}',
    '{{ x | default: widgets.new.a, widgets.new.b }}',
  ],
  ['in a condition', '{% if widgets.old.a == "old" %}old{% endif %}', '{% if widgets.new.a == "old" %}old{% endif %}'],
  ['in an assignment', '{% assign old = widgets.old.a %}{{ old }}', '{% assign old = widgets.new.a %}{{ old }}'],
  ['in a loop', '{%- for x in widgets.old.parsed -%}{%endfor%}', '{%- for x in widgets.new.parsed -%}{%endfor%}'],
  ['as an index', '{{ a[widgets.old.n] }}', '{{ a[widgets.new.n] }}'],
  ['in a comment', '{% comment %}{{ widgets.old }}{% endcomment %}', '{% comment %}{{ widgets.new }}{% endcomment %}'],
  ['not in plain text', 'widgets.old { widgets.old }', 'widgets.old { widgets.old }'],
  ['not in a raw block', '{% raw %}{{widgets.old}}{% endraw %}', '{% raw %}{{widgets.old}}{% endraw %}'],
  ['not in a string', "{{ 'widgets.old' }}", "{{ 'widgets.old' }}"],
  ['not deeper', '{{ flow.widgets.old }} {{ old.widgets }}', '{{ flow.widgets.old }} {{ old.widgets }}'],
  ['not a longer name', '{{widgets.older}} {{widgets.old-a}}', '{{widgets.older}} {{widgets.old-a}}'],
  [
    'not a variable of the template',
    '{% assign widgets = x %}{{widgets.old}}',
    '{% assign widgets = x %}{{widgets.old}}',
  ],
  ['where another tag is not closed', '{{widgets.old}} {{ a', '{{widgets.new}} {{ a'],
  ['where another tag is broken', '{{ # }} {{widgets.old}}', '{{ # }} {{widgets.new}}'],
  ['to a name with a hyphen', '{{widgets.old.x}}', '{{widgets.new-2.x}}', 'new-2'],
  ['to a name that cannot stand after a dot', '{{widgets.old.x}}', '{{widgets["né"].x}}', 'né'],
  ['to the one word that Liquid keeps to itself', '{{widgets.old}}', '{{widgets["blank"]}}', 'blank'],
];
for (const [what, template, renamed, to = 'new'] of cases) {
  test(`a reference is renamed ${what}`, () => {
    assert.equal(spliceText(template, changeOf(referenceSplices(template, new Map([['old', to]])))), renamed);
  });
}

const oldNames: readonly (readonly [old: string, template: string, renamed: string])[] = [
  ['ask-name', '{{widgets.ask-name.inbound.Body}}', '{{widgets.new.inbound.Body}}'],
  ['a b', '{{widgets["a b"].x}} {{widgets.a b}}', '{{widgets["new"].x}} {{widgets.a b}}'],
  ['route.1', "{{widgets['route.1'].x}} {{widgets.route.1}}", "{{widgets['new'].x}} {{widgets.route.1}}"],
];
for (const [old, template, renamed] of oldNames) {
  test(`references to ${JSON.stringify(old)} are renamed`, () => {
    assert.equal(spliceText(template, changeOf(referenceSplices(template, new Map([[old, 'new']])))), renamed);
  });
}
