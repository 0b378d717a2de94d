/** A key of several tenants sees the rows of those it names, and none of the others it is bound to or not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { drawLeakQuery, poolOf, type QueryPool } from './leak-queries.ts';
import { WATERMARKS } from './leak-rows.ts';
import { type Asking, SURFACES } from './leak-surfaces.ts';
import { openWorld, type World } from './leak-world.ts';

const QUESTIONS = 200;

let together: World;
let pool: QueryPool;
const pairs = new Map<string, World>();

beforeAll(async () => {
  together = await openWorld();
  pool = poolOf(together.engine.catalog());
  for (const absent of WATERMARKS) {
    const watermarks = WATERMARKS.filter((one) => one !== absent);
    pairs.set(absent.tenant, await openWorld({ watermarks }));
  }
});
afterAll(async () => {
  for (const world of [together, ...pairs.values()]) await world.close();
});

it(
  'on any surface, as if the database held those alone',
  async () => {
    const tally = { asked: 0, answered: 0 };
    await runProperty({
      runs: QUESTIONS,
      body: async (draw) => {
        const absent = draw.pick(WATERMARKS);
        const pair = WATERMARKS.filter((one) => one !== absent).map(({ tenant }) => tenant);
        const { by = [], ...drawn } = drawLeakQuery(draw, pool);
        const query = { ...drawn, by: draw.chance(70) ? [...by, 'tenant'] : by, tenants: draw.shuffle(pair) };
        const bound = draw.chance(50) ? WATERMARKS.map(({ tenant }) => tenant) : pair;
        const asking: Asking = { tenants: draw.shuffle(bound), query };
        const lonely = pairs.get(absent.tenant);
        if (!lonely) throw new Error('every pair has a world of its own');
        for (const surface of SURFACES.filter((one) => one.takes(asking))) {
          const [told, expected] = await Promise.all([
            surface.ask(together, asking),
            surface.ask(lonely, asking),
          ]);
          const question = { surface: surface.name, asking };
          expect({ question, told }).toEqual({ question, told: expected });
          tally.asked += 1;
          if (/"(receipt|items|columns)"/.test(told)) tally.answered += 1;
        }
      },
    });
    expect(tally.answered / tally.asked).toBeGreaterThan(0.5);
  },
  PROPERTY_TIMEOUT_MS,
);
