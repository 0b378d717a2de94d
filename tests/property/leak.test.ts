/**
 * No tenant sees another's rows: every surface gives, byte for byte, what it would give on a database that
 * holds the asking tenant alone, and no cell carries another tenant's mark.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/serving/routes/list-routes.ts';
import { ask } from '../support/served-shop.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import { foreignCells } from './leak-check.ts';
import { drawLeakQuery, poolOf, type QueryPool } from './leak-queries.ts';
import { WATERMARKS, type Watermark } from './leak-rows.ts';
import {
  type Asking,
  FOR_THE_OPERATOR,
  GRAPHQL_FIELDS,
  SURFACES,
  WITHOUT_WAREHOUSE,
} from './leak-surfaces.ts';
import { openWorld, PROCESS_TOKEN, principalFor, type World } from './leak-world.ts';

const QUESTIONS = 1_000;

let together: World;
let pool: QueryPool;
const alone = new Map<string, World>();

beforeAll(async () => {
  together = await openWorld();
  pool = poolOf(together.engine.catalog());
  for (const watermark of WATERMARKS)
    alone.set(watermark.tenant, await openWorld({ watermarks: [watermark] }));
});
afterAll(async () => {
  for (const world of [together, ...alone.values()]) await world.close();
});

interface Question {
  readonly watermark: Watermark;
  readonly asking: Asking;
}

/** Now and then by a key for several tenants, which has to say for whom it asks. */
function drawQuestion(draw: Draw): Question {
  const watermark = draw.pick(WATERMARKS);
  const query = drawLeakQuery(draw, pool);
  const { tenant } = watermark;
  if (draw.chance(90)) return { watermark, asking: { tenants: [tenant], query } };
  const tenants = draw.shuffle(WATERMARKS.map((one) => one.tenant));
  return { watermark, asking: { tenants, query: { ...query, tenants: [tenant] } } };
}

/** What the key of a tenant is told of a receipt, its id aside. */
async function readReceipt(tenant: string, id: string): Promise<{ status: number; text: string }> {
  const key = await together.keyFor([tenant]);
  const options = { url: `/v1/receipts/${id}`, headers: { 'x-request-id': 'leak-test' } };
  const { status, text } = await ask(together.app, key, options);
  return { status, text: text.replaceAll(id, 'id') };
}

describe('no tenant sees what is another’s', () => {
  it(
    'on any surface, whatever is asked',
    async () => {
      const tally = { asked: 0, answered: 0 };
      await runProperty({
        runs: QUESTIONS,
        longFactor: 10,
        body: async (draw) => {
          const { watermark, asking } = drawQuestion(draw);
          const lonely = alone.get(watermark.tenant);
          if (!lonely) throw new Error('every tenant has a world of its own');
          for (const surface of SURFACES.filter((one) => one.takes(asking))) {
            const [told, expected] = await Promise.all([
              surface.ask(together, asking),
              surface.ask(lonely, asking),
            ]);
            const question = { surface: surface.name, asking };
            expect({ question, told }).toEqual({ question, told: expected });
            const foreign = foreignCells(told, watermark);
            expect({ question, foreign: foreign ?? [] }).toEqual({ question, foreign: [] });
            tally.asked += 1;
            if (foreign) tally.answered += 1;
          }
        },
      });
      expect(tally.asked).toBeGreaterThan(QUESTIONS);
      expect(tally.answered / tally.asked).toBeGreaterThan(0.6);
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('when the same question comes from each of them at once', async () => {
    const query = { metrics: ['revenue', 'marks_sum'], by: ['channel.name'], totals: true };
    const surfaces = SURFACES.filter((surface) => surface.takes({ tenants: ['alder'], query }));
    const rounds = Array.from({ length: 20 }, () => WATERMARKS).flat();
    const told = await Promise.all(
      rounds.map(async (watermark, place) => {
        const surface = surfaces[place % surfaces.length];
        const text = await surface?.ask(together, { tenants: [watermark.tenant], query });
        return foreignCells(text ?? '{}', watermark);
      }),
    );
    expect(told.filter((foreign) => foreign === null || foreign.length > 0)).toEqual([]);
  });

  it('in receipts, which answer others as if they did not exist', async () => {
    const query = { metrics: ['revenue'] };
    for (const { tenant } of WATERMARKS) {
      const { receipt } = await together.engine.query(principalFor([tenant]), query);
      const own = await readReceipt(tenant, receipt.id);
      expect({ status: own.status, own: own.text.includes(tenant) }).toEqual({ status: 200, own: true });
      for (const other of WATERMARKS.filter((one) => one.tenant !== tenant)) {
        const told = await readReceipt(other.tenant, receipt.id);
        expect(told).toEqual(await readReceipt(other.tenant, 'f'.repeat(64)));
        expect(told.status).toBe(404);
      }
    }
  });

  it('in catalog and plans, which say nothing of any tenant', async () => {
    const key = await together.keyFor(['alder']);
    for (const options of ['POST /v1/query/plan', 'GET /v1/metrics', 'GET /v1/dimensions']) {
      const { text } = await ask(together.app, key, WITHOUT_WAREHOUSE[options] ?? {});
      expect(WATERMARKS.filter(({ tenant }) => text.includes(tenant))).toEqual([]);
    }
  });
});

describe('the leak test', () => {
  it('knows every route, and every field of GraphQL', async () => {
    const known = [
      ...SURFACES.map(({ route }) => route),
      ...Object.keys(WITHOUT_WAREHOUSE),
      ...Object.keys(FOR_THE_OPERATOR),
    ];
    const guarded = together.app
      .routeTable()
      .filter(({ access, method }) => access !== 'public' && method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`);
    const declared = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...guarded, ...declared].filter((route) => !known.includes(route))).toEqual([]);
    expect(known.filter((route) => route !== null && !declared.includes(route))).toEqual([]);
    const payload = { query: '{ __schema { queryType { fields { name } } mutationType { name } } }' };
    const { text } = await ask(together.app, await together.keyFor(['alder']), {
      method: 'POST',
      url: '/graphql',
      payload,
    });
    const fields = GRAPHQL_FIELDS.map((name) => ({ name }));
    expect(JSON.parse(text)).toEqual({ data: { __schema: { queryType: { fields }, mutationType: null } } });
  });

  it.each(Object.entries(WITHOUT_WAREHOUSE))('%s does not read the warehouse', async (route, options) => {
    const key = route.includes('/internal/') ? PROCESS_TOKEN : await together.keyFor(['alder']);
    const before = together.reads();
    const { status } = await ask(together.app, key, options);
    expect({ read: together.reads() - before, served: status < 500 && status !== 401 }).toEqual({
      read: 0,
      served: true,
    });
  });

  it.each(Object.entries(FOR_THE_OPERATOR))('%s is not for the keys of tenants', async (_route, options) => {
    const status = async (key: string) => (await ask(together.app, key, options)).status;
    const keys = await Promise.all(WATERMARKS.map(({ tenant }) => together.keyFor([tenant])));
    expect(await Promise.all([PROCESS_TOKEN, ...keys].map(status))).toEqual([200, ...keys.map(() => 401)]);
  });

  it('would notice a leak on every surface', async () => {
    const leaky = await openWorld({ leaky: true });
    try {
      for (const surface of SURFACES) {
        for (const watermark of WATERMARKS) {
          const asking = {
            tenants: [watermark.tenant],
            query: { metrics: ['revenue'], by: ['account.name'] },
          };
          const told = await surface.ask(leaky, asking);
          expect({ surface: surface.name, cells: foreignCells(told, watermark)?.length }).toEqual({
            surface: surface.name,
            cells: surface.leaked ?? 2,
          });
        }
      }
    } finally {
      await leaky.close();
    }
  });
});
