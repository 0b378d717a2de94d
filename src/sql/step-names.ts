/** Names of the steps that rows of a leg go through; with a dot, which no other step's name can have. */
import { assertNever } from '../base/assert-never.ts';
import type { Leg } from '../planner/nodes/leg.ts';

/** `sales_by_region_rows` might be a step of groups as well, `sales_by_region.rows` none. */
export function rowsStep({ name }: Pick<Leg, 'name'>): string {
  return `${name}.rows`;
}

/** The step that has the rows of the node, in the leg of that name. */
export function inputStep(name: string, input: Leg['input']): string {
  switch (input.kind) {
    case 'row_values':
      return rowsStep({ name });
    case 'keep_top':
      return `${name}.top`;
    case 'join_windows':
      return `${name}.in_windows`;
    case 'choose_rows':
      return `${name}.chosen`;
    default:
      return assertNever(input);
  }
}
