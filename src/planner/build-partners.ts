/** Conditions on partners across a bridge → the keys of the rows that have such, beside the rows of a leg. */
import { SemanticError } from '../errors/semantic-error.ts';
import type { BoundRowExpression, SomePartner } from '../query/bound-query.ts';
import type { WantedAttribute } from './attribute-keys.ts';
import { type JoinPartners, joinPartners, PARTNER_KEY } from './nodes/join-partners.ts';
import type { JoinAtTime, Relation } from './nodes/relation.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

/** Puts what other rows say beside rows that do not have it yet. */
export type Attach = (input: JoinAtTime['input'], wanted: readonly WantedAttribute[]) => JoinAtTime['input'];

/** Lowers over a root of its own: the same rows as those of the leg, doubled for this one condition. */
interface Joins {
  lower(expression: BoundRowExpression): RowPlanExpression;
  lowerRowKey(): readonly StoredColumn[];
  build(): Relation;
}

/** Gathers what one leg asks of partners; mutable while it is built only. */
export class PartnerCollector {
  private readonly byName = new Map<string, FoundPartners>();

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
      (input, [name, partners]) => joinPartners({ input, name, ...partners, key }),
      relation,
    );
  }
}

type FoundPartners = Pick<JoinPartners<Relation>, 'partners' | 'conditions'>;

function findPartners(condition: BoundRowExpression, joins: Joins): FoundPartners {
  const conditions = [joins.lower(condition)];
  // The key is read there as well.
  joins.lowerRowKey();
  return { partners: joins.build(), conditions };
}

/**
 * What other rows say of partners is not looked at.
 * @throws SemanticError QUERY_INVALID where anything is asked for
 */
export function refusePartnerAttribute(
  input?: JoinAtTime['input'],
  wanted?: readonly WantedAttribute[],
): JoinAtTime['input'] {
  if (input && wanted?.length === 0) return input;
  const problem = 'A condition across a bridge cannot ask what other rows say of a partner';
  throw new SemanticError('QUERY_INVALID', { problem }, { hint: 'Group by it instead.' });
}
