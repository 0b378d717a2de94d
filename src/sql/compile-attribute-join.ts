/** Rows beside the values of an attribute, which are one row or none. */
import type { JoinAttribute } from '../planner/nodes/relation.ts';
import { cast } from './compile-cast.ts';
import { own, stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { attributeStep } from './step-names.ts';

export function compileAttributeJoin({ rows, alias, on }: JoinAttribute): Sql {
  const columns = [...rows.keys, rows.value].map(({ name }) => own(name));
  const pairs = on.map(({ relation, column, key, byText }) => {
    const ours = stored(relation, column);
    return sql`${own(alias, key)} = ${byText ? cast(ours, 'string') : ours}`;
  });
  return sql`left join (select ${sql.join(columns)} from ${own(attributeStep(rows))}) as ${own(alias)}
      on ${sql.join(pairs, sql` and `)}`;
}
