/** Errors as a compiler prints them, and the exit status that goes with each. */
import { CommanderError } from 'commander';
import { printDiagnostics } from '../errors/print-diagnostic.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { DatabaseError } from '../postgres/postgres-database.ts';
import { RemoteFault } from './backend/remote-fault.ts';
import { type ExitStatus, exitStatusOf } from './exit-status.ts';
import { BrokenProject } from './load-catalog.ts';
import { makeVisible } from './print-table.ts';
import type { Terminal } from './terminal.ts';

/** Prints `error` on stderr. */
export function reportError(error: unknown, { err }: Terminal): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof BrokenProject) {
    const { diagnostics, files, folder } = error.project;
    err.write(`${printDiagnostics(diagnostics, { files, folder })}\n`);
    return 1;
  }
  if (error instanceof SemanticError || (error instanceof RemoteFault && error.code !== null)) {
    err.write(printFault(error));
    if (error.cause instanceof DatabaseError)
      err.write(`  the database says: ${describeCause(error.cause)}\n`);
    return exitStatusOf(error.code ?? 'CLI_USAGE');
  }
  if (error instanceof RemoteFault) err.write(`error: ${makeVisible(error.message)}\n`);
  else if (error instanceof DatabaseError) err.write(`error: the database failed: ${describeCause(error)}\n`);
  else err.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

interface Fault {
  readonly code: string | null;
  readonly message: string;
  readonly path: string | undefined;
  readonly hint: string | undefined;
}

function printFault({ code, message, path, hint }: Fault): string {
  return [
    `error ${code} ${makeVisible(message)}`,
    ...(path === undefined || path === '' ? [] : [`  at ${makeVisible(path)}`]),
    ...(hint === undefined ? [] : [`  hint: ${makeVisible(hint)}`]),
    '',
  ].join('\n');
}

/** On this machine the driver's own words help and harm nobody. */
function describeCause({ fault, cause }: DatabaseError): string {
  return cause instanceof Error && cause.message !== '' ? makeVisible(cause.message) : fault;
}
