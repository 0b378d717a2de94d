/** `vitrine usage`: how much each metric is asked for, of all tenants. */
import type { Command } from 'commander';
import type { MetricUsage } from '../../store/audit-record.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { printTable, type TableColumn } from '../print-table.ts';
import { type RangeFlags, readRangeFlags } from '../read-moment.ts';

interface UsageFlags extends RangeFlags {
  readonly metric?: readonly string[];
  readonly json?: true;
}

export function addUsageCommand(program: Command, { config, progress, terminal }: CommandContext): void {
  program
    .command('usage')
    .description('count the answered requests by metric and version, of all tenants')
    .option('--from <time>', 'from this moment on: a day in UTC, or a date-time with offset')
    .option('--to <time>', 'until before this moment')
    .option('--metric <name...>', 'only these metrics')
    .option('--json', 'print them as JSON')
    .action(async ({ metric: metrics, json, ...flags }: UsageFlags) => {
      const filter = { ...readRangeFlags(flags), ...(metrics ? { metrics } : {}) };
      const items = await withBackend(config(), progress(), (backend) => backend.countUsage(filter));
      terminal.out.write(json ? `${JSON.stringify({ items }, null, 2)}\n` : printUsage(items));
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
