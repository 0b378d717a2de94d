import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadFlights } from '../../examples/flights/load.ts';
import { type Cell, ExactNumber } from '../../src/base/exact-number.ts';
import type { Answer } from '../../src/engine/answer.ts';
import type { PostgresDatabase, TextRows } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import {
  computeFigures,
  type FiguresByGroup,
  type Grouping,
  groupKey,
  roundFigure,
} from './flight-figures.ts';
import { HAND_BY_STATE, HAND_BY_WEEK, HAND_BY_WEEK_AND_STATE, HAND_TOTAL } from './hand-sql.ts';
import { type Ask, openProject } from './open-project.ts';

/** Two hubs (one flight from Chicago goes where no state is known), an island, and an airport with six flights. */
const ORIGINS = ['DFW', 'ORD', 'HNL', 'BMI'];

const QUESTIONS: readonly {
  readonly what: string;
  readonly groupings: readonly Grouping[];
  readonly query: Omit<MetricQuery, 'metrics'>;
  readonly sql: string;
}[] = [
  { what: 'in total', groupings: [], query: {}, sql: HAND_TOTAL },
  {
    what: 'by the state of the destination',
    groupings: ['state'],
    query: { by: ['destination.state'] },
    sql: HAND_BY_STATE,
  },
  { what: 'by week', groupings: ['week'], query: { time: { grain: 'week' } }, sql: HAND_BY_WEEK },
  {
    what: 'by week and state',
    groupings: ['week', 'state'],
    query: { by: ['destination.state'], time: { grain: 'week' } },
    sql: HAND_BY_WEEK_AND_STATE,
  },
];

const METRICS = ['departures', 'average_delay', 'on_time_share', 'distance'] as const;
const FOLDER = fileURLToPath(new URL('../../examples/flights/metrics', import.meta.url));

describeEachDatabase('flights', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    await loadFlights(open());
    ask = await openProject(open(), FOLDER);
  });

  it('are loaded once', async () => {
    await loadFlights(open());
    const counts = await read(open(), {
      text: 'select (select count(*) from flights.flights), (select count(*) from flights.airports)',
      parameters: [],
    });
    expect(counts).toEqual([['20000', '3376']]);
  });

  describe.each(ORIGINS)('from %s', (origin) => {
    it.each(QUESTIONS)('$what: every metric equals SQL by hand', async ({ query, sql }) => {
      const answer = await ask(origin, { metrics: [...METRICS], ...query });
      expect(readAnswer(answer)).toEqual(await readByHand(open(), sql, origin));
    });

    it.each(QUESTIONS)('$what: SQL by hand equals the arithmetic over the file', async (question) => {
      const byHand = await readByHand(open(), question.sql, origin);
      expect(byHand.size).toBeGreaterThan(0);
      expect(byHand).toEqual(computeFigures(origin, question.groupings));
    });
    it.each(METRICS)('%s alone is as it is among the others', async (metric) => {
      const { rows } = await ask(origin, { metrics: [metric] });
      const figures = computeFigures(origin, []).get('');
      expect(rows.map((row) => row.map(readCell))).toEqual([[String(figures?.[metric])]]);
    });
  });

  it('gives an airport that no flight left nothing to divide by', async () => {
    const { rows } = await ask('00M', { metrics: [...METRICS] });
    expect(rows.map((row) => row.map(readCell))).toEqual([['0', null, null, '0']]);
  });

  it('keeps the wall clock, whatever zone the report is in', async () => {
    const time = { grain: 'day', from: '2001-01-01', to: '2001-01-02' } as const;
    const [utc, honolulu] = await Promise.all(
      ['UTC', 'Pacific/Honolulu'].map((zone) =>
        ask('HNL', { metrics: ['departures'], time: { ...time, zone } }),
      ),
    );
    expect(utc?.rows.length).toBe(1);
    expect(honolulu?.rows).toEqual(utc?.rows);
  });
});

function readAnswer(answer: Answer): FiguresByGroup {
  return new Map(
    answer.rows.map((row) => {
      const [departures, delay, share, distance] = row.slice(-4).map(readCell);
      const figures = {
        departures: String(departures),
        average_delay: Number(delay),
        on_time_share: Number(share),
        distance: String(distance),
      };
      return [groupKey(row.slice(0, -4).map(readCell)), figures];
    }),
  );
}

function readCell(cell: Cell): string | null {
  if (cell === null) return null;
  return cell instanceof ExactNumber ? cell.digits : String(cell);
}

async function readByHand(database: PostgresDatabase, sql: string, origin: string): Promise<FiguresByGroup> {
  const rows = await read(database, { text: sql, parameters: [origin] });
  return new Map(
    rows.map((row) => {
      const [departures, delay, share, distance] = row.slice(-4);
      const figures = {
        departures: String(departures),
        average_delay: roundFigure(Number(delay)),
        on_time_share: roundFigure(Number(share)),
        distance: String(distance),
      };
      return [groupKey(row.slice(0, -4)), figures];
    }),
  );
}

async function read(
  database: PostgresDatabase,
  statement: { readonly text: string; readonly parameters: readonly string[] },
): Promise<TextRows> {
  const [rows] = await database.transaction([statement], { mode: 'read_only', timeoutMs: 60_000 });
  return rows ?? [];
}
