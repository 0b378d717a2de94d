/**
 * `npm test`: runs the suites named on the command line, or all, and says at the very end how many tests
 * passed and failed. Suites read `VITRINE_LONG` themselves.
 */
import { startVitest, type TestModule, type Vitest } from 'vitest/node';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false });
const outcome = countTests(vitest);
await vitest.close();
const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '';
process.stdout.write(`\n${outcome.passed} passed, ${outcome.failed} failed${skipped}\n`);
// Skipped tests prove nothing: in CI they must not look like success.
const skippedInCi = Boolean(process.env['CI']) && outcome.skipped > 0;
process.exit(outcome.failed > 0 || outcome.passed === 0 || skippedInCi ? 1 : 0);

function countTests({ state }: Vitest): Outcome {
  const modules = state.getTestModules();
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  const count = (wanted: (typeof states)[number]) => states.filter((one) => one === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed') + modules.reduce(countBroken, 0) + state.getUnhandledErrors().length,
    // A test that never ran, because a hook before it failed or the run was stopped, is pending.
    skipped: count('skipped') + count('pending'),
  };
}

/** Files and suites that failed outside any test: while loading, or in a hook. */
function countBroken(sum: number, module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return sum + [module, ...suites].filter((part) => part.errors().length > 0).length;
}
