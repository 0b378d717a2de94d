/** `vitrine serve`: runs the server until it is told to stop. */
import type { Command } from 'commander';
import type { DemoKey } from '../../server/demo-keys.ts';
import { startServer } from '../../server.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';

export function addServeCommand(program: Command, { config, progress, terminal }: CommandContext): void {
  program
    .command('serve')
    .description('serve the project over HTTP')
    .action(async () => {
      const settings = config();
      const catalog = await loadCatalog(settings);
      const signal = nextSignal();
      const server = await startServer({
        config: settings,
        catalog,
        progress: progress(),
        logger: { level: 'warn', stream: terminal.err },
      });
      terminal.out.write(greet(server.address, server.demoKeys));
      await signal;
      await server.stop();
    });
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

function greet(address: string, demoKeys: readonly DemoKey[] | null): string {
  const lines = [`Vitrine listens on ${address}`, `Documentation: ${address}/docs`, ''];
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
