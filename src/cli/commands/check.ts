/** `vitrine check`: whether the project's definitions hold together. */
import type { Command } from 'commander';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import type { CommandContext } from '../command-context.ts';
import { type LoadedProject, loadProject } from '../load-catalog.ts';

export function addCheckCommand(program: Command, { terminal, config, fail }: CommandContext): void {
  program
    .command('check')
    .description('check the definitions of the project')
    .option('--json', 'print the diagnostics as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const project = await loadProject(config());
      terminal.out.write(json ? printJson(project) : printText(project));
      if (project.catalog === null) fail(1);
    });
}

function printJson({ catalog, diagnostics }: LoadedProject): string {
  const flat = diagnostics.map(({ position: { file, line, column }, ...rest }) => ({
    ...rest,
    file,
    line,
    column,
  }));
  return `${JSON.stringify({ ok: catalog !== null, diagnostics: flat }, null, 2)}\n`;
}

function printText({ catalog, diagnostics, files, folder }: LoadedProject): string {
  const printed = `${printDiagnostics(diagnostics, { files, folder })}\n`;
  if (catalog === null) return printed;
  return `${printed}${catalog.metrics.size} metrics on ${catalog.models.size} models hold together\n`;
}
