/**
 * `npm test`: runs the suites named on the command line, or all, and says at the very end how many tests
 * passed and failed. Suites read `VITRINE_LONG` themselves.
 */
import { createVitest, type TestModule, type Vitest } from 'vitest/node';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitest = await createVitest('test', { run: true, watch: false });
const broken = await runSuites(vitest, process.argv.slice(2));
const { passed, failed, skipped } = countTests(vitest, broken);
await vitest.close();
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
// Skipped tests prove nothing: in CI they must not look like success.
const skippedInCi = Boolean(process.env['CI']) && skipped > 0;
process.exit(failed > 0 || skippedInCi ? 1 : 0);

/** Runs them; whether the run itself broke, as it does without any suite or in the setup for all of them. */
async function runSuites(runner: Vitest, filters: string[]): Promise<boolean> {
  try {
    await runner.start(filters);
    return false;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return true;
  }
}

function countTests({ state }: Vitest, runBroke: boolean): Outcome {
  const modules = state.getTestModules();
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  const count = (wanted: (typeof states)[number]) => states.filter((one) => one === wanted).length;
  const brokenSuites = modules.reduce(countBroken, 0);
  return {
    passed: count('passed'),
    failed: count('failed') + brokenSuites + state.getUnhandledErrors().length + (runBroke ? 1 : 0),
    // A test that never ran, because a hook before it failed or the run was stopped, is pending.
    skipped: count('skipped') + count('pending'),
  };
}

/** Files and suites that failed outside any test: while loading, or in a hook. */
function countBroken(sum: number, module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return sum + [module, ...suites].filter((part) => part.errors().length > 0).length;
}
