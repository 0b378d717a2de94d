/** `GET /v1/audit/export`: the same records as `GET /v1/audit`, all of them, written while they are read. */
import Type, { type Static } from 'typebox';
import type { AuditFilter, AuditPage } from '../../../store/audit-record.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import type { RouteServices } from '../../routes/route-services.ts';
import { type CsvCell, writeCsvLine } from '../../write-csv.ts';
import { requireAdmin } from '../keys/administer-keys.ts';
import { AuditParameters, readAuditFilter } from './audit-parameters.ts';
import { type AuditRecordSchema, visibleMetrics, writeRecord } from './audit-schemas.ts';

const BATCH = 1_000;

type WrittenRecord = Static<typeof AuditRecordSchema>;

interface Form {
  readonly contentType: string;
  readonly head: string;
  readonly write: (record: WrittenRecord) => string;
}

const CSV_COLUMNS: Readonly<Record<string, (record: WrittenRecord) => CsvCell>> = {
  id: ({ id }) => id,
  request_id: (record) => record.request_id,
  at: ({ at }) => at,
  principal_kind: ({ principal }) => principal?.kind ?? null,
  principal_id: ({ principal }) => principal?.id ?? null,
  capability: ({ principal }) => principal?.capability ?? null,
  tenants: ({ tenants }) => tenants.join(' '),
  method: ({ method }) => method,
  route: ({ route }) => route,
  surface: ({ surface }) => surface,
  catalog: ({ catalog }) => catalog,
  metrics: ({ metrics }) =>
    metrics.map(({ metric, version }) => (version === null ? metric : `${metric}@${version}`)).join(' '),
  sql: ({ sql }) => sql.join(' '),
  rows: ({ rows }) => rows,
  ms: ({ ms }) => ms,
  status: ({ status }) => status,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
};

const FORMS: Readonly<Record<'ndjson' | 'csv', Form>> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    write: (record) => `${JSON.stringify(record)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: writeCsvLine(Object.keys(CSV_COLUMNS)),
    write: (record) => writeCsvLine(Object.values(CSV_COLUMNS).map((cell) => cell(record))),
  },
};

export const exportAuditRoute = principalRoute({
  method: 'GET',
  path: '/v1/audit/export',
  schemas: {
    params: NoParameters,
    query: Type.Object({
      ...AuditParameters,
      format: Type.Optional(
        Type.Enum(['ndjson', 'csv'], { description: 'JSON lines unless given.', default: 'ndjson' }),
      ),
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'exportAudit',
    tag: 'Administration',
    summary: 'Export the audit',
    description:
      'All records that `GET /v1/audit` would show, one a line. A connection that is cut before its end is not a whole export. In CSV, texts that a spreadsheet could take for a formula have an apostrophe before them.',
    answer: {
      description: 'Records, newest first.',
      contentTypes: ['application/x-ndjson', 'text/csv'],
      schema: Type.String(),
    },
    problems: ['TENANT_CAPABILITY', 'SERVER_NOT_READY'],
  },
  handle: async ({ query, signal, principal }, { audit, engine }) => {
    requireAdmin(principal);
    const { format = 'ndjson', ...asked } = query;
    const filter = readAuditFilter(asked, principal);
    const visible = visibleMetrics(principal, engine.catalog());
    const isHidden = filter.metric !== undefined && !visible.has(filter.metric);
    // Read before anything is answered: what fails here is told as a problem.
    const first = isHidden ? { items: [], next: null } : await audit.readAudit(filter, { limit: BATCH });
    const { contentType, head, write } = FORMS[format];
    const pages = readPages(first, { filter, audit, signal });
    return { contentType, stream: writePages(pages, head, (record) => write(writeRecord(record, visible))) };
  },
});

interface Reading extends Pick<RouteServices, 'audit'> {
  readonly filter: AuditFilter;
  readonly signal: AbortSignal;
}

async function* readPages(
  first: AuditPage,
  { filter, audit, signal }: Reading,
): AsyncGenerator<AuditPage['items']> {
  let page = first;
  yield page.items;
  while (page.next !== null && !signal.aborted) {
    page = await audit.readAudit(filter, { limit: BATCH, after: page.next });
    yield page.items;
  }
}

async function* writePages(
  pages: AsyncGenerator<AuditPage['items']>,
  head: string,
  write: (record: AuditPage['items'][number]) => string,
): AsyncGenerator<string> {
  if (head !== '') yield head;
  for await (const items of pages) if (items.length > 0) yield items.map(write).join('');
}
