/** What the database itself expects statements to cost, before any of them runs. It knows nothing of what they ask. */
import { invariant } from '../base/invariant.ts';
import type { EncodedStatement } from './encode-statement.ts';
import type { TextRows } from './postgres-database.ts';

/** The cost that is estimated is beyond what is allowed. */
export class TooCostly extends Error {
  override readonly name = 'TooCostly';
}

interface CostLimit {
  /** In the database's own unit, of all statements together. */
  readonly maxCost: number;
  /** Runs one statement in the transaction of the others. */
  readonly run: (statement: EncodedStatement) => Promise<TextRows>;
}

/** @throws TooCostly */
export async function refuseCostly(
  statements: readonly EncodedStatement[],
  { maxCost, run }: CostLimit,
): Promise<void> {
  let cost = 0;
  for (const statement of statements) {
    invariant(statement.kind === 'statement', 'a script has no estimate');
    const rows = await run({ ...statement, text: `EXPLAIN (FORMAT JSON) ${statement.text}` });
    cost += readTotalCost(rows);
    if (cost > maxCost) throw new TooCostly(`estimated at ${cost} at least, where ${maxCost} is the most`);
  }
}

/** `[{"Plan": {"Total Cost": 12.5, …}}]` */
function readTotalCost([row]: TextRows): number {
  const explained: unknown = JSON.parse(row?.[0] ?? 'null');
  const plan = fieldOf(Array.isArray(explained) ? explained[0] : null, 'Plan');
  const cost = fieldOf(plan, 'Total Cost');
  invariant(typeof cost === 'number', 'an explanation tells the total cost');
  return cost;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
