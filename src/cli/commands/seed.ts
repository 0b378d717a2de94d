/** `vitrine seed`: fills the warehouse with the demo's data. */
import { type Command, Option } from 'commander';
import { DEMO_SIZES, type DemoSize } from '../../demo/demo-size.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';

interface SeedFlags {
  readonly json?: true;
  readonly size?: DemoSize;
}

const sizeOption = new Option(
  '--size <size>',
  'how much of it: small, or large, some fourteen million rows for a PostgreSQL; what is there stays unless given',
).choices(DEMO_SIZES);

export function addSeedCommand(program: Command, context: CommandContext): void {
  program
    .command('seed')
    .description("fill the warehouse with the demo's data")
    .addOption(sizeOption)
    .option('--json', 'print the outcome as JSON')
    .action(async ({ json, size }: SeedFlags) => {
      await withBackend(context.config(), context.progress(), (backend) => backend.seed(size));
      context.terminal.out.write(json ? '{"seeded":true}\n' : 'The demo is in the warehouse.\n');
    });
}
