/** `vitrine usage`: how much each metric is asked for, of all tenants. */
import type { Command } from 'commander';
import { isOutdated } from '../../engine/outdated-versions.ts';
import type { MetricUsage } from '../../store/audit-record.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { printTable, type TableColumn } from '../print-table.ts';
import { type RangeFlags, readRangeFlags } from '../read-moment.ts';

interface UsageFlags extends RangeFlags {
  readonly metric?: readonly string[];
  readonly outdated?: true;
  readonly callers?: true;
  readonly json?: true;
}

export function addUsageCommand(program: Command, { config, progress, terminal }: CommandContext): void {
  program
    .command('usage')
    .description('count the answered requests by metric and version, of all tenants')
    .option('--from <time>', 'from this moment on: a day in UTC, or a date-time with offset')
    .option('--to <time>', 'until before this moment')
    .option('--metric <name...>', 'only these metrics')
    .option('--outdated', 'only versions that are not current any more, or deprecated')
    .option('--callers', 'a line for each key and user who asked')
    .option('--json', 'print them as JSON')
    .action(async ({ metric: metrics, json, outdated, callers, ...flags }: UsageFlags) => {
      const filter = { ...readRangeFlags(flags), ...(metrics ? { metrics } : {}) };
      const catalog = outdated ? await loadCatalog(config()) : null;
      const all = await withBackend(config(), progress(), (backend) => backend.countUsage(filter));
      const items = catalog ? all.filter((each) => isOutdated(each, catalog)) : all;
      const print = callers ? printCallers : printUsage;
      terminal.out.write(json ? `${JSON.stringify({ items }, null, 2)}\n` : print(items));
    });
}

function printUsage(usage: readonly MetricUsage[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'metric', align: 'left' },
    { title: 'requests', align: 'right' },
    { title: 'principals', align: 'right' },
    { title: 'rows', align: 'right' },
    { title: 'last asked', align: 'left' },
  ];
  const rows = usage.map(({ metric, version, requests, principals, rows: read, lastAsked }) => [
    `${metric}@${version}`,
    String(requests),
    String(principals),
    String(read),
    lastAsked,
  ]);
  return printTable(columns, rows);
}

function printCallers(usage: readonly MetricUsage[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'metric', align: 'left' },
    { title: 'who', align: 'left' },
    { title: 'requests', align: 'right' },
    { title: 'last asked', align: 'left' },
  ];
  const rows = usage.flatMap(({ metric, version, callers, principals }) => {
    const named = callers.map(({ kind, id, requests, lastAsked }) => [
      `${metric}@${version}`,
      `${kind} ${id}`,
      String(requests),
      lastAsked,
    ]);
    const unnamed = principals - callers.length;
    return unnamed > 0 ? [...named, [`${metric}@${version}`, `and ${unnamed} more`, '', '']] : named;
  });
  return printTable(columns, rows);
}
