/** The choice of top groups in two steps: the keys that were chosen, and each leg's rows by whether theirs is one. */
import type { ChooseGroups } from '../planner/nodes/choose-groups.ts';
import type { ChooseRows } from '../planner/nodes/choose-rows.ts';
import type { KeepTop } from '../planner/nodes/keep-top.ts';
import { isRepeated, outputsOf } from '../planner/nodes/leg.ts';
import type { RowValues } from '../planner/nodes/row-values.ts';
import type { OutputColumn } from '../planner/plan-expression.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { compileSortKey } from './compile-order.ts';
import { lines, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { inputStep } from './step-names.ts';

/** The step of the chosen groups; other steps of the choice have its name and a dot before theirs. */
export const TOP = 'top';

/** `from` is the step that has the choosing metric of every group. */
export function compileChosen(
  { input, by, direction, limit }: ChooseGroups,
  { context, from }: { readonly context: ExpressionContext; readonly from: string },
): Sql {
  const ties = input.groups.map((column) => ({ column, direction: 'asc' as const }));
  const order = [{ column: by, direction }, ...ties].map(compileSortKey);
  return sql`    /* The groups that are chosen, each as one key. */
    select ${compileKey(input.groups, (name) => own(name))} as "key"
    from ${own(from)}
    order by ${sql.join(order)}
    limit ${compileExpression(limit, context)}`;
}

/** Rows of groups that were not chosen are left out, or lose their key and are marked. */
export function compileTopRows(node: KeepTop<RowValues | ChooseRows>, name: string): Sql {
  const { input, of, others, dropped } = node;
  const rows = inputStep(name, input);
  const key = own(TOP, 'key');
  const shown = outputsOf(input).filter((output) => !dropped.includes(output));
  const columns = shown.map((output) => {
    const column = own(rows, output);
    const isKey = others !== null && of.some((group) => group.name === output);
    return isKey
      ? sql`case when ${key} is not null then ${column} end as ${own(output)}`
      : sql`${column} as ${own(output)}`;
  });
  const marked = others === null ? columns : [...columns, sql`(${key} is null) as ${own(others)}`];
  const comment =
    others === null ? sql`/* Rows of the chosen groups. */` : sql`/* Rows of other groups lose their key. */`;
  const kept = others === null ? sql`\n    where ${key} is not null` : sql``;
  return sql`    ${comment}
    select${isRepeated({ input: node }) ? sql` distinct` : sql``}
      ${lines(marked)}
    from ${own(rows)}
    left join ${own(TOP)} on ${compileKey(of, (name) => own(rows, name))} = ${key}${kept}`;
}

/**
 * Groups as an array of texts, in which nulls are equal, and which the database can hash. Equal groups have
 * equal texts: numbers lose the zeros behind the point, and a zero its sign.
 */
export function compileKey(groups: readonly OutputColumn[], read: (name: string) => Sql): Sql {
  const texts = groups.map(({ name, type }) => {
    const value = read(name);
    switch (type) {
      case 'integer':
      case 'decimal':
        return sql`trim_scale(${value}::numeric)::text`;
      case 'float':
        return sql`(${value} + 0)::text`;
      default:
        return sql`${value}::text`;
    }
  });
  return sql`array[${sql.join(texts)}]`;
}
