/** Rows beside their own key, where it is among those of rows with some partner. */
import { type JoinPartners, PARTNER_KEY } from '../planner/nodes/join-partners.ts';
import type { Relation } from '../planner/nodes/relation.ts';
import type { StoredColumn } from '../planner/plan-expression.ts';
import { own, stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

export function compilePartnersJoin({ name, key }: JoinPartners<Relation>): Sql {
  return sql`left join ${own(name)}
      on ${compileRowKey(key)} = ${own(name, PARTNER_KEY)}`;
}

/** One value for all columns of a key, in which nulls are equal. */
export function compileRowKey(key: readonly StoredColumn[]): Sql {
  const texts = key.map(({ relation, column }) => sql`${stored(relation, column)}::text`);
  return sql`array[${sql.join(texts)}]`;
}
