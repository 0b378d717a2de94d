/** Random questions about one metric: its own field in GraphQL gives what REST gives, row by row. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { namedDimensions } from '../../src/query/named-dimensions.ts';
import { ask, type Reply } from '../support/served-shop.ts';
import { PROPERTY_TIMEOUT_MS, runProperty, timesAsMany } from './check/run-property.ts';
import { drawLeakQuery, poolOf, type QueryPool } from './leak-queries.ts';
import { WATERMARKS } from './leak-rows.ts';
import { openWorld, type World } from './leak-world.ts';
import { metricOf, renameRow, writeDocument } from './typed-document.ts';

const QUESTIONS = 750;
const LEAST_ASKED = 250;

let world: World;
let pool: QueryPool;
beforeAll(async () => {
  world = await openWorld();
  pool = poolOf(world.engine.catalog());
});
afterAll(() => world.close());

interface Told {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly totals: Readonly<Record<string, unknown>> | null;
  readonly rest: unknown;
}

/** Of REST, an answer or the code of a refusal. */
function readRest({ status, text }: Reply): Told | string {
  const { data, totals, range, page, warnings, code } = JSON.parse(text);
  if (status !== 200) return code;
  const { limit, next } = page;
  return { rows: data, totals: totals ?? null, rest: { range, limit, more: next !== null, warnings } };
}

function readGraphql({ text }: Reply, { by = [] }: MetricQuery): Told | string {
  const { data, errors } = JSON.parse(text);
  if (errors) return errors[0].extensions.code;
  const [answer] = Object.values<Record<string, never>>(data.values);
  const { rows, totals, range, page, warnings } = Object(answer);
  return {
    rows: rows.map((row: Record<string, unknown>) => renameRow(row, by)),
    totals: totals ? renameRow(totals, []) : null,
    rest: { range, limit: page.limit, more: page.more, warnings },
  };
}

/** Without what GraphQL has a field for and REST no column. */
function withoutAbsent(
  row: Readonly<Record<string, unknown>>,
  like: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([column, cell]) => column in like || cell !== null));
}

/** What GraphQL told, in the form of what REST did. */
function compareTold(graphql: Told | string, rest: Told | string): Told | string {
  // Much of what the engine refuses, no type has: a range of what has no time, hours of a date.
  if (graphql === 'HTTP_GRAPHQL_INVALID' && typeof rest === 'string') return rest;
  if (typeof graphql === 'string' || typeof rest === 'string') return graphql;
  const [like = {}] = rest.rows;
  return {
    rows: graphql.rows.map((row) => withoutAbsent(row, like)),
    totals: graphql.totals ? withoutAbsent(graphql.totals, rest.totals ?? {}) : null,
    rest: graphql.rest,
  };
}

describe('the field of a metric', () => {
  it(
    'gives the rows of REST',
    async () => {
      const found = { answered: 0, refused: 0, unknown: 0 };
      await runProperty({
        runs: QUESTIONS,
        body: async (draw) => {
          const drawn = drawLeakQuery(draw, pool);
          const metric = metricOf(drawn);
          if (metric === null) return;
          const named = JSON.parse(
            JSON.stringify(drawn).replaceAll('"column_0"', '"value"').replaceAll(`"${metric}"`, '"value"'),
          );
          const query: MetricQuery = {
            ...named,
            metrics: [{ metric, as: 'value' }],
            numbers: 'strings',
            layout: 'rows',
          };
          const key = await world.keyFor([draw.pick(WATERMARKS).tenant]);
          const payload = { query: writeDocument(metric, query) };
          const [rest, graphql] = [
            readRest(await ask(world.app, key, { method: 'POST', url: '/v1/query', payload: query })),
            readGraphql(await ask(world.app, key, { method: 'POST', url: '/graphql', payload }), query),
          ];
          // What its types do not know, facts and names that nobody has, is refused before the engine is asked.
          const known = new Set(pool.dimensions.get(metric));
          if (!namedDimensions(query).every((name) => known.has(name.split(':')[0] ?? ''))) {
            found.unknown += 1;
            return;
          }
          expect({ payload, told: compareTold(graphql, rest) }).toEqual({ payload, told: rest });
          if (typeof rest === 'string') {
            found.refused += 1;
            return;
          }
          found.answered += 1;
        },
      });
      expect(found.answered + found.refused).toBeGreaterThan(LEAST_ASKED * timesAsMany(3));
      expect(found.unknown).toBeLessThan(found.answered);
      expect(found.answered / (found.answered + found.refused)).toBeGreaterThan(0.6);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
