/**
 * Creates schema `shop` and fills it with the demo's rows, in batches. Safe to call again: what is
 * complete stays, what was left half-done starts over, and tables of somebody else are never touched.
 */
import { randomUUID } from 'node:crypto';
import { SemanticError } from '../errors/semantic-error.ts';
import type { PostgresDatabase, SqlStatement, TextRows } from '../postgres/postgres-database.ts';
import { batchRows, type DemoBatch } from './batch-rows.ts';
import { createTableStatements, dropTableStatements, indexTableStatements } from './demo-ddl.ts';
import { clientsOfSize, DEMO_SIZES, type DemoSize, fingerprintOfSize } from './demo-size.ts';
import { DEMO_TABLES } from './demo-tables.ts';
import { streamDemo } from './stream-demo.ts';
import type { DemoRow } from './table-shape.ts';

/** Told after each batch: rows written so far, rows in all where that is known, and the table just written to. */
export type SeedProgress = (done: number, total: number | null, table: string) => void;

const BATCH_ROWS = 4000;
const TIMEOUT_MS = 120_000;
/** Indexes over millions of rows take their time. */
const INDEX_TIMEOUT_MS = 1_800_000;

/**
 * Makes `database` hold the whole demo, in `size`; where that is `null`, any size that is complete stays, and
 * the small one is made. Of the large one no more than some batches are held at a time.
 * @throws SemanticError SERVER_CONFIG if schema `shop` has tables that the demo did not create,
 * SERVER_NOT_READY if another process has begun to seed as well
 */
export async function seedDemo(
  database: PostgresDatabase,
  onProgress: SeedProgress,
  size: DemoSize | null = null,
): Promise<void> {
  const state = await readState(database);
  if (state.kind === 'foreign') {
    const problem = `schema shop has a table ${state.table} that is not the demo's`;
    throw new SemanticError('SERVER_CONFIG', { variable: 'VITRINE_WAREHOUSE', problem });
  }
  const wanted = size === null ? DEMO_SIZES : [size];
  if (state.kind === 'seeded' && wanted.map(fingerprintOfSize).includes(state.fingerprint)) return;
  await fillShop(database, openEdition(size ?? 'small'), onProgress);
}

/** Rows that are seeded together. */
export interface DemoEdition {
  readonly rows: Iterable<DemoRow>;
  /** How many rows there are, where that is known before they are made. */
  readonly total: number | null;
  /** What tells that the rows are complete. */
  readonly fingerprint: string;
}

/** Few rows are counted before any is written; many come as they are made. */
function openEdition(size: DemoSize): DemoEdition {
  const stream = streamDemo(clientsOfSize(size));
  const fingerprint = fingerprintOfSize(size);
  if (size !== 'small') return { rows: stream, total: null, fingerprint };
  const rows = [...stream];
  return { rows, total: rows.length, fingerprint };
}

/** Makes the demo's tables anew and writes all rows of `edition`; they are asked for as they are written. */
export async function fillShop(
  database: PostgresDatabase,
  edition: DemoEdition,
  onProgress: SeedProgress,
): Promise<void> {
  const run = randomUUID();
  await write(database, [
    ...dropTableStatements(),
    ...createTableStatements(),
    { text: 'insert into shop.demo_seed (run, fingerprint) values ($1, null)', parameters: [run] },
  ]);
  await fillTables(database, { ...edition, run, onProgress });
  const [marked] = await write(
    database,
    [
      {
        text: 'update shop.demo_seed set fingerprint = $1 where run = $2 returning run',
        parameters: [edition.fingerprint, run],
      },
      ...indexTableStatements(),
    ],
    INDEX_TIMEOUT_MS,
  );
  requireOwnRun(marked);
}

type SeedState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'foreign'; readonly table: string }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'seeded'; readonly fingerprint: string };

async function readState(database: PostgresDatabase): Promise<SeedState> {
  const names = DEMO_TABLES.map(({ name }) => name);
  const [existing] = await read(database, {
    text: `select table_name from information_schema.tables
      where table_schema = 'shop' and table_name = any($1::text[]) order by 1`,
    parameters: [[...names, 'demo_seed']],
  });
  const found = (existing ?? []).map(([name]) => name);
  if (!found.includes('demo_seed')) {
    const [table] = found;
    return typeof table === 'string' ? { kind: 'foreign', table } : { kind: 'empty' };
  }
  const [marks] = await read(database, { text: 'select fingerprint from shop.demo_seed', parameters: [] });
  const fingerprint = marks?.[0]?.[0];
  return typeof fingerprint === 'string' ? { kind: 'seeded', fingerprint } : { kind: 'unfinished' };
}

interface Filling extends Pick<DemoEdition, 'rows' | 'total'> {
  readonly run: string;
  readonly onProgress: SeedProgress;
}

async function fillTables(
  database: PostgresDatabase,
  { rows, total, run, onProgress }: Filling,
): Promise<void> {
  let done = 0;
  for (const batch of batchRows(rows, { shapes: DEMO_TABLES, size: BATCH_ROWS })) {
    const [mine] = await write(database, [ownRunStatement(run), insertStatement(batch, run)]);
    requireOwnRun(mine);
    done += batch.rows.length;
    onProgress(done, total, batch.shape.name);
  }
}

/** @throws SemanticError SERVER_NOT_READY where the run's mark was not among the rows */
function requireOwnRun(mark: TextRows | undefined): void {
  if (mark?.length === 1) return;
  throw new SemanticError('SERVER_NOT_READY', { reason: 'another process has begun to seed the demo' });
}

/** Finds the run's own mark, and keeps others from dropping the tables until the batch is in. */
function ownRunStatement(run: string): SqlStatement {
  return { text: 'select run from shop.demo_seed where run = $1 for share', parameters: [run] };
}

/** One parameter per column; nothing is inserted once another run has taken over. */
function insertStatement({ shape, rows }: DemoBatch, run: string): SqlStatement {
  const { name, columns } = shape;
  const names = columns.map(([column]) => column).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ');
  return {
    text: `insert into shop.${name} (${names})
      select batch.* from unnest(${arrays}) as batch
      where exists (select from shop.demo_seed where run = $1)`,
    parameters: [run, ...columns.map((_, index) => rows.map((row) => row[index] ?? null))],
  };
}

function read(database: PostgresDatabase, statement: SqlStatement): Promise<readonly TextRows[]> {
  return database.transaction([statement], { mode: 'read_only', timeoutMs: TIMEOUT_MS });
}

function write(
  database: PostgresDatabase,
  statements: readonly SqlStatement[],
  timeoutMs = TIMEOUT_MS,
): Promise<readonly TextRows[]> {
  return database.transaction(statements, { mode: 'read_write', timeoutMs });
}
