import { beforeAll, describe, expect, it } from 'vitest';
import { PlanRefused } from '../../../src/planner/verify-plan.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { ATTRIBUTE_MUTANTS } from './attribute-mutants.ts';
import { CLOCK_MUTANTS } from './clock-mutants.ts';
import { EDGE_MUTANTS } from './edge-mutants.ts';
import { FENCE_MUTANTS } from './fence-mutants.ts';
import { LIST_MUTANTS } from './list-mutants.ts';
import type { MutantKind } from './mutant.ts';
import { PERIOD_MUTANTS } from './period-mutants.ts';
import { PLACE_MUTANTS } from './place-mutants.ts';
import { PREDICATE_MUTANTS } from './predicate-mutants.ts';
import { type NamedStatement, SAMPLE_METRICS, sampleStatements } from './sample-statements.ts';
import { STATEMENT_MUTANTS } from './statement-mutants.ts';
import { TABLE_MUTANTS } from './table-mutants.ts';
import { WINDOW_MUTANTS } from './window-mutants.ts';

const KINDS: readonly MutantKind[] = [
  ...PREDICATE_MUTANTS,
  ...TABLE_MUTANTS,
  ...STATEMENT_MUTANTS,
  ...FENCE_MUTANTS,
  ...LIST_MUTANTS,
  ...CLOCK_MUTANTS,
  ...WINDOW_MUTANTS,
  ...PERIOD_MUTANTS,
  ...PLACE_MUTANTS,
  ...ATTRIBUTE_MUTANTS,
  ...EDGE_MUTANTS,
];

const catalog = buildLeakCatalog(SAMPLE_METRICS);
let statements: readonly NamedStatement[] = [];
beforeAll(async () => {
  await loadSqlVerifier();
  statements = sampleStatements(catalog);
});

/** What is said first of a fenced select that has lost its table. */
const UNFENCED = /^a step has limitOffset$/;

/** What the verifier says of a statement; `null` where it passes. */
function reasonAgainst(statement: CompiledStatement): string | null {
  return refusedReason(() => verifySql(statement, catalog));
}

function mutantsOf(kind: MutantKind): readonly { name: string; mutant: CompiledStatement }[] {
  return statements.flatMap(({ name, statement }) =>
    kind.rewrite(statement).map((mutant) => ({ name, mutant })),
  );
}

describe('verifySql', () => {
  it('is tried with many kinds of mutants', () => {
    expect(KINDS.length).toBeGreaterThan(200);
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });

  it('keeps its reason for the log and tells the caller nothing of it', () => {
    const refused = new PlanRefused('vault.orders is read without its scope');
    expect([refused.code, refused.status]).toEqual(['PLAN_NOT_SCOPED', 500]);
    expect(`${refused.message} ${refused.hint ?? ''}`).not.toMatch(/vault|orders/);
  });

  it.each(KINDS)('refuses $name', (kind) => {
    const mutants = mutantsOf(kind);
    expect(mutants.length).toBeGreaterThan(0);
    const passed = mutants.flatMap(({ name, mutant }) => {
      const reason = reasonAgainst(mutant);
      return reason !== null && (kind.reason.test(reason) || UNFENCED.test(reason))
        ? []
        : [{ name, reason, text: mutant.text }];
    });
    expect(passed).toEqual([]);
  });
});
