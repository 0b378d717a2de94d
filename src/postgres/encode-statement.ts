/**
 * Parameters as the text PostgreSQL reads, so that both databases are sent the same characters and no
 * driver guesses from JavaScript types. It does not know the types: the statement's casts give them.
 */
import { DatabaseError, type SqlParameter, type SqlScript, type SqlStatement } from './postgres-database.ts';

export type EncodedStatement =
  | { readonly kind: 'statement'; readonly text: string; readonly parameters: readonly (string | null)[] }
  | { readonly kind: 'script'; readonly text: string };

/** NUL, which PostgreSQL has no place for, and lone surrogates, which UTF-8 would replace silently. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Whether PostgreSQL can hold `text` unchanged. */
export function isStorableText(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** @throws DatabaseError `rejected` where a text cannot be stored */
export function encodeStatement(statement: SqlStatement | SqlScript): EncodedStatement {
  if ('script' in statement) return { kind: 'script', text: requireStorable(statement.script) };
  return {
    kind: 'statement',
    text: requireStorable(statement.text),
    parameters: statement.parameters.map(encodeParameter),
  };
}

function encodeParameter(value: SqlParameter): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return requireStorable(value);
  if (typeof value === 'boolean') return String(value);
  return `{${value.map(encodeElement).join(',')}}`;
}

/** Strings are always quoted, so that `NULL`, blanks, commas and braces are text. */
function encodeElement(value: string | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return String(value);
  return `"${requireStorable(value).replace(/[\\"]/g, '\\$&')}"`;
}

function requireStorable(text: string): string {
  if (isStorableText(text)) return text;
  throw new DatabaseError('rejected', new Error('the text holds NUL or a lone surrogate'));
}
