/** `vitrine reload`: tells the server on this machine that the project has changed. */
import type { Command } from 'commander';
import { serverFile } from '../../server/server-file.ts';
import { findStateFolder } from '../../server.ts';
import { reloadServer } from '../backend/remote-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../usage-error.ts';

export function addReloadCommand(program: Command, { config, terminal, fail }: CommandContext): void {
  program
    .command('reload')
    .description('have the server on this machine read the project again, whole or not at all')
    .option('--json', 'print the outcome as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const stateFolder = findStateFolder(config());
      const record = stateFolder === null ? null : await serverFile(stateFolder).read();
      const outcome = record === null ? null : await reloadServer(record);
      if (outcome === null) throw usageError('no server of this machine is known; elsewhere, send it SIGHUP');
      if (outcome.kind === 'refused') fail(1);
      if (json) terminal.out.write(`${JSON.stringify(outcome)}\n`);
      else if (outcome.kind === 'refused')
        terminal.err.write(`${outcome.report}\nThe server goes on with the project as it was.\n`);
      else
        terminal.out.write(
          outcome.changed ? 'The server serves the project as it is now.\n' : 'Nothing has changed.\n',
        );
    });
}
