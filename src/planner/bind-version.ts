/**
 * Which of the rows of one key a join at a time means: the bounds of their validity and their order, over columns of the
 * joined table alone.
 */
import { invariant } from '../base/invariant.ts';
import type { Model } from '../catalog/catalog.ts';
import { primaryKeyMembers } from '../catalog/primary-key-members.ts';
import { REPORTING_ZONE } from '../formula/expression.ts';
import type { JoinAtTime, Validity } from './nodes/relation.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface VersionedTable {
  readonly alias: string;
  readonly model: Model;
}

/** Adds the columns that the choice looks at to `columns`. */
export function bindVersion(
  moment: RowPlanExpression,
  { columns, ...table }: VersionedTable & { readonly columns: Set<string> },
): Pick<JoinAtTime, 'at' | 'validity' | 'ties'> {
  const validity = validityOf(table);
  const ties = tiesOf(table);
  const keys = primaryKeyMembers(table.model) ?? [];
  for (const { column } of [validity.from, validity.until, ...keys.map((key) => columnOf(key.member, table))])
    columns.add(column);
  return { at: asBound(moment, validity), validity, ties };
}

/** The bounds of a model's validity as columns of its table. */
export function validityOf({ alias, model }: VersionedTable): Validity {
  const [from, until] = (model.valid ?? []).map((name) => columnOf(name, { alias, model }));
  invariant(from && until, `${model.name} says when its rows are valid`);
  return { from, until };
}

/** The primary key to sort by. Keys of any type are sorted as texts, the short ones first: 10 comes after 9. */
export function tiesOf(table: VersionedTable): readonly RowPlanExpression[] {
  return (primaryKeyMembers(table.model) ?? []).flatMap(({ member, type }): RowPlanExpression[] => {
    const column = columnOf(member, table);
    if (type !== 'key') return [column];
    const text: RowPlanExpression = {
      kind: 'operation',
      operator: 'key_text',
      operands: [column],
      type: 'key',
    };
    return [{ kind: 'operation', operator: 'length', operands: [text], type: 'integer' }, text];
  });
}

/** Days are valid as days: of a time, its day is meant, in the reporting zone where it is an instant. */
function asBound(moment: RowPlanExpression, { from }: Validity): RowPlanExpression {
  if (from.type !== 'date' || moment.type === 'date') return moment;
  const operands = moment.type === 'time' ? [moment, REPORTING_ZONE] : [moment];
  return { kind: 'operation', operator: 'bucket_day', operands, type: 'date' };
}

function columnOf(name: string, { alias, model }: VersionedTable): StoredColumn {
  const member = model.members.get(name);
  invariant(member?.value.kind === 'column', `${name} of ${model.name} is a column`);
  const { column, zone } = member.value;
  return { kind: 'stored_column', relation: alias, column, type: member.type, zone };
}
