/** The order of rows, completed so that no two rows are equal in it (S11). */
import { suggest } from '../base/did-you-mean.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { BoundGroup, BoundOutput, OrderKey } from './bound-query.ts';

/** `-revenue` is `revenue`, descending: an order as query strings and flags write it. */
export function readOrder(item: string): { by: string; direction: 'asc' | 'desc' } {
  return item.startsWith('-') ? { by: item.slice(1), direction: 'desc' } : { by: item, direction: 'asc' };
}

/** By default: time ascending, then the first metric descending, then the group keys. @throws SemanticError QUERY_UNKNOWN_COLUMN */
export function bindOrder(
  asked: readonly { readonly by: string; readonly direction?: 'asc' | 'desc' }[],
  groups: readonly BoundGroup[],
  outputs: readonly BoundOutput[],
): readonly OrderKey[] {
  const keys =
    asked.length > 0
      ? asked.map((key, index) => bindKey(key, index, [...groups, ...outputs]))
      : defaultOrder(groups, outputs);
  const named = new Set(keys.map(({ column }) => column));
  const ties = groups
    .filter(({ column }) => !named.has(column))
    .map(({ column }): OrderKey => ({ column, direction: 'asc' }));
  return [...keys, ...ties];
}

function defaultOrder(groups: readonly BoundGroup[], outputs: readonly BoundOutput[]): OrderKey[] {
  const keys: OrderKey[] = [];
  if (groups.some(({ column }) => column === 'time')) keys.push({ column: 'time', direction: 'asc' });
  if (outputs[0]) keys.push({ column: outputs[0].column, direction: 'desc' });
  return keys;
}

function bindKey(
  key: { readonly by: string; readonly direction?: 'asc' | 'desc' },
  index: number,
  columns: readonly { readonly column: string }[],
): OrderKey {
  if (columns.some(({ column }) => column === key.by))
    return { column: key.by, direction: key.direction ?? 'asc' };
  const hint = suggest(
    key.by.slice(0, 100),
    columns.map(({ column }) => column),
  );
  throw new SemanticError(
    'QUERY_UNKNOWN_COLUMN',
    { column: key.by.slice(0, 100), use: 'to order by' },
    {
      path: `/order/${index}/by`,
      hint: hint ?? `Its columns: ${columns.map(({ column }) => `"${column}"`).join(', ')}.`,
    },
  );
}
