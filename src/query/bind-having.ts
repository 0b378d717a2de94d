/**
 * `having` → conditions on rows of the answer, by column. They are as two-valued as those of `where`, and see
 * numbers as the answer shows them: floats rounded to 12 digits, exact ones with all their digits.
 */
import { suggest } from '../base/did-you-mean.ts';
import type { ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { lowerCondition, prepareList } from './bind-conditions.ts';
import type { BoundGroup, BoundOutput, ColumnExpression, ColumnReference } from './bound-query.ts';
import type { HavingCondition, HavingLeaf } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';

interface HavingContext {
  readonly groups: readonly BoundGroup[];
  readonly outputs: readonly BoundOutput[];
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  readonly now: Date | null;
  readonly parameters: ParameterList;
}

/** A column, and the type that values are read as to be compared with it. */
interface NamedColumn {
  readonly written: string;
  readonly member: { readonly type: ValueType };
  readonly column: ColumnReference;
}

/** @throws SemanticError QUERY_UNKNOWN_COLUMN, QUERY_OPERATOR_MISMATCH, QUERY_TYPE_MISMATCH, QUERY_LIMIT_EXCEEDED … */
export function bindHaving(
  asked: readonly HavingCondition[],
  { groups, outputs, ...context }: HavingContext,
): readonly ColumnExpression[] {
  const name = (condition: HavingLeaf, pointer: string): NamedColumn =>
    'metric' in condition
      ? findColumn(condition.metric, outputs, { kind: 'metric', path: `${pointer}/metric` })
      : findColumn(condition.dimension, groups, { kind: 'dimension', path: `${pointer}/dimension` });
  return prepareList(asked, { ...context, pointer: '/having', name }).map((condition) =>
    lowerCondition(condition, ({ column }) => column),
  );
}

function findColumn(
  written: string,
  columns: readonly { readonly column: string; readonly type: ValueType }[],
  { kind, path }: { readonly kind: 'metric' | 'dimension'; readonly path: string },
): NamedColumn {
  const found = columns.find(({ column }) => column === written);
  if (!found) {
    const names = columns.map(({ column }) => column);
    const shown = names.map((name) => `"${name}"`).join(', ');
    const possible =
      names.length === 0 ? `This query has no ${kind}.` : `Each ${kind} of this query: ${shown}.`;
    const hint = suggest(written.slice(0, 100), names) ?? possible;
    throw new SemanticError(
      'QUERY_UNKNOWN_COLUMN',
      { column: written.slice(0, 100), use: `with such a ${kind} to filter by` },
      { path, hint },
    );
  }
  const { column: name, type } = found;
  // A sum of whole numbers may be compared with 2.5, and be longer than a whole number of the database.
  const compared = kind === 'metric' && type === 'integer' ? 'decimal' : type;
  return { written, member: { type: compared }, column: { kind: 'column_value', name, type } };
}
