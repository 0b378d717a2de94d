/**
 * The same questions behind each wall alone and behind both: the compiled predicate, of which `leak.test.ts` asks
 * most, and the database's row-level security, which must do without it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { foreignCells } from './leak-check.ts';
import { drawLeakQuery, poolOf, type QueryPool } from './leak-queries.ts';
import { WATERMARKS } from './leak-rows.ts';
import { type Asking, SURFACES } from './leak-surfaces.ts';
import { openWorld, type Walls, type World } from './leak-world.ts';

const QUESTIONS = 70;
const WALLS: readonly Walls[] = ['predicate', 'row_security', 'both'];

const worlds = new Map<Walls, World>();
const alone = new Map<string, World>();
let pool: QueryPool;

beforeAll(async () => {
  for (const walls of [...WALLS, 'none'] as const) worlds.set(walls, await openWorld({ walls }));
  for (const watermark of WATERMARKS)
    alone.set(watermark.tenant, await openWorld({ watermarks: [watermark] }));
  pool = poolOf(worldOf('both').engine.catalog());
});
afterAll(async () => {
  for (const world of [...worlds.values(), ...alone.values()]) await world.close();
});

function worldOf(walls: Walls): World {
  const world = worlds.get(walls);
  if (!world) throw new Error(`there is no world behind ${walls}`);
  return world;
}

describe('another tenant’s rows stay out of sight', () => {
  it(
    'behind the predicate, behind row-level security, and behind both',
    async () => {
      const tally = { asked: 0, answered: 0 };
      await runProperty({
        runs: QUESTIONS,
        longFactor: 150,
        body: async (draw) => {
          const watermark = draw.pick(WATERMARKS);
          const query = drawLeakQuery(draw, pool);
          const { tenant } = watermark;
          const bound = draw.chance(80) ? [tenant] : WATERMARKS.map((one) => one.tenant);
          const asked = bound.length > 1 ? { ...query, tenants: [tenant] } : query;
          const asking: Asking = { tenants: draw.shuffle(bound), query: asked };
          const lonely = alone.get(tenant);
          if (!lonely) throw new Error('every tenant has a world of its own');
          const surface = draw.pick(SURFACES.filter((one) => one.takes(asking)));
          const expected = await surface.ask(lonely, asking);
          for (const walls of WALLS) {
            const told = await surface.ask(worldOf(walls), asking);
            const question = { walls, surface: surface.name, asking };
            expect({ question, told }).toEqual({ question, told: expected });
            expect({ question, foreign: foreignCells(told, watermark) ?? [] }).toEqual({
              question,
              foreign: [],
            });
            tally.asked += 1;
            if (told.includes('"receipt"') || told.includes('"items"')) tally.answered += 1;
          }
        },
      });
      expect(tally.answered / tally.asked).toBeGreaterThan(0.5);
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('of several tenants at once, behind row-level security alone', async () => {
    const [first, second, third] = WATERMARKS.map(({ tenant }) => tenant);
    const query = { metrics: ['revenue', 'marks_sum'], by: ['tenant'], tenants: [first ?? '', second ?? ''] };
    const bound = { tenants: [first ?? '', second ?? '', third ?? ''], query };
    for (const surface of SURFACES.filter((one) => one.takes(bound))) {
      const told = await surface.ask(worldOf('row_security'), bound);
      expect([surface.name, told]).toEqual([surface.name, await surface.ask(worldOf('predicate'), bound)]);
      expect(told).not.toContain(third);
    }
  });

  it('and would not without any wall: the predicates are really gone', async () => {
    for (const watermark of WATERMARKS) {
      const query = { metrics: ['revenue', 'item_value', 'marks_sum'], by: ['account.name'] };
      const { tenant } = watermark;
      for (const surface of SURFACES) {
        // Some take one metric at a time.
        const whole = { tenants: [tenant], query };
        const asking = surface.takes(whole) ? whole : { ...whole, query: { ...query, metrics: ['revenue'] } };
        const told = await surface.ask(worldOf('none'), asking);
        expect([surface.name, (foreignCells(told, watermark) ?? []).length > 1]).toEqual([
          surface.name,
          true,
        ]);
        const behind = await surface.ask(worldOf('row_security'), asking);
        expect([surface.name, foreignCells(behind, watermark)]).toEqual([surface.name, []]);
      }
    }
  });
});
