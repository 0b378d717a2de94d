/** Cursors of lists in the order of time: the moment and the id of the last item that was seen. */
import { parameterError } from './parse-query-string.ts';
import { readInstant } from './read-instant.ts';

export interface Position {
  /** ISO 8601, in UTC, to the millisecond. */
  readonly at: string;
  readonly id: string;
}

export function writePosition(position: Position | null): string | null {
  return position && Buffer.from(JSON.stringify([position.at, position.id])).toString('base64url');
}

/**
 * Who makes one up goes on elsewhere among what they may see. `id` is what ids of the list look like, whole.
 * @throws SemanticError HTTP_PARAMETER
 */
export function readPosition(cursor: string, id: RegExp): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, at, found] =
    /^\["(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)","([0-9a-f-]{1,64})"\]$/.exec(text) ?? [];
  const isPlace = at !== undefined && readInstant(at) !== null && found !== undefined && id.test(found);
  if (isPlace && writePosition({ at, id: found }) === cursor) return { at, id: found };
  throw parameterError('cursor', 'is not a cursor of this list');
}
