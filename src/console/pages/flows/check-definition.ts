/** The validator of the server, in the browser: findings before anything is sent. Loaded when it is needed. */
import { studioDefaults } from '../../../engine/limits.ts';
import { validateDefinition } from '../../../engine/validation/index.ts';
import { widgetsByType } from '../../../widgets/index.ts';
import type { Finding } from '../../api/flows.ts';

export interface Findings {
  /** The server refuses a definition that has any. */
  readonly errors: readonly Finding[];
  readonly notices: readonly Finding[];
}

export function checkDefinition(definition: string): Findings {
  const found = validateDefinition(JSON.parse(definition), {
    widgets: widgetsByType,
    level: 'strict',
    limits: studioDefaults,
  });
  return { errors: found.errors.map(present), notices: found.warnings.map(present) };
}

function present({
  message,
  property_path: path,
}: {
  readonly message: string;
  readonly property_path: string;
}): Finding {
  return { message, path };
}
