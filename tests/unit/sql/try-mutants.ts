/** Mutants of statements that the verifier should have refused, and for the right reason. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import type { MutantKind } from './mutant.ts';

interface Tried {
  readonly count: number;
  /** Those that pass, or are refused for something else. */
  readonly passed: readonly { readonly said: string | null; readonly text: string }[];
}

/** `reasonAgainst` says why the verifier refuses a statement; `null` where it passes. */
export function tryMutants(
  kind: MutantKind,
  statements: readonly CompiledStatement[],
  reasonAgainst: (statement: CompiledStatement) => string | null,
): Tried {
  const mutants = statements.flatMap((statement) => kind.rewrite(statement));
  const passed = mutants.flatMap((mutant) => {
    const said = reasonAgainst(mutant);
    return said !== null && kind.reason.test(said) ? [] : [{ said, text: mutant.text }];
  });
  return { count: mutants.length, passed };
}
