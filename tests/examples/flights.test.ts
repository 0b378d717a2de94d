import { beforeAll, describe, expect, it } from 'vitest';
import { loadFlights } from '../../examples/flights/load.ts';
import type { PostgresDatabase, TextRows } from '../../src/postgres/postgres-database.ts';
import { describeEachDatabase } from '../support/databases.ts';
import {
  computeFigures,
  type FiguresByGroup,
  type Grouping,
  groupKey,
  roundFigure,
} from './flight-figures.ts';
import { HAND_BY_STATE, HAND_BY_WEEK, HAND_BY_WEEK_AND_STATE, HAND_TOTAL } from './hand-sql.ts';

/** Two hubs (one flight from Chicago goes where no state is known), an island, and an airport with six flights. */
const ORIGINS = ['DFW', 'ORD', 'HNL', 'BMI'];

const QUESTIONS: readonly {
  readonly what: string;
  readonly groupings: readonly Grouping[];
  readonly sql: string;
}[] = [
  { what: 'in total', groupings: [], sql: HAND_TOTAL },
  { what: 'by the state of the destination', groupings: ['state'], sql: HAND_BY_STATE },
  { what: 'by week', groupings: ['week'], sql: HAND_BY_WEEK },
  { what: 'by week and state', groupings: ['week', 'state'], sql: HAND_BY_WEEK_AND_STATE },
];

describeEachDatabase('flights', (open) => {
  beforeAll(async () => {
    await loadFlights(open());
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
    it.each(QUESTIONS)('$what: SQL by hand equals the arithmetic over the file', async (question) => {
      const byHand = await readByHand(open(), question.sql, origin);
      expect(byHand.size).toBeGreaterThan(0);
      expect(byHand).toEqual(computeFigures(origin, question.groupings));
    });
  });
});

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
