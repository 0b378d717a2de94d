/** Lists in pages: sorted by a unique name, continued behind the last name that was seen. */
import Type from 'typebox';
import { parameterError } from './parse-query-string.ts';

export const PAGE_LIMIT = { default: 100, maximum: 500 } as const;

/** The query parameters of a paged list. */
export const PageParameters = {
  cursor: Type.Optional(
    Type.String({ maxLength: 1_200, description: 'Where to go on: `next` of the page before.' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: PAGE_LIMIT.maximum,
      default: PAGE_LIMIT.default,
      description: 'Items on a page.',
    }),
  ),
} as const;

export interface PageRequest {
  readonly cursor?: string;
  readonly limit?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; `null` on the last. */
  readonly next: string | null;
}

/**
 * One page of `items`, by name in code-point order, or in the order against that.
 * @throws SemanticError HTTP_PARAMETER for a cursor that was not made here
 */
export function paginate<Item extends { readonly name: string }>(
  items: readonly Item[],
  request: PageRequest,
  direction: 'ascending' | 'descending' = 'ascending',
): Page<Item> {
  const limit = request.limit ?? PAGE_LIMIT.default;
  const after = request.cursor === undefined ? null : readCursor(request.cursor);
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (a: string, b: string): number => (a < b ? -sign : a > b ? sign : 0);
  const remaining = [...items]
    .sort((a, b) => compare(a.name, b.name))
    .filter(({ name }) => after === null || compare(name, after) > 0);
  const page = remaining.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    next: last === undefined || remaining.length <= limit ? null : writeCursor(last.name),
  };
}

function writeCursor(name: string): string {
  return Buffer.from(JSON.stringify({ after: name })).toString('base64url');
}

function readCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const written = /^\{"after":("(?:[^"\\]|\\.)*")\}$/u.exec(text)?.[1];
  const after: unknown = written === undefined ? undefined : parseText(written);
  if (typeof after !== 'string' || writeCursor(after) !== cursor)
    throw parameterError('cursor', 'is not a cursor of this list');
  return after;
}

/** `undefined` for what is no text of JSON. */
function parseText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
