/**
 * A copy of `defaults` with the values of `changes` in their place, at any depth. Throws an `Error` that names the
 * first key that is unknown or has another type.
 */
export function overlaid<T extends object>(defaults: T, changes: unknown): T {
  return merged(defaults as Record<string, unknown>, changes, '') as T;
}

function merged(defaults: Record<string, unknown>, changes: unknown, path: string): Record<string, unknown> {
  if (!isRecord(changes)) throw new Error(`${path || 'it'} takes a JSON object`);
  const result = { ...defaults };
  for (const [key, value] of Object.entries(changes)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(defaults, key)) {
      throw new Error(`${name} is not a setting; there are ${Object.keys(defaults).join(', ')}`);
    }
    const before = defaults[key];
    if (isRecord(before)) {
      result[key] = merged(before, value, name);
    } else if (typeof before !== typeof value || Array.isArray(before) !== Array.isArray(value)) {
      throw new Error(`${name} takes a ${Array.isArray(before) ? 'list' : typeof before}`);
    } else {
      result[key] = value;
    }
  }
  return result;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
