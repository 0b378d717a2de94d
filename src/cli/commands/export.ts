/** `vitrine export types`: the project as a TypeScript module, without a database. */
import { Argument, type Command } from 'commander';
import { replaceFile } from '../../project/replace-file.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { writeTypes } from '../types/write-types.ts';
import { usageError } from '../usage-error.ts';

interface ExportFlags {
  readonly out?: string;
  readonly json?: true;
}

export function addExportCommand(program: Command, { terminal, config }: CommandContext): void {
  program
    .command('export')
    .description('write the project for other programs: its types, for the client in TypeScript')
    .addArgument(new Argument('<what>').choices(['types']))
    .option('--out <file>', 'write to this file and not to the terminal')
    .option('--json', 'print the text within JSON; with --out, where it was written')
    .action(async (what: 'types', { out, json }: ExportFlags) => {
      const catalog = await loadCatalog(config());
      const text = writeTypes(catalog);
      if (out !== undefined) await writeOrRefuse(out, text);
      const told =
        out === undefined
          ? { what, catalog: catalog.hash, text }
          : { what, catalog: catalog.hash, file: out };
      if (json) terminal.out.write(`${JSON.stringify(told, null, 2)}\n`);
      else if (out === undefined) terminal.out.write(text);
    });
}

/** As a whole or not at all: a build that watches the file never reads half of it. */
async function writeOrRefuse(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, text);
  } catch {
    throw usageError(`the file ${file} cannot be written`);
  }
}
