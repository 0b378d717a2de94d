/** `vitrine test`: the fixtures beside metrics, run without the warehouse. */
import { availableParallelism, freemem } from 'node:os';
import type { Command } from 'commander';
import { suggest } from '../../base/did-you-mean.ts';
import { type Catalog, currentNames } from '../../catalog/catalog.ts';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import { Coverage } from '../../fixtures/branches/cover-metrics.ts';
import type { Fixture } from '../../fixtures/fixture.ts';
import { choosePoolSize, overPool } from '../../fixtures/run-fixtures.ts';
import { openEmbeddedPostgres } from '../../postgres/embedded-postgres.ts';
import { loadSqlVerifier } from '../../sql/verify-sql.ts';
import type { CommandContext } from '../command-context.ts';
import type { LoadedProject, ProjectSettings } from '../load-catalog.ts';
import { loadFixtures } from '../load-fixtures.ts';
import { coverageJson, printCoverage } from '../print-coverage.ts';
import { type FixtureResult, fixturesJson, printFixtures } from '../print-fixtures.ts';
import { reportError } from '../report-error.ts';
import { usageError } from '../usage-error.ts';

interface TestFlags {
  readonly project?: string;
  readonly json?: true;
  readonly cover?: true;
}

export function addTestCommand(program: Command, context: CommandContext): void {
  program
    .command('test')
    .description('run the fixtures beside metrics, without the warehouse')
    .argument('[metrics...]', 'only those of these metrics')
    .option('--project <folder>', 'the project folder, in place of VITRINE_PROJECT')
    .option('--cover', 'tell which branches of formulas no fixture reaches')
    .option('--json', 'print the outcome as JSON')
    .action((names: string[], flags: TestFlags) => testMetrics(names, flags, context));
}

async function testMetrics(
  names: readonly string[],
  flags: TestFlags,
  context: CommandContext,
): Promise<void> {
  const { terminal, config, fail } = context;
  const { project: usual, schemas } = config();
  const settings = { project: flags.project ?? usual, schemas };
  const loaded = await loadFixtures(settings).catch((error: unknown) => {
    reportError(error, terminal);
    return null;
  });
  // What cannot be read is no failure of a fixture.
  if (loaded === null) {
    fail(2);
    return;
  }
  const { project, fixtures, catalog } = loaded;
  const { folder, files, diagnostics, definitions, released } = project;
  if (catalog === null) {
    terminal.err.write(`${printDiagnostics(diagnostics, { files, folder })}\n`);
    fail(2);
    return;
  }
  const chosen = chooseFixtures(names, fixtures, catalog);
  const tested = chosen.map(({ metric }) => metric);
  const parts = { definitions, released, catalog, schemas };
  const coverage = flags.cover ? prepareCoverage(tested, parts) : null;
  const results = await runAll(chosen, { catalog, coverage, context });
  const covered = coverage?.metrics() ?? null;
  if (flags.json) {
    const told = { ...fixturesJson(results), ...(covered ? { coverage: coverageJson(covered) } : {}) };
    terminal.out.write(`${JSON.stringify(told, null, 2)}\n`);
  } else {
    terminal.out.write(covered ? `${printCoverage(covered, folder)}\n` : '');
    terminal.out.write(printFixtures(results, folder));
  }
  if (results.some(({ verdict }) => verdict.kind !== 'passed')) fail(1);
}

interface CoverageContext
  extends Pick<LoadedProject, 'definitions' | 'released'>,
    Pick<ProjectSettings, 'schemas'> {
  readonly catalog: Catalog;
}

function prepareCoverage(
  metrics: readonly string[],
  { schemas, released, ...project }: CoverageContext,
): Coverage {
  return new Coverage(metrics, { ...project, settings: { schemas, released } });
}

/** @throws SemanticError CLI_USAGE for a metric that is not there, or has no fixtures */
function chooseFixtures(
  names: readonly string[],
  fixtures: readonly Fixture[],
  { metrics }: Catalog,
): readonly Fixture[] {
  for (const name of names) {
    if (!metrics.has(name))
      throw usageError(`there is no metric "${name}"`, suggest(name, currentNames(metrics)));
    if (!fixtures.some(({ metric }) => metric === name))
      throw usageError(`"${name}" has no fixtures`, `They stand in ${name}.test.yaml beside it.`);
  }
  return names.length === 0 ? fixtures : fixtures.filter(({ metric }) => names.includes(metric));
}

interface RunParts {
  readonly catalog: Catalog;
  readonly coverage: Coverage | null;
  readonly context: CommandContext;
}

async function runAll(
  fixtures: readonly Fixture[],
  { catalog, coverage, context }: RunParts,
): Promise<readonly FixtureResult[]> {
  await loadSqlVerifier();
  const progress = context.progress();
  const machine = { cores: availableParallelism(), freeBytes: freemem() };
  const pool = {
    size: choosePoolSize(fixtures.length, machine),
    open: () => openEmbeddedPostgres({ folder: null }),
    report: (done: number, total: number) => progress.report('Running fixtures', done, total),
  };
  try {
    return await overPool(fixtures, pool, async (fixture, runner) => {
      const verdict = await runner.run(fixture, catalog);
      const isAnswered = verdict.kind === 'passed' || verdict.kind === 'differs';
      if (isAnswered) await coverage?.ask(fixture, runner);
      return { fixture, verdict };
    });
  } finally {
    progress.finish();
  }
}
