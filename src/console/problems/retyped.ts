/** Makes another type of a widget, keeping what fits. */
import { isJsonObject, type JsonObject, own } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import type { Path } from '../../engine/validation/report.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { pathOfPointer } from './places.ts';
import type { Edit } from './problem.ts';

/**
 * Properties and transitions that the new type refuses go; what it must have and the state lacks comes from the type's
 * example.
 */
export function retyped(state: JsonObject, path: Path, type: string): Edit[] {
  const edits: Edit[] = [{ do: 'set', path: [...path, 'type'], value: type }];
  const example = widgetsByType.get(type)?.example ?? {};
  const refused = refusedPlaces({ ...state, type });
  const properties = own(state, 'properties');
  if (isJsonObject(properties)) {
    const keys = new Set(
      refused.flatMap(([part, key]) => (part === 'properties' && typeof key === 'string' ? [key] : [])),
    );
    for (const key of keys) {
      const place = [...path, 'properties', key];
      const value = own(example, key);
      if (value !== undefined) edits.push({ do: 'set', path: place, value });
      else if (Object.hasOwn(properties, key)) edits.push({ do: 'remove', path: place });
    }
  }
  const indexes = new Set(
    refused.flatMap(([part, key]) => (part === 'transitions' && typeof key === 'number' ? [key] : [])),
  );
  // From the end, so that the places before stay what they were.
  for (const index of [...indexes].sort((left, right) => right - left)) {
    edits.push({ do: 'remove', path: [...path, 'transitions', index] });
  }
  return edits;
}

/** Places within the state that its type refuses; where its targets are does not matter here. */
function refusedPlaces(state: JsonObject): Path[] {
  const trigger = { name: 'Trigger', type: 'trigger', transitions: [], properties: {} };
  const definition = { states: [trigger, state], initial_state: 'Trigger' };
  const { errors } = validateDefinition(definition, {
    widgets: widgetsByType,
    level: 'strict',
    limits: studioDefaults,
  });
  return errors
    .filter(({ code }) => code !== 'unknown-target' && code !== 'duplicate-name')
    .map((problem) => pathOfPointer(definition, problem.property_path).slice(2));
}
