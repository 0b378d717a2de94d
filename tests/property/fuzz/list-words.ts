/** Texts that the fixture shop knows, by the key or parameter of a request that would hold them. */
import { freezeRequestExample } from '../../../src/serving/rest/freezes/examples.ts';
import type { TenantId } from '../../../src/tenancy/principal.ts';
import type { ServedShop } from '../../support/served-shop.ts';

const TIMES = ['2026-01-01', '2026-03-29', '2026-07-01', '2026-02-01T10:00:00', '2026-05-01T00:00:00+03:00'];
const DOCUMENTS = [
  '{ metrics { items { name formula } next } }',
  '{ query(input: { metrics: [{ metric: "revenue" }], by: ["orders.status"] }) { rows columns { name } } }',
  '{ dimensionValues(dimension: "orders.status") { items } }',
  '{ metric(name: "nothing") { name } }',
  '{ query(input: { metrics: [{ metric: "revenue" }], limit: -1 }) { rows } }',
  'query A { __typename } query B { __typename }',
];

/** Keys to rotate and revoke, which nothing else rests on. */
const DISPOSABLE = 40;

export async function listWords({
  engine,
  store,
  keys,
}: ServedShop): Promise<(name: string) => readonly string[]> {
  const { metrics, models, project } = engine.catalog();
  const dimensions = [
    ...[...models.values()].flatMap(({ name, members }) =>
      [...members.keys()].map((member) => `${name}.${member}`),
    ),
    ...[...project.roles.keys()].map((role) => `${role}.name`),
    'tenant',
  ];
  const ids: string[] = [];
  for (let made = 0; made < DISPOSABLE; made += 1) {
    const request = { label: 'fuzz', tenants: ['a' as TenantId], capability: 'viewer', groups: [] } as const;
    ids.push((await store.createKey({ ...request, expiresAt: null })).id);
  }
  const viewer = await store.findPrincipal(keys.viewerA);
  if (!viewer) throw new Error('a key of the shop is known');
  const receipts: string[] = [];
  for (const metric of ['revenue', 'orders_count'])
    receipts.push((await engine.query(viewer, { metrics: [metric] })).receipt.id);
  const analyst = await store.findPrincipal(keys.analystA);
  if (!analyst) throw new Error('a key of the shop is known');
  // The query that the document has for an example.
  const { queries } = freezeRequestExample;
  const freeze = await engine.freezes.publish(analyst, { name: 'known', note: null, queries });
  const notes: string[] = [];
  for (let made = 0; made < DISPOSABLE; made += 1)
    notes.push((await engine.annotations.write(analyst, { text: 'known', metric: 'revenue' })).id);
  const known = [...metrics.keys()];
  const byName: Readonly<Record<string, readonly string[]>> = {
    metric: known,
    metrics: known,
    dimension: dimensions,
    by: [...dimensions, ...known],
    of: dimensions,
    order: known,
    from: TIMES,
    to: TIMES,
    range: ['last 30 days', '2026', 'this month', '2026-Q1', 'year to date'],
    zone: ['UTC', 'Europe/Berlin', 'America/New_York'],
    shift: ['1 month', '2 weeks'],
    tenants: ['a', 'b', 'a,b', 'all'],
    id: [...ids, ...receipts],
    freeze: [freeze.id],
    annotation: notes,
    visibility: ['agency', 'client'],
    query: DOCUMENTS,
    label: ['dashboard'],
    capability: ['viewer', 'analyst'],
    expires_at: ['2030-01-01T00:00:00Z'],
    currency: ['USD', 'EUR'],
    where: ['[{"dimension":"orders.status","op":"eq","value":"paid"}]'],
    having: ['[{"metric":"revenue","op":"gt","value":5}]'],
  };
  const everything = Object.values(byName).flat();
  return (name) => (Object.hasOwn(byName, name) ? (byName[name] ?? everything) : everything);
}
