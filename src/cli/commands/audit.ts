/** `vitrine audit`: who asked for what, of all tenants. */
import { type Command, Option } from 'commander';
import { AUDIT_OUTCOMES, type AuditOutcome, type AuditRecord } from '../../store/audit-record.ts';
import type { Backend } from '../backend/backend.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { printTable, type TableColumn } from '../print-table.ts';
import { type RangeFlags, readRangeFlags } from '../read-moment.ts';
import { usageError } from '../usage-error.ts';

interface AuditFlags extends RangeFlags {
  readonly principal?: string;
  readonly metric?: string;
  readonly outcome?: AuditOutcome;
  readonly route?: string;
  readonly limit: string;
  readonly json?: true;
}

const PAGE = 1_000;

export function addAuditCommand(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('list requests of all tenants: who asked for what, the newest first')
    .option('--from <time>', 'from this moment on: a day in UTC, or a date-time with offset')
    .option('--to <time>', 'until before this moment')
    .option('--principal <id>', 'only requests of this key or user')
    .option('--metric <name>', 'only requests for this metric')
    .addOption(
      new Option('--outcome <outcome>', 'only requests that ended like this').choices(AUDIT_OUTCOMES),
    )
    .option('--route <template>', 'only requests of this route, as /v1/query')
    .option('--limit <count>', 'how many at most', '50')
    .option('--json', 'print them as JSON, one a line')
    .action((flags: AuditFlags) => listAudit(flags, context));
}

async function listAudit(flags: AuditFlags, { config, progress, terminal }: CommandContext): Promise<void> {
  const { limit, json, from: _from, to: _to, ...filter } = flags;
  const most = /^[1-9]\d{0,8}$/.test(limit) ? Number(limit) : null;
  if (most === null) throw usageError(`--limit "${limit}" is not a number of records`);
  const asked = { ...filter, ...readRangeFlags(flags) };
  await withBackend(config(), progress(), async (backend) => {
    const pages = readPages(backend, asked, most);
    if (json) {
      for await (const items of pages)
        terminal.out.write(items.map((record) => `${JSON.stringify(record)}\n`).join(''));
      return;
    }
    const records: AuditRecord[] = [];
    for await (const items of pages) records.push(...items);
    terminal.out.write(printRecords(records));
  });
}

async function* readPages(
  backend: Backend,
  filter: Parameters<Backend['readAudit']>[0],
  most: number,
): AsyncGenerator<readonly AuditRecord[]> {
  let left = most;
  let after: Parameters<Backend['readAudit']>[1]['after'];
  do {
    const page = await backend.readAudit(filter, {
      limit: Math.min(left, PAGE),
      ...(after ? { after } : {}),
    });
    yield page.items;
    left -= page.items.length;
    after = page.next ?? undefined;
  } while (after !== undefined && left > 0);
}

function printRecords(records: readonly AuditRecord[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'at', align: 'left' },
    { title: 'principal', align: 'left' },
    { title: 'tenants', align: 'left' },
    { title: 'route', align: 'left' },
    { title: 'metrics', align: 'left' },
    { title: 'rows', align: 'right' },
    { title: 'ms', align: 'right' },
    { title: 'outcome', align: 'left' },
  ];
  const rows = records.map(({ at, principal, tenants, method, route, metrics, rows: read, ms, ...ended }) => [
    at,
    principal?.id ?? '',
    tenants.join(', '),
    `${method} ${route}`,
    metrics.map(({ metric, version }) => `${metric}@${version}`).join(', '),
    read === null ? '' : String(read),
    ms.toFixed(1),
    ended.code === null ? ended.outcome : `${ended.outcome}: ${ended.code}`,
  ]);
  return printTable(columns, rows);
}
