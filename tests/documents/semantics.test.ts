/** `docs/semantics.md`: each of its cases is loaded, asked, and compared with its answer and with SQL by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { Answer } from '../../src/engine/answer.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { PostgresDatabase, TextRows } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { type DocumentTable, readBlocks, readSections, readTables } from '../support/document.ts';
import { type PlainCell, plainCell, plainRows } from '../support/golden-answer.ts';
import { principalOf, readRows } from '../support/shop.ts';
import { HAND_SQL, PAGE_TABLES } from './semantics-sql.ts';

const PATH = 'docs/semantics.md';
const NOW = new Date('2026-11-22T12:00:00Z');
const DASH = '–';
const sections = readSections(PATH);
const cases = [...sections].filter(([, text]) => text.includes('```json'));

/** A question with what follows it: its answer, totals and refusal, as far as the document has them. */
interface Question {
  readonly query: MetricQuery;
  readonly answer: DocumentTable | undefined;
  readonly totals: DocumentTable | undefined;
  readonly refusal: string | undefined;
}

function readQuestions(section: string): readonly Question[] {
  const [, ...parts] = section.split('```json\n');
  return parts.map((part) => {
    const end = part.indexOf('\n```\n');
    const rest = part.slice(end + 4);
    const tables = readTables(rest);
    return {
      query: JSON.parse(part.slice(0, end)),
      answer: tables.find(({ title }) => title === 'Answer'),
      totals: tables.find(({ title }) => title === 'Totals'),
      refusal: /^```\n(.*?)\n```$/ms.exec(rest)?.[1],
    };
  });
}

/** Empties all tables and fills those that a section shows. */
function loadScript(section: string): string {
  const [data = ''] = section.split('```json');
  const inserts = readTables(data).flatMap(({ title, columns, rows }) => {
    const table = /^`(\w+)`$/.exec(title)?.[1];
    if (table === undefined) throw new Error(`"${title}" is no table of the shop`);
    return rows.map(
      (row) => `insert into page.${table} (${columns.join(', ')}) values (${row.map(toLiteral).join(', ')});`,
    );
  });
  return [
    `truncate ${Object.keys(PAGE_TABLES)
      .map((name) => `page.${name}`)
      .join(', ')};`,
    ...inserts,
  ].join('\n');
}

function toLiteral(cell: string): string {
  return cell === DASH ? 'null' : `'${cell.replaceAll("'", "''")}'`;
}

/** The models at the document's end and the metrics of its first table. */
function readProject(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { text } of readBlocks(PATH).filter(({ language }) => language === 'yaml'))
    files.set(/^# (\S+)/.exec(text)?.[1] ?? '', text);
  const [metrics] = readTables(sections.get('') ?? '');
  for (const [metric = '', formula = ''] of metrics?.rows ?? []) {
    const definition = {
      metric,
      version: 1,
      description: 'Of the page.',
      owner: 'data@shop.example',
      formula,
    };
    files.set(`page/${metric}.yaml`, stringify(definition));
  }
  return files;
}

async function openPage(database: PostgresDatabase): Promise<Engine> {
  const tables = Object.entries(PAGE_TABLES).map(
    ([name, columns]) => `create table page.${name} (${columns});`,
  );
  await runScript(database, `create schema page; ${tables.join('\n')}`);
  await migrate(database);
  const files = readProject();
  const parsed = parseProject(files);
  const { catalog, diagnostics } = buildCatalog(parsed.definitions, parsed.diagnostics);
  if (catalog === null || diagnostics.length > 0) throw new Error(printDiagnostics(diagnostics, { files }));
  const secret = 's'.repeat(32);
  const now = () => NOW;
  const store = createPostgresStore(database, { secret, environment: 'test', now });
  const keyProofs = () => store.listKeyProofs('test');
  return createEngine({
    catalog,
    warehouse: createPostgresWarehouse(database),
    store,
    secret,
    now,
    keyProofs,
  });
}

async function runScript(database: PostgresDatabase, script: string): Promise<void> {
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: 60_000 });
}

const asker = principalOf(['17']);

function showCell(cell: PlainCell): string {
  return cell === null ? DASH : String(cell);
}

/** An answer as the document has it; the reasons why a bucket is not whole stand in a column of their own. */
function showAnswer({ columns, rows, partial }: Answer, withPartial: boolean): Omit<DocumentTable, 'title'> {
  const names = columns.map(({ name }) => name);
  return {
    columns: withPartial ? [...names, 'partial'] : names,
    rows: rows.map((row) => {
      const cells = row.map(plainCell).map(showCell);
      const reasons = partial.filter(({ time }) => time === cells[0]).map(({ reason }) => reason);
      return withPartial ? [...cells, [...new Set(reasons)].join(', ')] : cells;
    }),
  };
}

interface Comparison {
  readonly came: unknown;
  readonly wanted: unknown;
}

interface Answered extends Pick<Question, 'query' | 'totals'> {
  readonly engine: Engine;
  readonly answer: DocumentTable;
}

/** The answer beside the document's and the rows of the statement by hand. */
async function compareAnswer(
  { engine, query, answer: { columns, rows }, totals }: Answered,
  proof: TextRows,
): Promise<Comparison> {
  const came = await engine.query(asker, query);
  return {
    came: {
      shown: showAnswer(came, columns.includes('partial')),
      rows: plainRows(came).map((row) => row.map(showCell)),
      totals: came.totals?.map(plainCell).map(showCell),
    },
    wanted: {
      shown: { columns, rows },
      rows: proof.map((row) => row.map((text) => text ?? DASH)),
      totals: totals?.rows[0],
    },
  };
}

/** What the document shows of a refusal is its beginning. */
async function compareRefusal(engine: Engine, query: MetricQuery, wanted: string): Promise<Comparison> {
  return { came: (await refusalOf(engine, query)).slice(0, wanted.length), wanted };
}

async function refusalOf(engine: Engine, query: MetricQuery): Promise<string> {
  try {
    await engine.query(asker, query);
    return 'it was answered';
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    return `error ${error.code} ${error.message}\n  at ${error.path}\n  hint: ${error.hint}`;
  }
}

describeEachDatabase('the document of semantics', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openPage(database());
  });

  it.each(cases)('%s', async (heading, section) => {
    await runScript(database(), loadScript(section));
    const questions = readQuestions(section);
    const proofs = HAND_SQL[heading] ?? [];
    expect(proofs).toHaveLength(questions.filter(({ answer }) => answer !== undefined).length);
    const left = [...proofs];
    for (const { query, answer, totals, refusal } of questions) {
      const { came, wanted } =
        answer === undefined
          ? await compareRefusal(engine, query, refusal ?? 'a refusal')
          : await compareAnswer(
              { engine, query, answer, totals },
              await readRows(database(), left.shift() ?? ''),
            );
      expect(came).toEqual(wanted);
    }
  });
});

describe('the document of semantics', () => {
  it('speaks of all fifteen rules, in their order', () => {
    const rules = [...sections.keys()].map((heading) => /^S\d+/.exec(heading)?.[0]).filter((rule) => rule);
    expect(rules).toEqual(Array.from({ length: 15 }, (_, index) => `S${index + 1}`));
  });
});
