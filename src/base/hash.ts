/** Canonical JSON and SHA-256: the one way in which anything in Vitrine gets an identity. */
import { createHash } from 'node:crypto';

/**
 * JSON with object keys in code-point order and without `undefined`, so that equal data has equal text.
 * `Map`s are written as objects.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return value instanceof Map ? canonicalMap(value) : canonicalObject(value);
}

/** In a loop, because queries and plans are told apart by this text: it is made of every node of them. */
function canonicalObject(value: object): string {
  let fields = '';
  // Plain sorting is by code unit.
  for (const key of Object.keys(value).sort()) {
    const item: unknown = Reflect.get(value, key);
    if (item !== undefined) fields += `${fields === '' ? '' : ','}${quote(key)}:${canonicalJson(item)}`;
  }
  return `{${fields}}`;
}

function canonicalMap(value: ReadonlyMap<unknown, unknown>): string {
  return canonicalObject(Object.fromEntries(value));
}

/** Names and words for the most part, in which there is nothing to escape. */
const PLAIN = /^[\w .:/-]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** SHA-256 of the canonical JSON of `value`, as 64 lower-case hexadecimal digits. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
