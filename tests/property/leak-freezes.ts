/** Published answers among what answers with numbers from the warehouse: what is kept of a question, and what it gives today. */
import { randomUUID } from 'node:crypto';
import { ask } from '../support/served-shop.ts';
import type { Asking, Surface } from './leak-surfaces.ts';
import type { World } from './leak-world.ts';

const HEADERS = { 'x-request-id': 'leak-test' };

interface Column {
  readonly name: string;
  readonly current: { readonly metric: string };
}

interface Compared {
  readonly rows: readonly {
    readonly group: Readonly<Record<string, unknown>>;
    readonly values: Readonly<Record<string, { readonly current: unknown }>>;
  }[];
  readonly groups: readonly object[];
  readonly metrics: readonly Column[];
  readonly totals: Compared['rows'][number]['values'] | null;
  readonly warnings: readonly string[];
  readonly receipts: { readonly published: unknown; readonly current: unknown };
}

/** The text of a refusal, or where the answer was published. */
async function publish(
  world: World,
  { tenants, query }: Asking,
): Promise<{ readonly refusal: string } | { readonly url: string }> {
  const payload = { name: randomUUID(), queries: { asked: query } };
  const options = { method: 'POST', url: '/v1/freezes', payload, headers: HEADERS } as const;
  const { status, text, headers } = await ask(world.app, await world.keyFor(tenants), options);
  if (status >= 500) throw new Error(`answered ${status}: ${text}`);
  return status === 201 ? { url: String(headers['location']) } : { refusal: text };
}

function isWhole({ query: { metrics = [], time, cursor } }: Asking): boolean {
  const { grain, range, from, to } = time ?? {};
  const isOpen = grain !== undefined || from !== undefined || to !== undefined;
  const isClosed = range !== undefined || (from !== undefined && to !== undefined) || !isOpen;
  return metrics.length > 0 && cursor === undefined && isClosed;
}

const published: Surface = {
  name: 'what was published',
  route: 'POST /v1/freezes',
  takes: isWhole,
  async ask(world, asking) {
    const made = await publish(world, asking);
    if ('refusal' in made) return made.refusal;
    const key = await world.keyFor(asking.tenants);
    const { text } = await ask(world.app, key, { url: `${made.url}?numbers=strings`, headers: HEADERS });
    const { answers }: { answers: readonly object[] } = JSON.parse(text);
    return JSON.stringify(answers[0]);
  },
};

/** Of which the numbers of today are told in the form of an answer. */
const compared: Surface = {
  name: 'what was published, and is today',
  route: 'POST /v1/freezes/:freeze/query',
  takes: (asking) => isWhole(asking) && asking.query.metrics?.length === 1,
  async ask(world, asking) {
    const made = await publish(world, asking);
    if ('refusal' in made) return made.refusal;
    const { status, text } = await ask(world.app, await world.keyFor(asking.tenants), {
      method: 'POST',
      url: `${made.url}/query`,
      payload: { ...asking.query, numbers: 'strings' },
      headers: HEADERS,
    });
    if (status !== 200) throw new Error(`answered ${status}: ${text}`);
    const { rows, groups, metrics, totals, warnings, receipts }: Compared = JSON.parse(text);
    const current = (values: Compared['rows'][number]['values']) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.current]));
    return JSON.stringify({
      columns: [
        ...groups,
        ...metrics.map(({ name, current: { metric } }) => ({ name, kind: 'metric', metric })),
      ],
      data: rows.map(({ group, values }) => ({ ...group, ...current(values) })),
      totals: totals && current(totals),
      warnings,
      receipt: receipts,
    });
  },
};

export const FREEZE_SURFACES: readonly Surface[] = [published, compared];
