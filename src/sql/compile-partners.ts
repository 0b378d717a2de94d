/** The rows that have some partner across a bridge, as steps: each of their keys once. */
import { type JoinPartners, PARTNER_KEY } from '../planner/nodes/join-partners.ts';
import type { Relation } from '../planner/nodes/relation.ts';
import type { ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { compileSource, compileVersionsUnder } from './compile-leg.ts';
import { compileRowKey } from './compile-partners-join.ts';
import { own } from './identifier.ts';
import { sql } from './sql-text.ts';

export function compilePartners(
  { name, partners, conditions, key }: JoinPartners<Relation>,
  context: ExpressionContext,
): readonly Step[] {
  const { from } = compileSource({ input: partners, conditions, name }, context);
  const body = sql`    /* Rows with some partner that is asked for, by their keys. */
    select distinct ${compileRowKey(key)} as ${own(PARTNER_KEY)}
    from ${from}`;
  return [...compileVersionsUnder(partners, name, context), { name, body }];
}
