/** Which widget the fields around are of. The object stays the same while it is edited. */
import { createContext, useContext } from 'react';
import { isJsonObject, type Json, type JsonObject, own } from '../../../../engine/json.ts';
import { flowView, type PropertyPath } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { unannounced } from './use-editor-value.ts';

export class WidgetScope {
  readonly editor: Editor;
  readonly id: string;
  /** Fields that were typed in and not left yet: whether the file had `""` there before. */
  readonly #begun = new Map<string, boolean>();

  constructor(editor: Editor, id: string) {
    this.editor = editor;
    this.id = id;
  }

  /** As it stands in the document now. */
  value(path: PropertyPath): Json | undefined {
    const properties: JsonObject = flowView(this.editor.state.get().editing.document).find(this.id)?.properties ?? {};
    let value: Json | undefined = properties;
    for (const step of path) {
      if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
      else value = isJsonObject(value) ? own(value, String(step)) : undefined;
    }
    return value;
  }

  set(path: PropertyPath, value: Json): void {
    this.#begin(path);
    this.editor.do({ do: 'setProperty', widget: this.id, path, value }, unannounced);
  }

  /** The key goes, but for one that held `""` before the field was typed in, or that the type needs. */
  clear(path: PropertyPath): void {
    const keepsKey = this.#begin(path);
    this.editor.do({ do: 'clearProperty', widget: this.id, path, keepsKey }, unannounced);
  }

  /** Text as people type it: an empty field is cleared. */
  write(path: PropertyPath, text: string): void {
    if (text === '') this.clear(path);
    else this.set(path, text);
  }

  /** A field was left: what comes next is another entry of the history. */
  leave(): void {
    this.#begun.clear();
    this.editor.endEntry();
  }

  #begin(path: PropertyPath): boolean {
    const key = path.join('\n');
    const known = this.#begun.get(key);
    if (known !== undefined) return known;
    const hadEmpty = this.value(path) === '';
    this.#begun.set(key, hadEmpty);
    return hadEmpty;
  }
}

export const WidgetScopeContext = createContext<WidgetScope | undefined>(undefined);

export function useWidgetScope(): WidgetScope {
  const scope = useContext(WidgetScopeContext);
  if (scope === undefined) throw new Error('a field outside of a widget');
  return scope;
}
