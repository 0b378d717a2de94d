/** Which operations look at the calendar of the reporting zone: those have it as their last operand. */
import { type Expression, REPORTING_ZONE, type TypedLeaf } from './expression.ts';
import type { OperatorName } from './operators.ts';

/** The operands, with the zone where one of them is an instant and the calendar decides. */
export function withZone<Leaf extends TypedLeaf>(
  operator: OperatorName,
  operands: readonly Expression<Leaf>[],
): readonly Expression<Leaf>[] {
  const zoned =
    operator === 'instant_of' || (readsCalendar(operator) && operands.some(({ type }) => type === 'time'));
  return zoned ? [...operands, REPORTING_ZONE] : operands;
}

function readsCalendar(operator: OperatorName): boolean {
  return (
    operator === 'add_calendar' || operator.startsWith('date_part_') || operator.startsWith('date_diff_')
  );
}
