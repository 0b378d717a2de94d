/** Names and texts in scripts of row-level security, safe whatever is in them. */
import { invariant } from '../../base/invariant.ts';
import type { PhysicalSource } from '../../tenancy/scope.ts';

/** `"a"`, with each quote in it doubled. */
export function quoteName(name: string): string {
  return `"${requireText(name).replaceAll('"', '""')}"`;
}

/** `'a'`; with a backslash in it `E'a'`, which means the same under every setting of the session. */
export function quoteText(text: string): string {
  const doubled = requireText(text).replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** `"schema"."table"` */
export function quoteSource({ schema, table }: PhysicalSource): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}

/** Names in a comment, which must not end it. */
export function sayName(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

/** Lists text that stands between dollar quotes with a tag that is not in it. */
export function quoteBody(body: string): string {
  const tags = ['$condition$', ...Array.from({ length: 9 }, (_, place) => `$condition_${place}$`)];
  const tag = tags.find((candidate) => !body.includes(candidate));
  invariant(tag !== undefined, 'a text without one of these tags');
  return `${tag}${requireText(body)}${tag}`;
}

function requireText(text: string): string {
  invariant(!text.includes('\0') && text.isWellFormed(), 'names are text that PostgreSQL can hold');
  return text;
}
