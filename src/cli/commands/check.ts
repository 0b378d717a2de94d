/**
 * `vitrine check`: whether the project's definitions hold together, with `--base` whether they may follow an earlier
 * state, and with `--warehouse` whether they hold on the real tables.
 */
import type { Command } from 'commander';
import { sayCount } from '../../base/say-count.ts';
import { type Catalog, isCurrent } from '../../catalog/catalog.ts';
import { compareDiagnostics, type Diagnostic } from '../../errors/diagnostic.ts';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import { type ModelProof, proveWarehouse } from '../../proof/prove-warehouse.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import type { DiffBase } from '../diff/project-diff.ts';
import { followBase, sayFollowed } from '../follow-base.ts';
import type { LoadedProject } from '../load-catalog.ts';
import { loadFixtures } from '../load-fixtures.ts';
import { printProofs } from '../print-proofs.ts';

interface CheckFlags {
  readonly json?: true;
  readonly warehouse?: true;
  /** `true` where no commit was named. */
  readonly base?: string | true;
}

/** What a check brought up. */
interface Checked {
  readonly project: LoadedProject;
  readonly diagnostics: readonly Diagnostic[];
  /** `null` where the warehouse was not looked at. */
  readonly proofs: readonly ModelProof[] | null;
}

export function addCheckCommand(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description('check the definitions of the project')
    .option(
      '--base [ref]',
      'and that nothing of a branch, tag or commit is taken back or under the same version',
    )
    .option('--warehouse', 'prove columns, types and keys on the real tables')
    .option('--json', 'print the diagnostics as JSON')
    .action(async ({ json, warehouse, base }: CheckFlags) => {
      const { terminal, config, fail } = context;
      const { project: alone } = await loadFixtures(config());
      const followed =
        base === undefined ? { project: alone, base: null } : await followBase(alone, base, config());
      const { project } = followed;
      const { catalog, diagnostics } = project;
      const checked =
        warehouse && catalog !== null
          ? await checkWarehouse(project, catalog, context)
          : { project, diagnostics, proofs: null };
      terminal.out.write(json ? printJson(checked, followed.base) : printText(checked));
      const caution = followed.base && sayFollowed(followed.base);
      if (caution) terminal.err.write(`${caution}\n`);
      if (!isSound(checked)) fail(1);
    });
}

async function checkWarehouse(
  project: LoadedProject,
  catalog: Catalog,
  { config, progress }: CommandContext,
): Promise<Checked> {
  const { definitions } = project;
  const reporting = progress();
  return await withBackend(config(), reporting, async (backend) => {
    const { diagnostics, models } = await proveWarehouse({
      definitions,
      catalog,
      inspect: (inspection) => backend.inspect(inspection),
      report: (work, done, total) => reporting.report(work, done, total),
    });
    await backend.saveKeyProofs(
      models.map(({ definition, source, physical, proven }) => ({ definition, source, physical, proven })),
    );
    const all = [...project.diagnostics, ...diagnostics].sort(compareDiagnostics);
    return { project, diagnostics: all, proofs: models };
  });
}

function isSound({ project, diagnostics }: Checked): boolean {
  return project.catalog !== null && diagnostics.every(({ severity }) => severity !== 'error');
}

/** `base` as of a diff; left out where none was asked for. */
function printJson(checked: Checked, base: DiffBase | null): string {
  const diagnostics = checked.diagnostics.map(({ position: { file, line, column }, ...rest }) => ({
    ...rest,
    file,
    line,
    column,
  }));
  const sources = checked.proofs?.map(({ model, source, rows, keys, proven }) => ({
    model,
    source,
    rows,
    keys,
    keys_proven: proven,
  }));
  const told = {
    ok: isSound(checked),
    ...(base ? { base } : {}),
    diagnostics,
    ...(sources ? { sources } : {}),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function printText({ project, diagnostics, proofs }: Checked): string {
  const { catalog, files, folder } = project;
  const printed = `${printDiagnostics(diagnostics, { files, folder })}\n`;
  if (catalog === null) return printed;
  if (proofs !== null) return `${printed}\n${printProofs(proofs)}`;
  const size = [...catalog.metrics.values()].filter(isCurrent).length;
  const models = sayCount(catalog.models.size, 'model');
  return `${printed}${sayCount(size, 'metric')} on ${models} ${size === 1 ? 'holds' : 'hold'} together\n`;
}
