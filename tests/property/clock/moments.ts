/** A project of one table, whose rows are the minutes around every transition. */
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import { TRANSITIONS } from './transitions.ts';

/** How far from each transition there are rows, in milliseconds. */
export const AROUND = 80 * 60_000;

const FILES = new Map([
  ['project.yaml', 'project: clocks\ntimezone: UTC\n'],
  [
    'models/moments.yaml',
    'model: moments\nsource: clocks.moments\ntenant: client_id\ntime: at\ndimensions: { at: { type: time } }\n',
  ],
  [
    'all/moments_count.yaml',
    'metric: moments_count\nversion: 1\ndescription: Moments.\nowner: a@clocks.example\nformula: count(moments)\n',
  ],
]);

/** Creates the rows and an engine over them. */
export async function openMoments(database: PostgresDatabase): Promise<Engine> {
  const inserts = TRANSITIONS.map(
    ({ at }) => `insert into clocks.moments
      select 'a', at from generate_series('${at}'::timestamptz - interval '80 minutes',
        '${at}'::timestamptz + interval '80 minutes' - interval '1 minute', interval '1 minute') as at
      on conflict do nothing;`,
  );
  // No clock of ours shows these.
  const odd = `insert into clocks.moments
    select 'b', at::timestamptz from unnest(array['infinity', '-infinity', null, '0044-03-15 12:34:56+00 BC',
      '12026-01-01 12:34:56+00', '0001-01-01 00:34:56+00']) as at;`;
  const schema =
    'create schema clocks; create table clocks.moments (client_id text, at timestamptz, unique (client_id, at));';
  await database.transaction(
    [schema, odd, ...inserts].map((script) => ({ script })),
    { mode: 'read_write', timeoutMs: 60_000 },
  );
  await migrate(database);
  await loadSqlVerifier();
  const { definitions, diagnostics } = parseProject(FILES);
  const { catalog } = buildCatalog(definitions, diagnostics);
  if (!catalog) throw new Error(JSON.stringify(diagnostics));
  const now = (): Date => new Date('2030-01-01T00:00:00Z');
  const store = createPostgresStore(database, { secret: 's'.repeat(32), environment: 'test', now });
  const warehouse = createPostgresWarehouse(database);
  return createEngine({ catalog, warehouse, store, secret: 's'.repeat(32), now });
}
