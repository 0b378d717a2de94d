/** `openapi.yaml` as others take it: a linter, a generator of clients, and whoever sends its examples to the demo. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createConfig, lint } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exampleProblem } from '../../src/serving/openapi/example-problem.ts';
import { type SpawnedCli, spawnCli } from '../support/spawned-cli.ts';
import { checkTypes } from '../support/type-check.ts';

const execute = promisify(execFile);

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly example?: string | number | boolean;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
    >;
  };
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** One way of asking: every example of a body, and every example of a parameter with those that it needs. */
interface Asking {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Parameters whose examples say nothing without another. */
const WITH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  order: { grain: 'month' },
  compare: { from: '2026-01-01', to: '2026-07-01' },
};

const text = await readFile('openapi.yaml', 'utf8');
const described: Described = parse(text);
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const askings = operations.flatMap(({ path, method, operation }): Asking[] => {
  const bodies = Object.values(operation.requestBody?.content ?? {}).flatMap(({ examples = {} }) =>
    Object.values(examples).map(({ value }) => value),
  );
  const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query' && 'example' in each);
  const queries = [
    {},
    ...parameters.map(({ name, example }) => ({ ...WITH[name], [name]: String(example) })),
  ];
  return (bodies.length > 0 ? bodies : [undefined]).flatMap((body, place) =>
    queries.map((query) => {
      const name = `${operation.operationId} ${place} ${new URLSearchParams(query).toString()}`;
      return { name, method, path, operation, query, body };
    }),
  );
});

const contains = (dimension: string) => ({
  metrics: ['revenue'],
  where: [{ dimension, op: 'contains', value: '1' }],
});

let folder: string;
let server: SpawnedCli;
let url: string;
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-openapi-'));
  const env = { VITRINE_WAREHOUSE: `pglite:${folder}/pg`, VITRINE_SECRET: '', HOST: '127.0.0.1', PORT: '0' };
  server = spawnCli(['serve'], env);
  const [, address = ''] = await server.waitFor(/curl -H 'Authorization: Bearer \S+' '(\S+)'\n/);
  url = new URL(address).origin;
  const words = [
    'keys',
    'create',
    '--tenant',
    '17',
    '--capability',
    'admin',
    '--group',
    'marketing',
    '--json',
  ];
  const created = await spawnCli(words, env).finished;
  key = JSON.parse(created.out).key;
}, 300_000);
afterAll(async () => {
  server.process.kill('SIGTERM');
  await server.finished;
  await rm(folder, { recursive: true, force: true });
});

describe('the document of the API', () => {
  it('is faultless to a linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lint({ ref: resolve('openapi.yaml'), config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
    const broken = join(folder, 'broken.yaml');
    await writeFile(broken, text.replace('operationId: planQuery', 'operationId: runQuery'));
    expect((await lint({ ref: broken, config })).map(({ ruleId }) => ruleId)).toEqual([
      'operation-operationId-unique',
    ]);
  }, 60_000);

  it('has examples that are answered as it says', async () => {
    const validator = new Ajv2020({ strict: false, validateFormats: false });
    validator.addSchema({ $id: 'document', ...parse(text) });
    // By the collection that they are in: what was made last.
    const made = new Map<string, string>();
    const faults: unknown[] = [];
    for (const { name, method, path, operation, query, body } of askings) {
      const [collection = ''] = path.split('/{');
      const filled = path.replace(/\{(\w+)\}/g, (_all, parameter: string) => {
        const { example } = operation.parameters?.find((each) => each.name === parameter) ?? {};
        return encodeURIComponent(String(example ?? made.get(collection) ?? ''));
      });
      const response = await fetch(`${url}${filled}?${new URLSearchParams(query).toString()}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const told = await response.text();
      const type = response.headers.get('content-type')?.split(';')[0] ?? '';
      if (!response.ok) faults.push([name, JSON.parse(told).code]);
      else if (type === 'application/json') {
        const answer = JSON.parse(told);
        if (typeof answer.id === 'string') made.set(collection, answer.id);
        if (answer.receipt) made.set('/v1/receipts', answer.receipt.id);
        const place = [path, method.toLowerCase(), 'responses', String(response.status), 'content', type];
        const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
        const holds = validator.validate({ $ref: `document#/paths/${encodeURI(pointer)}/schema` }, answer);
        if (!holds) faults.push([name, validator.errorsText()]);
      }
    }
    // The demo has released nothing.
    expect(faults).toEqual([['getMetricValues 0 definitions=2026-01-31', 'QUERY_NOT_RELEASED']]);
    expect(askings.length).toBeGreaterThan(operations.length);
  }, 300_000);

  it.each([
    ['QUERY_INVALID', { metrics: ['roas'], filters: [] }],
    ['QUERY_UNKNOWN_METRIC', { metrics: ['raos'] }],
    ['QUERY_UNKNOWN_VERSION', { metrics: [{ metric: 'roas', version: 7 }] }],
    ['QUERY_UNKNOWN_MEMBER', { metrics: ['roas'], by: ['chanel.name'] }],
    ['QUERY_NO_PATH', { metrics: ['roas'], by: ['product.name'] }],
    ['QUERY_OPERATOR_MISMATCH', contains('orders.amount')],
    ['QUERY_GRAIN_REQUIRED', { metrics: ['revenue'], by: ['customer.registered_at'] }],
    ['QUERY_GRAIN_TOO_FINE', { metrics: ['ad_spend'], time: { grain: 'hour' } }],
    ['QUERY_COMPARE_RANGE', { metrics: ['roas'], compare: 'previous_period' }],
    ['QUERY_BAD_TIME', { metrics: ['roas'], time: { from: '2026-02-30' } }],
    ['QUERY_EMPTY_RANGE', { metrics: ['roas'], time: { from: '2026-07-01', to: '2026-01-01' } }],
    ['QUERY_INTRADAY_BOUND', { metrics: ['ad_spend'], time: { from: '2026-01-01T12:00', to: '2026-02-01' } }],
    ['QUERY_UNKNOWN_ZONE', { metrics: ['roas'], time: { zone: 'Europe/Moskow' } }],
    ['QUERY_UNKNOWN_COLUMN', { metrics: ['revenue'], order: [{ by: 'revenu' }] }],
    ['QUERY_DUPLICATE_COLUMN', { metrics: ['roas', 'roas'] }],
    ['QUERY_CURSOR_INVALID', { metrics: ['roas'], by: ['channel.name'], cursor: 'x' }],
    ['QUERY_LIMIT_EXCEEDED', { metrics: Array.from({ length: 21 }, (_each, place) => `m${place}`) }],
    ['QUERY_NO_RATES', { metrics: ['revenue'], currency: 'EUR' }],
  ] as const)('shows %s as it is sent', async (code, body) => {
    const response = await fetch(`${url}/v1/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { request_id: _id, ...sent } = JSON.parse(await response.text());
    const { request_id: _example, ...shown } = exampleProblem(code);
    expect(sent).toEqual(shown);
  });

  it('makes a client by an ordinary generator', async () => {
    const file = join(folder, 'api.ts');
    await execute(resolve('node_modules/.bin/oazapfts'), ['openapi.yaml', file]);
    const api = await readFile(file, 'utf8');
    const use = `import { defaults, getMetricValues, runQuery } from './api.ts';
defaults.baseUrl = ${JSON.stringify(url)};
defaults.headers = { authorization: 'Bearer ${key}' };
const asked = await runQuery({ metrics: ['roas'], by: ['channel.name'], limit: 1 });
const listed = await getMetricValues('roas', { by: 'channel.name', limit: 1 });
const refused = await runQuery({ metrics: ['raos'] });
if (asked.status !== 200 || listed.status !== 200 || refused.status !== 404) throw new Error('refused');
console.log(asked.data.columns.length, JSON.stringify(asked.data.data) === JSON.stringify(listed.data.data), refused.data.code);
`;
    // Generated code is not written for it.
    const options = { lib: ['es2023', 'dom'], exactOptionalPropertyTypes: false };
    expect(await checkTypes({ 'api.ts': api, 'use.ts': use }, options)).toEqual([]);
    await writeFile(join(folder, 'use.ts'), use);
    const outfile = join(folder, 'use.mjs');
    await build({
      entryPoints: [join(folder, 'use.ts')],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      nodePaths: [resolve('node_modules')],
      outfile,
    });
    const { stdout } = await execute(process.execPath, [outfile]);
    expect(stdout).toBe('2 true QUERY_UNKNOWN_METRIC\n');
  }, 120_000);
});
