/** Canonical JSON and SHA-256: the one way in which anything in Vitrine gets an identity. */
import { createHash } from 'node:crypto';

/**
 * JSON with object keys in code-point order and without `undefined`, so that equal data has equal text.
 * `Map`s are written as objects.
 */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  const fields = entries
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, item]) => `${JSON.stringify(String(key))}:${canonicalJson(item)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the canonical JSON of `value`, as 64 lower-case hexadecimal digits. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
