/** What the scripts of row-level security have in common, and the names of what they make. */
import { quoteText, sayName } from './quote.ts';
import type { GuardedSource } from './row-security-plan.ts';

/** The policy that keeps the reader's rows apart. */
export const TENANTS_POLICY = 'vitrine_tenants';
/** The policy that lets the reader read at all: without one that permits, nothing is seen. */
export const READS_POLICY = 'vitrine_reads';
/** The policy for everybody else, where row-level security was off before. */
export const OTHERS_POLICY = 'vitrine_others';
/** The reader unless another is named. */
export const DEFAULT_READER = 'vitrine_reader';

export interface RowSecurityScript {
  readonly project: string;
  readonly sources: readonly GuardedSource[];
  /** The role that Vitrine connects as. */
  readonly reader: string;
  /** Whether `set_config` is taken from everybody. */
  readonly revokesSetConfig: boolean;
}

/** A script in one transaction: all of it holds, or nothing has changed. */
export function inTransaction(parts: readonly string[]): string {
  return `${[...parts.slice(0, 1), BEGIN, ...parts.slice(1), 'commit;'].join('\n\n')}\n`;
}

const BEGIN = `begin;
-- Every name below is written in full.
set local search_path = pg_catalog;
set local standard_conforming_strings = on;
set local client_min_messages = warning;`;

/** `-- shop.orders, which orders reads: …` */
export function describeSource({ source, models, guard }: GuardedSource): string {
  const name = sayName(`${source.schema}.${source.table}`);
  const readers = models.map(sayName).join(', ');
  const rule = guard === null ? 'shared, so everybody sees its rows' : sayName(guard.rule);
  return `-- ${name} (${readers}): ${rule}`;
}

/** The table, for the length of the script, of what it is about. */
export const LISTED = 'pg_temp.vitrine_sources';

/** Makes {@link LISTED}: schema, table, whether its rows are kept apart, and the tenant column of its own if it has one. */
export function listSources(sources: readonly GuardedSource[]): string {
  const table = `-- What the project reads.
create temporary table vitrine_sources (schema_name text, table_name text, is_guarded boolean, tenant_column text)
on commit drop;`;
  const rows = sources.map(({ source, guard }) => {
    const column = guard === null || guard.column === null ? 'null' : quoteText(guard.column);
    return `  (${[quoteText(source.schema), quoteText(source.table), String(guard !== null), column].join(', ')})`;
  });
  return rows.length === 0 ? table : `${table}\ninsert into ${LISTED} values\n${rows.join(',\n')};`;
}
