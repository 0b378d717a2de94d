/** Conditions on partners across a bridge → the keys of the rows that have such, beside the rows of a leg. */
import type { BoundRowExpression, SomePartner } from '../query/bound-query.ts';
import { joinPartners, PARTNER_KEY } from './nodes/join-partners.ts';
import type { Relation } from './nodes/join-rates.ts';
import { keepRows } from './nodes/keep-rows.ts';
import { type RowValues, rowValues } from './nodes/row-values.ts';
import { keyText, type RowPlanExpression, type StoredColumn } from './plan-expression.ts';

/** Lowers over a root of its own: the same rows as those of the leg, doubled for this one condition. */
interface Joins {
  lower(expression: BoundRowExpression): RowPlanExpression;
  lowerRowKey(): readonly StoredColumn[];
  build(): Relation;
}

/** Gathers what one leg asks of partners; mutable while it is built only. */
export class PartnerCollector {
  private readonly byName = new Map<string, RowValues>();

  get isUsed(): boolean {
    return this.byName.size > 0;
  }

  /** Whether the row has such a partner: its key is among those of the rows that have. */
  lower({ name, condition }: SomePartner, begin: () => Joins): RowPlanExpression {
    if (!this.byName.has(name)) this.byName.set(name, findPartners(condition, begin()));
    const key: StoredColumn = {
      kind: 'stored_column',
      relation: name,
      column: PARTNER_KEY,
      type: 'key',
      zone: null,
    };
    return { kind: 'operation', operator: 'is_not_null', operands: [key], type: 'boolean' };
  }

  join(relation: Relation, key: readonly StoredColumn[]): Relation {
    return [...this.byName].reduce<Relation>(
      (input, [name, partners]) => joinPartners({ input, name, partners, key }),
      relation,
    );
  }
}

function findPartners(condition: BoundRowExpression, joins: Joins): RowValues {
  const conditions = [joins.lower(condition)];
  const columns = joins
    .lowerRowKey()
    .map((column) => ({ name: `row ${column.column}`, expression: keyText(column) }));
  const input = keepRows({ input: joins.build(), conditions });
  return rowValues({ input, columns, rowKey: columns.map(({ name }) => name) });
}
