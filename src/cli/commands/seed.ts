/** `vitrine seed`: fills the warehouse with the demo's data. */
import type { Command } from 'commander';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';

export function addSeedCommand(program: Command, context: CommandContext): void {
  program
    .command('seed')
    .description("fill the warehouse with the demo's data")
    .option('--json', 'print the outcome as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      await withBackend(context.config(), context.progress(), (backend) => backend.seed());
      context.terminal.out.write(json ? '{"seeded":true}\n' : 'The demo is in the warehouse.\n');
    });
}
