/** `vitrine query`: asks for metrics. */
import type { Command } from 'commander';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { printAnswer } from '../print-answer.ts';
import { addQueryFlags, type QueryFlags, readQuery } from '../query-flags.ts';
import { AS_FLAG, readAsker } from '../read-asker.ts';

export function addQueryCommand(program: Command, context: CommandContext): void {
  addQueryFlags(program.command('query'))
    .description('ask for metrics')
    .option(...AS_FLAG)
    .option('--json', 'print the answer as JSON')
    .action(async (metrics: string[], flags: QueryFlags) => {
      const { json } = flags;
      const asker = readAsker(flags);
      const asked = await readQuery(metrics, flags);
      const query = json ? asked : { ...asked, numbers: 'strings' as const, layout: 'rows' as const };
      const text = await withBackend(context.config(), context.progress(), (backend) =>
        backend.query(asker, query),
      );
      context.terminal.out.write(json ? `${text}\n` : printAnswer(text));
    });
}
