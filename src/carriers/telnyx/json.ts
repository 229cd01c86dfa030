/** Reads bodies that may hold anything. */
import type { JsonObject } from '../../engine/json.ts';

export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** The text of a text or a number, else `""`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number of parts, where it is one. */
export function countOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : 1;
}
