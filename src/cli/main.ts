#!/usr/bin/env node
/** The command line: reads arguments, runs one command, and ends with its status. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readVersion } from '../server.ts';
import { type CommandContext, createContext } from './command-context.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDeploymentsCommand } from './commands/deployments.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addExportCommand } from './commands/export.ts';
import { addInitCommand } from './commands/init.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addListCommand } from './commands/list.ts';
import { addQueryCommand } from './commands/query.ts';
import { addReleaseCommand } from './commands/release.ts';
import { addReloadCommand } from './commands/reload.ts';
import { addRlsCommand } from './commands/rls.ts';
import { addSeedCommand } from './commands/seed.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSqlCommand } from './commands/sql.ts';
import { addTestCommand } from './commands/test.ts';
import { addUsageCommand } from './commands/usage.ts';
import { addValuesCommand } from './commands/values.ts';
import type { ExitStatus } from './exit-status.ts';
import { reportError } from './report-error.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line, without the program's name in it. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const context = createContext(terminal);
  try {
    await buildProgram(context, await readVersion()).parseAsync(args, { from: 'user' });
    return context.status();
  } catch (error) {
    return reportError(error, terminal);
  }
}

function buildProgram(context: CommandContext, version: string): Command {
  const { out, err } = context.terminal;
  const program = new Command('vitrine')
    .description('Metrics written once and served everywhere, each number with a receipt.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) });
  addServeCommand(program, context);
  addReloadCommand(program, context);
  addInitCommand(program, context);
  addCheckCommand(program, context);
  addTestCommand(program, context);
  addDiffCommand(program, context);
  addReleaseCommand(program, context);
  addQueryCommand(program, context);
  addSqlCommand(program, context);
  addRlsCommand(program, context);
  addValuesCommand(program, context);
  addListCommand(program, context);
  addExportCommand(program, context);
  addSeedCommand(program, context);
  addKeysCommand(program, context);
  addAuditCommand(program, context);
  addUsageCommand(program, context);
  addDeploymentsCommand(program, context);
  return program;
}

/** Whether this module is what Node was started with, perhaps through a link in a `bin` folder. */
function isStartedDirectly(): boolean {
  const [, script] = process.argv;
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

/** `vitrine … | head` reads no further than it needs; the command still ends in order. */
function writeOnUnread(stream: NodeJS.WriteStream): void {
  stream.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
  });
}

if (isStartedDirectly()) {
  writeOnUnread(process.stdout);
  writeOnUnread(process.stderr);
  const terminal = { out: process.stdout, err: process.stderr, env: process.env };
  process.exitCode = await runCommandLine(process.argv.slice(2), terminal);
}
