/** Which dimensions name the currencies of a row-level value, and whether it is money of the tenant's own. */
import { canonicalJson } from '../base/hash.ts';
import { forEachLeaf, type MemberReference, type RowExpression } from '../formula/expression.ts';
import type { Syntax } from '../formula/syntax.ts';
import type { Member, Model } from './catalog.ts';
import { inferRowUnit } from './infer-unit.ts';
import { currencyColumns, isTenantMoney } from './unit.ts';

type Models = ReadonlyMap<string, Model>;

export interface RowCurrencies {
  /** Each as the value's root reaches it, once. */
  readonly columns: readonly MemberReference[];
  readonly isTenants: boolean;
}

/** Units were checked when the formula was loaded: none of its faults has to be placed any more. */
const LOADED: Syntax = { kind: 'literal', type: 'null', value: null, span: { start: 0, end: 0 } };

/** Currencies that cancel out, as in a share of money, are none. */
export function findRowCurrencies(expression: RowExpression, root: Model, models: Models): RowCurrencies {
  const unit = inferRowUnit(expression, LOADED, { root, models });
  const found = new Map<string, MemberReference>();
  const collect = (part: RowExpression, from: Model, path: readonly string[]): void =>
    forEachLeaf(part, (leaf) => {
      const home = followPath(from, leaf.path, models);
      const member = home?.members.get(leaf.member);
      if (!home || !member) return;
      const here = [...path, ...leaf.path];
      const own = ownColumn(member, home);
      if (own) found.set(canonicalJson([here, own]), reference(here, own));
      else if (member.value.kind === 'formula') collect(member.value.expression, home, here);
    });
  if (currencyColumns(unit).length > 0) collect(expression, root, []);
  return { columns: [...found.values()], isTenants: isTenantMoney(unit) };
}

/** The dimension of its own model that names the member's currency. */
function ownColumn({ unit }: Member, home: Model): string | undefined {
  return currencyColumns(unit).find(({ model }) => model === home.name)?.member;
}

function reference(path: readonly string[], member: string): MemberReference {
  return { kind: 'member', path, member, type: 'string' };
}

function followPath(root: Model, path: readonly string[], models: Models): Model | undefined {
  return path.reduce<Model | undefined>(
    (model, join) => models.get(model?.joins.get(join)?.target ?? ''),
    root,
  );
}
