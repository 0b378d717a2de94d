/** `vitrine test`: the fixtures beside metrics, run without the warehouse. */
import { availableParallelism, freemem } from 'node:os';
import type { Command } from 'commander';
import { suggest } from '../../base/did-you-mean.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import type { Fixture } from '../../fixtures/fixture.ts';
import { choosePoolSize, overPool } from '../../fixtures/run-fixtures.ts';
import { openEmbeddedPostgres } from '../../postgres/embedded-postgres.ts';
import { loadSqlVerifier } from '../../sql/verify-sql.ts';
import type { CommandContext } from '../command-context.ts';
import { loadFixtures } from '../load-fixtures.ts';
import { type FixtureResult, fixturesJson, printFixtures } from '../print-fixtures.ts';
import { usageError } from '../usage-error.ts';

interface TestFlags {
  readonly project?: string;
  readonly json?: true;
}

export function addTestCommand(program: Command, context: CommandContext): void {
  program
    .command('test')
    .description('run the fixtures beside metrics, without the warehouse')
    .argument('[metrics...]', 'only those of these metrics')
    .option('--project <folder>', 'the project folder, in place of VITRINE_PROJECT')
    .option('--json', 'print the outcome as JSON')
    .action(async (names: string[], flags: TestFlags) => {
      const { terminal, config, fail } = context;
      const settings = config();
      const loaded = await loadFixtures({ ...settings, project: flags.project ?? settings.project });
      const { folder, files, diagnostics } = loaded.project;
      if (loaded.catalog === null) {
        terminal.err.write(`${printDiagnostics(diagnostics, { files, folder })}\n`);
        fail(2);
        return;
      }
      const chosen = chooseFixtures(names, loaded.fixtures, loaded.catalog);
      const results = await runAll(chosen, loaded.catalog, context);
      terminal.out.write(
        flags.json ? `${JSON.stringify(fixturesJson(results), null, 2)}\n` : printFixtures(results, folder),
      );
      if (results.some(({ verdict }) => verdict.kind !== 'passed')) fail(1);
    });
}

/** @throws SemanticError CLI_USAGE for a metric that is not there, or has no fixtures */
function chooseFixtures(
  names: readonly string[],
  fixtures: readonly Fixture[],
  { metrics }: Catalog,
): readonly Fixture[] {
  for (const name of names) {
    if (!metrics.has(name)) throw usageError(`there is no metric "${name}"`, suggest(name, metrics.keys()));
    if (!fixtures.some(({ metric }) => metric === name))
      throw usageError(`"${name}" has no fixtures`, `They stand in ${name}.test.yaml beside it.`);
  }
  return names.length === 0 ? fixtures : fixtures.filter(({ metric }) => names.includes(metric));
}

async function runAll(
  fixtures: readonly Fixture[],
  catalog: Catalog,
  { progress }: CommandContext,
): Promise<readonly FixtureResult[]> {
  await loadSqlVerifier();
  const reporting = progress();
  const machine = { cores: availableParallelism(), freeBytes: freemem() };
  try {
    return await overPool(
      fixtures,
      {
        size: choosePoolSize(fixtures.length, machine),
        open: () => openEmbeddedPostgres({ folder: null }),
        report: (done, total) => reporting.report('Running fixtures', done, total),
      },
      async (fixture, runner) => ({ fixture, verdict: await runner.run(fixture, catalog) }),
    );
  } finally {
    reporting.finish();
  }
}
