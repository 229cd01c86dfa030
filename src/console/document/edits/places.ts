/** Where cards lie: moved by hand, aligned, or tidied up. */
import { documentTexts } from '../../texts/document.ts';
import { type Plan, type Refusal, refuse, type Scene, writeOffset } from '../scene.ts';
import type { Place } from '../view.ts';

const { entries, refusals } = documentTexts;

export interface PlaceEdit {
  readonly do: 'move' | 'align' | 'distribute' | 'tidyUp';
  /** New upper left corners; written in whole units. */
  readonly places: readonly ({ readonly widget: string } & Place)[];
}

export function planPlaces(scene: Scene, edit: PlaceEdit): Plan | Refusal {
  const names: string[] = [];
  const splices = [];
  for (const { widget, x, y } of edit.places) {
    const placed = scene.find(widget);
    if (placed === undefined) return refuse(refusals.noWidget(widget));
    names.push(placed.state.name);
    splices.push(...writeOffset(scene.style, placed.spot, { x, y }));
  }
  return { name: edit.do === 'tidyUp' ? entries.tidyUp : entries[edit.do](names), flow: splices };
}
