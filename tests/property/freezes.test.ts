/**
 * Random questions, published; then data and definitions change at random: every number is told apart without a digit
 * left over, and each part is what the engines of then and now say themselves.
 */
import { beforeAll, expect, test } from 'vitest';
import { ExactNumber } from '../../src/base/exact-number.ts';
import type { Answer } from '../../src/engine/answer.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { ComparedValue } from '../../src/engine/freezes/freezes.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import {
  ANALYST,
  openPublishingShop,
  PUBLISHED_FILES,
  type PublishingShop,
  resetTables,
} from '../support/publishing.ts';
import { runScript } from '../support/statements.ts';
import { type Files, metricFile } from '../unit/catalog/small-project.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';

const RUNS = 60;
const METRICS = ['net', 'per_order', 'orders_count', 'margin_per_order'];
const NETS = [
  'sum(orders.amount) - sum(orders.cost)',
  'sum(orders.amount) * 3',
  "sum(orders.amount) filter (where orders.kind = 'web')",
  'sum(orders.amount) - sum(refunds.amount)',
  'sum(orders.amount)',
];

/** Conditions and groups that every model of the shop knows. */
function drawQuestion(draw: Draw): MetricQuery {
  const metrics = draw.some(METRICS, draw.integer(1, 3));
  const [first = ''] = metrics;
  return {
    metrics,
    ...(draw.chance(70) ? { by: ['channel.name'] } : {}),
    time: {
      range: draw.pick(['2026-Q3', '2026', '2026-08']),
      ...(draw.chance(40) ? { grain: 'month' } : {}),
    },
    ...(draw.chance(30)
      ? { where: [{ dimension: 'channel.name', op: 'in', values: ['ads', 'seo', 'tv'] }] }
      : {}),
    ...(draw.chance(30) ? { having: [{ metric: first, op: 'gt', value: draw.integer(0, 100) }] } : {}),
    ...(draw.chance(50) ? { totals: true } : {}),
    ...(draw.chance(30) ? { compare: 'previous_period' } : {}),
  };
}

function drawEdits(draw: Draw): string {
  const edit = (id: number) => {
    const amount = `${draw.integer(-500, 500)}.${draw.integer(10, 99)}`;
    return draw.pick([
      `UPDATE pub.orders SET amount = ${amount} WHERE client = 'a' AND id = ${id}`,
      `UPDATE pub.orders SET cost = ${amount}, channel = ${draw.integer(1, 4)} WHERE client = 'a' AND id = ${id}`,
      `DELETE FROM pub.orders WHERE client = 'a' AND id = ${id}`,
      `INSERT INTO pub.orders VALUES ('a', ${100 + id}, ${draw.integer(1, 4)}, 'app', '2026-0${draw.integer(4, 9)}-11', ${amount}, 1)`,
    ]);
  };
  return Array.from({ length: draw.integer(0, 4) }, (_, index) => edit(index + 1)).join(';\n');
}

function drawDefinitions(draw: Draw): Files {
  const orders = PUBLISHED_FILES['models/orders.yaml'] ?? '';
  return {
    ...PUBLISHED_FILES,
    'sales/net.yaml': metricFile('net', draw.pick(NETS)),
    'models/orders.yaml': draw.chance(50) ? orders.replace('amount - cost', 'amount - 2 * cost') : orders,
  };
}

/** Cells by group and column. */
function cellsOf({ columns, rows }: Answer): ReadonlyMap<string, Answer['rows'][number][number]> {
  const groups = columns.filter(({ kind }) => kind !== 'metric').length;
  return new Map(
    rows.flatMap((row) =>
      columns.map(({ name }, place) => [JSON.stringify([row.slice(0, groups), name]), row[place] ?? null]),
    ),
  );
}

/** In units of the eleventh decimal, which none of these numbers has. */
function units(cell: ComparedValue['data']): bigint {
  if (!(cell instanceof ExactNumber)) throw new Error('an exact number');
  const [whole = '', decimals = ''] = cell.digits.split('.');
  return BigInt(whole + decimals.padEnd(11, '0'));
}

/** What is left over of the sum: nothing of exact numbers, and of doubles the rounding. */
function isWhole({ published, data, definition, current }: ComparedValue): boolean {
  const parts = [published, data, definition];
  if ([...parts, current].every((cell) => cell instanceof ExactNumber))
    return parts.reduce((sum, cell) => sum + units(cell), 0n) === units(current);
  const [p, d, f, c] = [...parts, current].map(Number);
  const size = Math.max(1, ...[p, d, f, c].map((number) => Math.abs(number ?? 0)));
  return Math.abs((p ?? 0) + (d ?? 0) + (f ?? 0) - (c ?? 0)) <= size * 1e-11;
}

type Cells = ReturnType<typeof cellsOf>;

/** One number of a comparison, and what the engines say of it themselves. */
interface Told {
  readonly value: ComparedValue;
  readonly key: string;
  readonly published: Cells;
  readonly current: Cells;
  /** Of the data of today, by the definitions of then. */
  readonly asPublished: Cells;
}

function faultsOf({ value, key, published, current, asPublished }: Told): readonly string[] {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const old = asPublished.get(key) ?? null;
  const isSplit = value.data !== null && value.definition !== null;
  // Published + data is the old definition on the data of today.
  const halfway = { ...value, definition: new ExactNumber('0'), current: old };
  const isExact = [value.published, value.data, old].every((cell) => cell instanceof ExactNumber);
  return [
    ...(same(value.published, published.get(key) ?? null) ? [] : ['not what was published']),
    ...(!current.has(key) || same(value.current, current.get(key)) ? [] : ['not what there is today']),
    ...(!isSplit || isWhole(value) ? [] : ['parts that are not the whole']),
    ...(!isSplit || !isExact || isWhole(halfway) ? [] : ['data that is not the data']),
  ].map((fault) => `${key}: ${fault}`);
}

describeEachDatabase('what was published of random questions', (database) => {
  let shop: PublishingShop;
  beforeAll(async () => {
    shop = await openPublishingShop(database());
  });

  const ask = async (engine: Engine, query: MetricQuery): Promise<Cells> =>
    cellsOf(await engine.query(ANALYST, { ...query, limit: 50_000 }));

  test(
    'is told apart without a digit left over',
    async () => {
      const found = { split: 0, moved: 0 };
      await runProperty({
        runs: RUNS,
        body: async (draw) => {
          await resetTables(database());
          const query = drawQuestion(draw);
          const published = await ask(shop.atFirst, query);
          const id = await shop.publish(query);
          const edits = drawEdits(draw);
          if (edits !== '') await runScript(database(), edits);
          const engine = shop.engineOf(drawDefinitions(draw));
          const { rows, metrics, totals } = await shop.compare(engine, id, query);
          // Which groups there are, conditions on rows decide by the definition of today.
          const { having: _having, ...unchosen } = query;
          const [current, asPublished] = [await ask(engine, query), await ask(shop.atFirst, unchosen)];
          const faults = rows.flatMap(({ group, values }) =>
            values.flatMap((value, place) => {
              const key = JSON.stringify([group, metrics[place]?.name]);
              return faultsOf({ value, key, published, current, asPublished });
            }),
          );
          const values = [...rows.flatMap((row) => row.values), ...(totals ?? [])];
          const split = values.filter(({ data, definition }) => data !== null && definition !== null);
          expect({ query, edits, faults, whole: split.every(isWhole) }).toEqual({
            query,
            edits,
            faults: [],
            whole: true,
          });
          found.split += split.length;
          found.moved += split.filter(
            ({ data, definition }) => Number(data) !== 0 && Number(definition) !== 0,
          ).length;
        },
      });
      expect(found.split).toBeGreaterThan(RUNS);
      expect(found.moved).toBeGreaterThan(10);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
