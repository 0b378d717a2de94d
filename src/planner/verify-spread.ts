/**
 * The part of the plan verifier that looks at periods divided over their days: such is said of their date, and each
 * day counts in parts of its period. Knows nothing of how plans are built.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { EACH_DAY } from '../query/spread-days.ts';
import { type PlanNode, walkRows } from './node.ts';
import { type Leg, rowValuesOf } from './nodes/leg.ts';
import type { RowValues } from './nodes/row-values.ts';
import type { Scan } from './nodes/scan.ts';
import { DAY, PARTS, type SpreadDays } from './nodes/spread-days.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

/** Why the rows are none that are divided over such periods; `null` where they are. */
export function faultOfSpread(
  { input, period, date }: SpreadDays<PlanNode>,
  { catalog, scans }: { readonly catalog: Catalog; readonly scans: ReadonlyMap<string, Scan> },
): string | null {
  if (scans.has(EACH_DAY) || hasDays(input)) return 'two relations have the days of periods';
  const models = new Set<string>();
  forEachLeaf(date, ({ relation }) => models.add(scans.get(relation)?.model ?? ''));
  const isSpread = [...scans.values()].some(({ model }) =>
    [...(catalog.models.get(model)?.members.values() ?? [])].some(
      (member) => member.spread && member.period === period,
    ),
  );
  if (models.size === 0) return 'the days are of no date';
  return isSpread ? null : `nothing is divided over the days of a ${period}`;
}

/** Whether rows are there once for each day of a period. */
export function hasDays(node: PlanNode): boolean {
  return walkRows(node).some(({ kind }) => kind === 'spread_days');
}

/** Why a row might count more than once for all of its days; `null` where it does not. */
export function faultOfDays(leg: Leg): string | null {
  if (leg.input.kind === 'group_values') return null;
  const values = rowValuesOf(leg);
  if (!hasDays(values)) return null;
  if (values.rowKey.length > 0 && !values.rowKey.some((name) => reads(values, name, DAY)))
    return 'days that a bridge doubles have no key';
  const wrong = leg.aggregates.find(({ function: name, argument }) => {
    const needed = name === 'sum' ? PARTS : name === 'min' || name === 'max' ? DAY : null;
    return needed === null || argument === null || !reads(values, argument.name, needed);
  });
  return wrong ? `${wrong.name} would be aggregated once for each day of a period` : null;
}

function reads({ columns }: RowValues, name: string, column: StoredColumn): boolean {
  const expression: RowPlanExpression | undefined = columns.find((each) => each.name === name)?.expression;
  let found = false;
  if (expression)
    forEachLeaf(expression, (leaf) => {
      found ||= leaf.relation === column.relation && leaf.column === column.column;
    });
  return found;
}
