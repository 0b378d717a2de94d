/** Whether the columns of a join can be compared, and whether that means what one expects. */
import type { PhysicalColumn, TypeFamily } from '../warehouse/physical-table.ts';

export type Comparison =
  | { readonly kind: 'fits' }
  | { readonly kind: 'unusual' | 'impossible'; readonly reason: string };

const GROUPS: readonly (readonly TypeFamily[])[] = [
  ['integer', 'numeric', 'float'],
  ['text', 'char', 'caseless_text'],
  ['date', 'timestamp', 'timestamptz'],
];

export function compareTypes(
  a: Pick<PhysicalColumn, 'family' | 'type'>,
  b: Pick<PhysicalColumn, 'family' | 'type'>,
): Comparison {
  if (a.family === b.family) return compareAlike(a, b);
  const group = GROUPS.find((families) => families.includes(a.family) && families.includes(b.family));
  if (group === undefined)
    return { kind: 'impossible', reason: 'the database cannot compare them, and the query fails' };
  if (a.family === 'float' || b.family === 'float')
    return { kind: 'unusual', reason: 'one of them is rounded, so that equal keys may differ' };
  if (group.includes('text'))
    return { kind: 'unusual', reason: 'case or trailing space counts in one of them only' };
  if (group.includes('date'))
    return { kind: 'unusual', reason: 'one of them has a time or a zone that the other lacks' };
  return { kind: 'fits' };
}

function compareAlike(
  a: Pick<PhysicalColumn, 'family' | 'type'>,
  b: Pick<PhysicalColumn, 'family' | 'type'>,
): Comparison {
  const isOwn = a.family === 'enum' || a.family === 'array' || a.family === 'other';
  if (isOwn && a.type !== b.type)
    return { kind: 'impossible', reason: 'the database cannot compare them, and the query fails' };
  if (a.family === 'other')
    return { kind: 'impossible', reason: 'nothing says that such values can be compared' };
  return { kind: 'fits' };
}
