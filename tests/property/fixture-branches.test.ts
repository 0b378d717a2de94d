/** Which branches rows reach, by the engine's probes and by looking at each row of a plain array. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { Coverage } from '../../src/fixtures/branches/cover-metrics.ts';
import { FixtureRunner } from '../../src/fixtures/run-fixture.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { openTestPglite, type TestDatabase } from '../support/databases.ts';
import { type Files, metricFile, SMALL_PROJECT } from '../unit/catalog/small-project.ts';
import { readFixtures } from '../unit/fixtures/small-fixtures.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';

let opened: TestDatabase;
let runner: FixtureRunner;

beforeAll(async () => {
  await loadSqlVerifier();
  opened = await openTestPglite();
  runner = new FixtureRunner(opened.database);
}, 120_000);
afterAll(() => opened.close());

interface Row {
  readonly status: 'a' | 'b' | null;
  readonly number: number | null;
  readonly is_promo: boolean | null;
  readonly client_id: number;
}

function drawRow(draw: Draw): Row {
  return {
    status: draw.pick(['a', 'b', null]),
    number: draw.pick([null, 0, 2]),
    is_promo: draw.pick([true, false, null]),
    client_id: draw.pick([7, 7, 7, 8]),
  };
}

const FORMULA =
  "sum(case when orders.status = 'a' then coalesce(orders.number, 7) when orders.is_promo then 1 else 0 end) filter (where orders.number > 1 or orders.is_promo) / orders_count";

/** What each branch of the formula needs, in the formula's order. */
function reachedBy(all: readonly Row[]): readonly (readonly [what: string, reached: boolean])[] {
  const rows = all.filter(({ client_id }) => client_id === 7);
  const passes = ({ number, is_promo }: Row): boolean => (number !== null && number > 1) || is_promo === true;
  const passing = rows.filter(passes);
  const first = passing.filter(({ status }) => status === 'a');
  const others = passing.filter(({ status }) => status !== 'a');
  return [
    ['divides', rows.length > 0],
    ['is 0 or null', rows.length === 0],
    ['rows that pass', passing.length > 0],
    ['rows that do not pass', rows.length > passing.length],
    ['nothing contributes', passing.length === 0],
    ['when', first.length > 0],
    ['needs no fallback', first.some(({ number }) => number !== null)],
    ['fallback', first.some(({ number }) => number === null)],
    ['when', others.some(({ is_promo }) => is_promo === true)],
    ['else', others.some(({ is_promo }) => is_promo !== true)],
    ['nothing contributes', rows.length === 0],
  ];
}

describe('branches', () => {
  const metric: Files = { 'sales/tried.yaml': metricFile('tried', FORMULA) };
  const { definitions } = parseProject(new Map(Object.entries({ ...SMALL_PROJECT, ...metric })));

  it(
    'are reached by the rows that take them, and by no others',
    async () => {
      const body = async (draw: Draw): Promise<void> => {
        const rows = Array.from({ length: draw.integer(0, 4) }, () => drawRow(draw));
        const cells = rows.map((cell, id) => JSON.stringify({ id, ...cell }));
        const text = `metric: tried\ncases: [{ name: a, as: { tenant: 7 }, rows: { orders: [${cells.join(', ')}] }, expect: { tried: 0 } }]\n`;
        const { fixtures, catalog, diagnostics } = readFixtures({ ...metric, 'sales/tried.test.yaml': text });
        expect(diagnostics).toEqual([]);
        const coverage = new Coverage(['tried'], { definitions, catalog, settings: {} });
        for (const fixture of fixtures) await coverage.ask(fixture, runner);
        const found = coverage
          .metrics()
          .flatMap(({ branches }) => branches.map(({ what, state }) => [what, state]));
        expect(found).toEqual(
          reachedBy(rows).map(([what, reached]) => [what, reached ? 'reached' : 'missed']),
        );
      };
      await runProperty({ runs: 60, body });
    },
    PROPERTY_TIMEOUT_MS,
  );
});
