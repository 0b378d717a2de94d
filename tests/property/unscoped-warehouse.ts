/**
 * A warehouse whose statements have lost every scope condition on their way to it, as no verifier would let them
 * pass: what is left to keep tenants apart is the database's own row-level security.
 */
import type { CompiledStatement } from '../../src/sql/compiled-statement.ts';
import { markVerified, type VerifiedStatement } from '../../src/sql/verified-statement.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';

export class Unscoped implements Warehouse {
  private readonly warehouse: Warehouse;

  constructor(warehouse: Warehouse) {
    this.warehouse = warehouse;
  }

  run(...[queries, options]: Parameters<Warehouse['run']>): ReturnType<Warehouse['run']> {
    const bare = queries.map((query) => ({ ...query, statement: withoutScope(query.statement) }));
    return this.warehouse.run(bare, options);
  }

  ping(): Promise<boolean> {
    return this.warehouse.ping();
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }
}

/** Each condition on a tenant becomes one that is true of every row; the parameter stays, and with it its number. */
export function withoutScope({ text, slots, columns, totals }: CompiledStatement): VerifiedStatement {
  const isSlot = (number: string, kind: string): boolean => slots[Number(number) - 1]?.kind === kind;
  const column = String.raw`"(?:[^"]|"")+"\."(?:[^"]|"")+"`;
  const bare = text
    .replace(new RegExp(String.raw`${column} = \$(\d+)(?!\d)`, 'g'), (whole, number: string) =>
      isSlot(number, 'tenant') ? `$${number}::text is not null` : whole,
    )
    .replace(new RegExp(String.raw`${column} = any\(\$(\d+)\)`, 'g'), (whole, number: string) =>
      isSlot(number, 'tenants') ? `$${number}::text[] is not null` : whole,
    );
  return markVerified({ text: bare, slots, columns, totals });
}
