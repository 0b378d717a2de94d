/** Records of the audit as rows of the store. */
import { invariant } from '../base/invariant.ts';
import type { AuditedMetric, AuditRecord } from './audit-record.ts';

/** Lists are JSON, moments ISO 8601 in UTC: texts that need no knowledge of PostgreSQL to read. */
export const AUDIT_COLUMNS = `json_build_object(
  'id', id, 'requestId', request_id, 'at', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'principal', CASE WHEN principal_id IS NOT NULL THEN
    json_build_object('kind', principal_kind, 'id', principal_id, 'capability', capability) END,
  'tenants', tenants, 'method', method, 'route', route, 'surface', surface, 'catalog', catalog,
  'metrics', metrics, 'versions', versions, 'metric_rows', metric_rows, 'sql', sql, 'rows', row_count,
  'ms', ms, 'status', status, 'outcome', outcome, 'code', code)::text`;

interface StoredRecord extends Omit<AuditRecord, 'metrics'> {
  readonly metrics: readonly string[];
  readonly versions: readonly number[];
  readonly metric_rows: readonly (number | null)[];
}

/** The record as an object of the columns. */
export function writeAuditRecord(record: AuditRecord): Readonly<Record<string, unknown>> {
  const { requestId, principal, metrics, rows, ...others } = record;
  const columns = {
    ...others,
    request_id: requestId,
    principal_kind: principal?.kind ?? null,
    principal_id: principal?.id ?? null,
    capability: principal?.capability ?? null,
    metrics: metrics.map(({ metric }) => metric),
    versions: metrics.map(({ version }) => version),
    metric_rows: metrics.map((metric) => metric.rows),
    row_count: rows,
  };
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, storable(value)]));
}

/** A row of {@link AUDIT_COLUMNS}. */
export function readAuditRecord([text]: readonly (string | null)[]): AuditRecord {
  invariant(typeof text === 'string', 'a record of the audit is an object');
  // The database's own columns, which only `writeAuditRecord` fills.
  const { versions, metric_rows: read, metrics, ...record } = JSON.parse(text) as StoredRecord;
  const pair = (metric: string, index: number): AuditedMetric => ({
    metric,
    version: versions[index] ?? 0,
    rows: read[index] ?? null,
  });
  return { ...record, metrics: metrics.map(pair) };
}

/** PostgreSQL holds neither NUL nor half a character; an id of somebody's token may. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  return Array.isArray(value) ? value.map(storable) : value;
}
