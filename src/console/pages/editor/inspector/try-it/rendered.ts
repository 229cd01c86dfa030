/** Properties of a widget as they are once its templates are rendered: what a request is tried with. */
import { isJsonObject, type Json, type JsonObject, objectOf, own } from '../../../../../engine/json.ts';
import { renderedText } from '../../../../liquid/preview.ts';

/** Texts, and the values of rows; the keys of rows, and whatever else there is, stay. */
export function renderedProperties(properties: JsonObject, sample: JsonObject, nowMs: number): JsonObject {
  const render = (value: Json): Json =>
    typeof value === 'string' ? (renderedText(value, sample, nowMs) ?? value) : value;
  const renderRow = (row: Json): Json => {
    const value = isJsonObject(row) ? own(row, 'value') : undefined;
    return isJsonObject(row) && value !== undefined ? objectOf([['value', render(value)]], row) : row;
  };
  return objectOf(
    Object.entries(properties)
      .filter(([key]) => key !== 'offset')
      .map(([key, value]) => [key, Array.isArray(value) ? value.map(renderRow) : render(value)] as const),
  );
}
