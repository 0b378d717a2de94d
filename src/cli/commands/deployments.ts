/** `vitrine deployments`: which catalog was in force when, and what was another metric in it. */
import type { Command } from 'commander';
import { listDeployedChanges } from '../../serving/rest/deployments/deployment-schemas.ts';
import type { KeptDeployment } from '../../store/deployment.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { printTable, type TableColumn } from '../print-table.ts';
import { readMomentFlag } from '../read-moment.ts';
import { usageError } from '../usage-error.ts';

interface DeploymentFlags {
  readonly at?: string;
  readonly limit: string;
  readonly json?: true;
}

const MOST = 1_000;

export function addDeploymentsCommand(
  program: Command,
  { config, progress, terminal }: CommandContext,
): void {
  program
    .command('deployments')
    .description('list the catalogs that servers of this store began to serve, the newest first')
    .option('--at <time>', 'only what was in force then: a day in UTC, or a date-time with offset')
    .option('--limit <count>', `how many at most, up to ${MOST}`, '50')
    .option('--json', 'print them as JSON')
    .action(async ({ at, limit, json }: DeploymentFlags) => {
      if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > MOST)
        throw usageError(`--limit "${limit}" is not a number of deployments, at most ${MOST}`);
      const filter = at === undefined ? {} : { at: readMomentFlag('--at', at) };
      const page = { limit: Number(limit) };
      const { items } = await withBackend(config(), progress(), (backend) =>
        backend.readDeployments(filter, page),
      );
      terminal.out.write(
        json ? `${JSON.stringify({ items: items.map(describe) }, null, 2)}\n` : print(items),
      );
    });
}

function describe({ id: _id, before, metrics, at, ...deployment }: KeptDeployment): object {
  const changes = before && listDeployedChanges(before, metrics);
  return { ...deployment, since: at, changes, metrics };
}

function print(deployments: readonly KeptDeployment[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'since', align: 'left' },
    { title: 'until', align: 'left' },
    { title: 'project', align: 'left' },
    { title: 'catalog', align: 'left' },
    { title: 'vitrine', align: 'left' },
    { title: 'changes', align: 'left' },
  ];
  const rows = deployments.map((deployment) => [
    deployment.at,
    deployment.until ?? '',
    deployment.project,
    deployment.catalog.slice(0, 12),
    deployment.vitrine,
    sayChanges(deployment),
  ]);
  return printTable(columns, rows);
}

function sayChanges({ before, metrics }: KeptDeployment): string {
  if (before === null) return `the first, with ${Object.keys(metrics).length} metrics`;
  const changes = listDeployedChanges(before, metrics);
  if (changes.length === 0) return 'none of a metric';
  return changes
    .map(({ metric, change, from, to }) => {
      if (change !== 'changed') return `${metric} ${change}`;
      return from === to ? `${metric}@${to} changed` : `${metric}@${from} → @${to}`;
    })
    .join(', ');
}
