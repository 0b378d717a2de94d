/** What a policy says of the rows of a source. */
import { canonicalJson, hashOf } from '../base/hash.ts';
import { type AccessRule, satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import { ALL_ROWS, type RowBook, type RowCondition } from '../tenancy/row-condition.ts';

export interface RowRule {
  /** `schema.table` */
  readonly source: string;
  readonly condition: RowCondition;
  /** Those who see all rows; `null` for nobody. */
  readonly except: AccessRule | null;
}

/** Whether `principal` sees only some rows by it; the operator of the machine sees all. */
export function isUnder({ except }: RowRule, principal: Principal): boolean {
  return principal.kind !== 'operator' && (except === null || !satisfiesRule(principal, except));
}

/** The conditions on each source, each once. */
export function bookRows(
  rules: readonly { readonly source: string; readonly condition: RowCondition }[],
): RowBook {
  if (rules.length === 0) return ALL_ROWS;
  const bySource = new Map<string, Map<string, RowCondition>>();
  for (const { source, condition } of rules) {
    const known = bySource.get(source) ?? new Map<string, RowCondition>();
    bySource.set(source, known.set(canonicalJson(condition), condition));
  }
  const sorted = new Map(
    [...bySource]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([source, conditions]) => {
        const all = [...conditions].sort(([a], [b]) => (a < b ? -1 : 1));
        return [source, Object.freeze(all.map(([, condition]) => condition))] as const;
      }),
  );
  return Object.freeze({ key: hashOf([...sorted]), bySource: sorted });
}
