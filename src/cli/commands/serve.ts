/** `vitrine serve`: runs the server until it is told to stop. */
import type { Command } from 'commander';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import type { LoadedCatalog } from '../../server/served-catalog.ts';
import { type RunningServer, startServer } from '../../server.ts';
import type { CommandContext } from '../command-context.ts';
import { loadProject, loadSound, type ProjectSettings } from '../load-catalog.ts';
import type { Terminal } from '../terminal.ts';

export function addServeCommand(program: Command, { config, progress, terminal }: CommandContext): void {
  program
    .command('serve')
    .description('serve the project over HTTP')
    .action(async () => {
      const settings = config();
      const project = await loadSound(settings);
      const signal = nextSignal();
      const server = await startServer({
        config: settings,
        project,
        load: () => loadOrReport(settings),
        progress: progress(),
        // On a terminal a person reads, and a line for each request would bury what they look for.
        logger: { level: settings.logLevel ?? (terminal.err.isTTY ? 'warn' : 'info'), stream: terminal.err },
      });
      terminal.out.write(greet(server));
      const onHangUp = () => void tellReload(server, terminal);
      process.on('SIGHUP', onHangUp);
      await signal;
      process.off('SIGHUP', onHangUp);
      await server.stop();
    });
}

async function loadOrReport(settings: ProjectSettings): Promise<LoadedCatalog> {
  const { catalog, definitions, diagnostics, files, folder } = await loadProject(settings);
  if (catalog) return { kind: 'catalog', catalog, definitions };
  return { kind: 'faulty', report: printDiagnostics(diagnostics, { files, folder }) };
}

async function tellReload(server: RunningServer, { out, err }: Terminal): Promise<void> {
  try {
    const outcome = await server.reload();
    if (outcome.kind === 'refused') err.write(`${outcome.report}\nThe project stays as it was.\n`);
    else out.write(outcome.changed ? 'The project was read again.\n' : 'The project has not changed.\n');
  } catch (error) {
    err.write(`The project could not be read again: ${String(error)}\n`);
  }
}

/** The first signal asks to stop; a second one does not wait. */
async function nextSignal(): Promise<void> {
  await new Promise<void>((stop) => {
    let isStopping = false;
    const onSignal = () => {
      if (isStopping) process.exit(2);
      isStopping = true;
      stop();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function greet({ address, adminAddress, demoKeys, notices }: RunningServer): string {
  const lines = [
    `Vitrine listens on ${address}`,
    `Documentation: ${address}/docs`,
    ...(adminAddress === null ? [] : [`Figures: ${adminAddress}/metrics`]),
    ...notices,
    '',
  ];
  const [first] = demoKeys ?? [];
  if (demoKeys === null || first === undefined) return lines.join('\n');
  const width = Math.max(...demoKeys.map(({ name }) => name.length));
  const question = 'by=channel.name&grain=month&from=2026-01-01&to=2026-07-01';
  return [
    ...lines,
    "Keys of two of the demo's clients; each sees its own rows only:",
    ...demoKeys.map(({ name, key }) => `  ${name.padEnd(width)}  ${key}`),
    '',
    `ROAS of ${first.name} by channel and month:`,
    `  curl -H 'Authorization: Bearer ${first.key}' '${address}/v1/metrics/roas/values?${question}'`,
    '',
  ].join('\n');
}
