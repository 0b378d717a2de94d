/** SQL in pieces → its text with numbered parameters, and the slots that they stand for. */
import { invariant } from '../base/invariant.ts';
import type { CompiledStatement, ParameterSlot } from './compiled-statement.ts';
import { type BoundValue, type Sql, writeSql } from './sql-text.ts';

/**
 * A value of the request that occurs several times is numbered once, and so is a constant that stands in several
 * copies of one text; the cast is the same everywhere.
 */
export function numberSlots(sql: Sql): Pick<CompiledStatement, 'text' | 'slots'> {
  const slots: ParameterSlot[] = [];
  const places = new Map<number | ParameterSlot, string>();
  const placeOf = (value: BoundValue): string => {
    invariant('kind' in value, 'every parameter is a slot');
    const key = value.kind === 'parameter' ? value.index : value;
    const known = value.kind.startsWith('tenant') ? undefined : places.get(key);
    if (known !== undefined) return known;
    const place = `$${slots.push(value)}`;
    places.set(key, place);
    return place;
  };
  return { text: writeSql(sql, placeOf), slots };
}
