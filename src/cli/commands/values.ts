/** `vitrine values`: the values that a dimension has. */
import type { Command } from 'commander';
import Type from 'typebox';
import { compileValidator } from '../../serving/schema-validator.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { collect, readLimit } from '../query-flags.ts';
import { AS_FLAG, readAsker } from '../read-asker.ts';

interface ValuesFlags {
  readonly search?: string;
  readonly limit?: string;
  readonly cursor?: string;
  readonly tenant?: readonly string[];
  readonly as?: string;
  readonly json?: true;
}

const readValues = compileValidator(
  Type.Object({ items: Type.Array(Type.Unknown()), next: Type.Union([Type.String(), Type.Null()]) }),
);

export function addValuesCommand(program: Command, context: CommandContext): void {
  program
    .command('values')
    .description('list the values that a dimension has')
    .argument('<dimension>', 'as in --by: channel.name')
    .option('--search <text>', 'only values that contain this, whatever the case')
    .option('--limit <values>', 'values at most')
    .option('--cursor <cursor>', 'go on behind the page that gave it')
    .option('--tenant <tenant>', 'whose rows to read; several by repeating it', collect)
    .option(...AS_FLAG)
    .option('--json', 'print the page as JSON')
    .action(async (dimension: string, flags: ValuesFlags) => {
      const { search, limit, cursor, json } = flags;
      const asker = readAsker(flags);
      const { tenants } = asker;
      const request = {
        dimension,
        ...(search === undefined ? {} : { search }),
        ...(limit === undefined ? {} : { limit: readLimit(limit) }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(tenants.length === 1 ? {} : { tenants: [...tenants] }),
      };
      const text = await withBackend(context.config(), context.progress(), (backend) =>
        backend.values(asker, request),
      );
      context.terminal.out.write(json ? `${text}\n` : printValues(text));
    });
}

/** One value a line. */
function printValues(text: string): string {
  const { items, next } = readValues(JSON.parse(text));
  const lines = items.map((item) =>
    item === null ? '–' : typeof item === 'string' ? item : JSON.stringify(item),
  );
  return [...lines, ...(next === null ? [] : [`more: --cursor ${next}`])].map((line) => `${line}\n`).join('');
}
