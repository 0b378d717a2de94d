/** What the compiler lets a frontend write against the demo's exported types, and what it refuses. */
import { expect, it } from 'vitest';
import { loadCatalog } from '../../../src/cli/load-catalog.ts';
import { writeTypes } from '../../../src/cli/types/write-types.ts';
import { checkTypes, wrongLines } from '../../support/type-check.ts';

const project = writeTypes(await loadCatalog({ project: 'metrics', schemas: new Map() }));

/** `is` takes a value of exactly the type that is written, and no other. */
const HEAD = `import { createClient } from 'vitrine/client';
import type { Project } from './project.ts';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A>() => <B>(_value: B, ..._proof: Same<A, B> extends true ? [] : [never]): void => {};
const client = createClient<Project>({ url: 'http://metrics.example', key: async () => 'k' });
const anything = createClient({ url: 'http://metrics.example' });
`;

const GOOD = `${HEAD}
const one = await client.query({
  metrics: ['roas', { metric: 'revenue', version: 1, as: 'then' }],
  by: ['channel.name', 'campaign.started_on:month'],
  time: { grain: 'month', range: 'last 12 months', fill: true },
  where: [{ dimension: 'campaign.kind', op: 'eq', value: 'brand' }, { not: { any: [{ dimension: 'orders.amount', op: 'gt', value: 5 }] } }],
  having: [{ metric: 'then', op: 'gt', value: 1 }, { dimension: 'channel.name', op: 'not_null' }],
  top: { n: 3, of: ['channel.name'], by: 'roas', others: true },
  order: [{ by: 'time' }, { by: 'then', direction: 'desc' }],
  totals: true,
  tenants: ['17'],
});
type One = { time: string | null; 'channel.name': string | null; 'campaign.started_on:month': string | null; others: boolean; roas: number | null; then: number | null };
is<readonly One[]>()(one.data);
is<{ roas: number | null; then: number | null }>()(one.totals);
is<string | null>()(one.page.next);

const strings = await client.query({ metrics: ['revenue', 'roas', 'orders_count'], by: ['campaign.kind', 'campaign.orders_placed', 'channel.is_paid'], numbers: 'strings' });
type Strings = { 'campaign.kind': 'brand' | 'performance' | 'retargeting' | null; 'campaign.orders_placed': string | null; 'channel.is_paid': boolean | null; revenue: string | null; roas: number | null; orders_count: string | null };
is<readonly Strings[]>()(strings.data);
is<null>()(strings.totals);

const converted = await client.query({ metrics: ['revenue'], numbers: 'strings', currency: 'EUR' });
is<readonly { revenue: string | number | null }[]>()(converted.data);

const compared = await client.query({ metrics: ['revenue@1'], compare: 'previous_year', order: [{ by: 'revenue.change' }], totals: true });
type Compared = { revenue: number | null; 'revenue.previous': number | null; 'revenue.change': number | null; 'revenue.change_ratio': number | null };
is<readonly Compared[]>()(compared.data);
is<Compared>()(compared.totals);

const listed = await client.query({ metrics: ['revenue'], compare: [{ shift: '1 month' }, { version: 1, as: 'old' }, { range: 'previous_period' }], numbers: 'strings' });
type Listed = {
  revenue: string | null;
  'revenue.shift_1_month.value': string | null; 'revenue.shift_1_month.change': string | null; 'revenue.shift_1_month.change_ratio': number | null;
  'revenue.old.value': string | number | boolean | null; 'revenue.old.change': string | number | null; 'revenue.old.change_ratio': number | null;
  'revenue.previous_period.value': string | null; 'revenue.previous_period.change': string | null; 'revenue.previous_period.change_ratio': number | null;
};
is<readonly Listed[]>()(listed.data);

const values = await client.values('roas', { by: ['channel.name'], grain: 'week', range: '2026-Q1', order: ['-roas', 'channel.name'], compare: '1 month', top: 5, of: ['channel.name'] });
type Values = { time: string | null; 'channel.name': string | null; roas: number | null; 'roas.previous': number | null; 'roas.change': number | null; 'roas.change_ratio': number | null };
is<readonly Values[]>()(values.data);

const dimensions = await client.query({ by: ['channel.name', 'orders.ordered_at:hour_of_day'], limit: 3 });
is<readonly { 'channel.name': string | null; 'orders.ordered_at:hour_of_day': number | null }[]>()(dimensions.data);

for await (const row of client.rows({ metrics: ['orders_count'], by: ['tenant'], tenants: 'all' }))
  is<{ tenant: string | null; orders_count: number | null }>()(row);
for await (const { data } of client.pages({ metrics: ['orders_count'] })) is<readonly { orders_count: number | null }[]>()(data);

const saved = { metrics: ['roas'], by: ['channel.name'] } as const;
is<readonly { 'channel.name': string | null; roas: number | null }[]>()((await client.query(saved)).data);

const unknown = await anything.query({ metrics: ['whatever'], by: ['a.b:month'], time: { grain: 'month' }, order: [{ by: 'whatever' }] });
is<readonly { time: string | null; 'a.b:month': string | number | boolean | null; whatever: string | number | boolean | null }[]>()(unknown.data);
`;

const WRONG = `${HEAD}
void client.query({ metrics: ['raos'] }); // wrong
void client.query({ metrics: [{ metric: 'raos', as: 'x' }] }); // wrong
void client.query({ metrics: ['roas@7'] }); // wrong
void client.query({ metrics: ['roas'], by: ['chanel.name'] }); // wrong
void client.query({ metrics: ['roas'], by: ['tasks.kind'] }); // wrong
void client.query({ metrics: ['orders_count'], by: ['orders.status'] });
void client.query({ metrics: ['orders_count', 'roas'], by: ['orders.status'] }); // wrong
void client.query({ metrics: ['orders_count', { metric: 'roas' }], by: ['orders.status'] }); // wrong
void client.query({ metrics: ['orders_count'], time: { grain: 'hour' } });
void client.query({ metrics: ['roas'], time: { grain: 'hour' } }); // wrong
void client.query({ metrics: ['orders_count', 'roas'], time: { grain: 'hour' } }); // wrong
void client.query({ metrics: ['roas'], time: { grain: 'fortnight' } }); // wrong
void client.query({ metrics: ['roas'], by: ['campaign.started_on'] }); // wrong
void client.query({ metrics: ['roas'], by: ['campaign.started_on:hour'] }); // wrong
void client.query({ metrics: ['roas'], by: ['channel.name:month'] }); // wrong
void client.query({ metrics: ['roas'], where: [{ dimension: 'chanel.name', op: 'is_null' }] }); // wrong
void client.query({ metrics: ['roas'], where: [{ any: [{ not: { dimension: 'tasks.kind', op: 'is_null' } }] }] }); // wrong
void client.query({ metrics: ['roas'], where: [{ dimension: 'channel.name', op: 'equals', value: 'x' }] }); // wrong
void client.query({ metrics: ['roas'], having: [{ metric: 'revenue', op: 'gt', value: 1 }] }); // wrong
void client.query({ metrics: ['roas'], order: [{ by: 'revenue' }] }); // wrong
void client.query({ metrics: ['roas'], by: ['channel.name'], top: { n: 1, of: ['campaign.name'], by: 'roas' } }); // wrong
void client.query({ metrics: ['roas'], top: { n: 1, of: [], by: 'revenue' } }); // wrong
void client.query({ metrics: ['roas'], filters: [] }); // wrong
void client.query({ metrics: ['roas'], layout: 'columns' }); // wrong
void client.query({ metrics: ['roas'], numbers: 'string' }); // wrong
void client.query({ metrics: ['roas'], compare: 'last_year' }); // wrong
void client.query({ by: ['chanel.name'] }); // wrong
void client.values('raos'); // wrong
void client.values('roas', { by: ['tasks.kind'] }); // wrong
void client.values('roas', { grain: 'hour' }); // wrong
void client.values('roas', { order: ['-revenue'] }); // wrong
void client.rows({ metrics: ['raos'] }); // wrong
void client.pages({ metrics: ['roas'], by: ['tasks.kind'] }); // wrong
const { data } = await client.query({ metrics: ['roas'], by: ['channel.name'] });
export const typo = data[0]?.raos; // wrong
export const unasked = data[0]?.time; // wrong
export const never: number = data[0]?.roas ?? 'none'; // wrong
is<readonly { roas: number }[]>()((await client.query({ metrics: ['roas'] })).data); // wrong
void anything;
void createClient<{ metrics: { a: 1 }; dimensions: Record<string, never>; facts: string }>({ url: 'x' }); // wrong
`;

it('lets a frontend ask for what there is, and tells the exact columns of each row', async () => {
  expect(await checkTypes({ 'project.ts': project, 'use.ts': GOOD })).toEqual([]);
});

it('refuses each line that asks for what there is not', async () => {
  const faults = await checkTypes({ 'project.ts': project, 'use.ts': WRONG });
  const places = [...new Set(faults.map(({ place }) => place))];
  expect(places).toEqual(wrongLines('use.ts', WRONG));
});

it('says which name may have been meant', async () => {
  const text = `${HEAD}void client.query({ metrics: ['roas'], by: ['chanel.name'] });\nvoid anything;\nvoid is;\n`;
  const [fault] = await checkTypes({ 'project.ts': project, 'use.ts': text });
  expect(fault?.message).toContain(`Did you mean '"channel.name"'?`);
});
