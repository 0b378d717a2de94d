/** The audit in the store: written in batches, read newest first, counted, and removed by age alone. */
import { isStorableText } from '../postgres/encode-statement.ts';
import type { PostgresDatabase, SqlParameter } from '../postgres/postgres-database.ts';
import {
  type AuditFilter,
  type AuditPage,
  type AuditPageRequest,
  type AuditRecord,
  type MetricUsage,
  MOST_CALLERS,
  type UsageCaller,
  type UsageFilter,
} from './audit-record.ts';
import { AUDIT_COLUMNS, readAuditRecord, writeAuditRecord } from './audit-rows.ts';
import { explainFault, type RunStatement, runStatementOn } from './run-statement.ts';

/** Any number that no other program on the database takes; held until the transaction ends. */
const RETENTION_LOCK = '7291640385113';
const RETENTION_MS = 60_000;

/** Those that a caller may see: `$1` is `null` for all. The first condition is what an index answers. */
const WITHIN_TENANTS = '($1::text[] IS NULL OR (tenants && $1::text[] AND tenants <@ $1::text[]))';
const WITHIN_RANGE =
  '($2::timestamptz IS NULL OR at >= $2::timestamptz) AND ($3::timestamptz IS NULL OR at < $3::timestamptz)';

const INSTANT = (moment: string): string => `to_char(${moment}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export class AuditLog {
  readonly #database: PostgresDatabase;
  readonly #run: RunStatement;

  constructor(database: PostgresDatabase) {
    this.#database = database;
    this.#run = runStatementOn(database);
  }

  /** Those that are there already stay as they are. */
  async write(records: readonly AuditRecord[]): Promise<void> {
    await this.#run(
      'read_write',
      `INSERT INTO vitrine.audit
       SELECT * FROM jsonb_populate_recordset(null::vitrine.audit, $1::jsonb) ON CONFLICT (id) DO NOTHING`,
      [JSON.stringify(records.map(writeAuditRecord))],
    );
  }

  async read(filter: AuditFilter, { limit, after }: AuditPageRequest): Promise<AuditPage> {
    const { principal, metric, outcome, route } = filter;
    // They come from outside; what cannot be stored is in no record.
    const asked = [principal, metric, route].filter((text) => text !== undefined);
    if (!asked.every(isStorableText)) return { items: [], next: null };
    const rows = await this.#run(
      'read_only',
      `SELECT ${AUDIT_COLUMNS} FROM vitrine.audit
       WHERE ${WITHIN_TENANTS} AND ${WITHIN_RANGE}
         AND ($4::text IS NULL OR principal_id = $4)
         AND ($5::text IS NULL OR metrics @> ARRAY[$5::text])
         AND ($6::text IS NULL OR outcome = $6)
         AND ($7::text IS NULL OR route = $7)
         AND ($8::timestamptz IS NULL OR (at, id) < ($8::timestamptz, $9::uuid))
       ORDER BY at DESC, id DESC LIMIT $10::bigint`,
      [
        ...rangeParameters(filter),
        principal ?? null,
        metric ?? null,
        outcome ?? null,
        route ?? null,
        after?.at ?? null,
        after?.id ?? null,
        String(limit + 1),
      ],
    );
    const items = rows.slice(0, limit).map(readAuditRecord);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last ? { at: last.at, id: last.id } : null };
  }

  /** Most asked first. */
  async countUsage(filter: UsageFilter): Promise<readonly MetricUsage[]> {
    const metrics = filter.metrics ?? null;
    if (metrics !== null && !metrics.every(isStorableText)) return [];
    const rows = await this.#run(
      'read_only',
      `WITH asked AS (
         SELECT used.metric, used.version, principal_kind, principal_id,
           count(*) AS requests, sum(used.rows) AS rows, max(at) AS last_asked,
           row_number() OVER (
             PARTITION BY used.metric, used.version
             ORDER BY count(*) DESC, max(at) DESC, principal_kind, principal_id COLLATE "C"
           ) AS place
         FROM vitrine.audit
         CROSS JOIN LATERAL unnest(metrics, versions, metric_rows) AS used (metric, version, rows)
         WHERE ${WITHIN_TENANTS} AND ${WITHIN_RANGE} AND used.rows IS NOT NULL
           AND ($4::text[] IS NULL OR used.metric = ANY ($4::text[]))
         GROUP BY used.metric, used.version, principal_kind, principal_id
       )
       SELECT metric, version, sum(requests)::text, count(*)::text, sum(rows)::text,
         ${INSTANT('max(last_asked)')},
         coalesce(json_agg(json_build_object(
           'kind', principal_kind, 'id', principal_id, 'requests', requests,
           'lastAsked', ${INSTANT('last_asked')}
         ) ORDER BY place) FILTER (WHERE place <= ${MOST_CALLERS} AND principal_id IS NOT NULL), '[]')::text
       FROM asked
       GROUP BY metric, version
       ORDER BY sum(requests) DESC, metric COLLATE "C", version DESC`,
      [...rangeParameters(filter), metrics],
    );
    return rows.map(([metric, version, requests, principals, read, lastAsked, callers]) => ({
      metric: metric ?? '',
      version: Number(version),
      requests: Number(requests),
      principals: Number(principals),
      rows: Number(read),
      lastAsked: lastAsked ?? '',
      callers: readCallers(callers ?? '[]'),
    }));
  }

  /** Of several servers that do so at once, one does. Returns how many are gone. */
  async forget(before: Date, most: number): Promise<number> {
    const moment = before.toISOString();
    const removing = this.#database.transaction(
      [
        { text: "SELECT set_config('vitrine.audit_kept_from', $1, true)", parameters: [moment] },
        {
          text: `WITH gone AS (
              DELETE FROM vitrine.audit WHERE id IN (
                SELECT id FROM vitrine.audit
                WHERE at < $1::timestamptz AND (SELECT pg_try_advisory_xact_lock(${RETENTION_LOCK}))
                ORDER BY at LIMIT $2::bigint
              ) RETURNING id
            ) SELECT count(*)::text FROM gone`,
          parameters: [moment, String(most)],
        },
      ],
      { mode: 'read_write', timeoutMs: RETENTION_MS },
    );
    const [, rows = []] = await removing.catch((error: unknown) => {
      throw explainFault(error);
    });
    return Number(rows[0]?.[0] ?? '0');
  }
}

/** As the statement makes them. */
function readCallers(text: string): readonly UsageCaller[] {
  const callers: readonly UsageCaller[] = JSON.parse(text);
  return callers;
}

function rangeParameters({ tenants, from, to }: UsageFilter): readonly SqlParameter[] {
  return [tenants === 'all' ? null : tenants, from ?? null, to ?? null];
}
