/**
 * Requests made from `openapi.yaml`, near to what it describes and far from it: the server stays up, nothing that it
 * says is a bug, and every answer is one that the document promises.
 */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedShop, serveShop } from '../support/served-shop.ts';
import { isReplay, PROPERTY_TIMEOUT_MS, runProperty, timesAsMany } from './check/run-property.ts';
import { type DrawnRequest, drawRequest } from './fuzz/draw-request.ts';
import { listWords } from './fuzz/list-words.ts';
import { type Operation, type ReadDocument, readDocument } from './fuzz/read-document.ts';

const REQUESTS_A_RUN = 20;
const RUNS = 200;
/** A hundred thousand requests in a long run. */
const LONG_FACTOR = 25;
/** The audit is exported whole again and again: with a record of each request that would take longer and longer. */
const RECORDS = 2_000;
/** A suite of refusals alone would prove little. */
const LEAST_ANSWERED = 0.15;

let shop: ServedShop;
let document: ReadDocument;
let words: (name: string) => readonly string[];
beforeAll(async () => {
  shop = await serveShop(undefined, null, { records: RECORDS });
  document = readDocument();
  words = await listWords(shop);
});
afterAll(() => shop.close());

interface Told {
  readonly status: number;
  /** What is wrong with the answer; `null` where nothing is. */
  readonly fault: string | null;
}

async function send(app: FastifyInstance, { operation, options }: DrawnRequest): Promise<Told> {
  const { statusCode: status, headers, body } = await app.inject(options);
  const type = String(headers['content-type']).split(';', 1)[0] ?? '';
  return { status, fault: status === 304 ? null : findFault(operation, { status, type, body }) };
}

function findFault(
  { answers }: Operation,
  { status, type, body }: { readonly status: number; readonly type: string; readonly body: string },
): string | null {
  const types = answers.get(String(status));
  if (!types) return `${status} is not documented: ${body}`;
  const validate = types.get(type);
  if (!validate) return `${status} comes as ${type}, and not ${[...types.keys()].join(', ')}`;
  if (!type.endsWith('json')) return null;
  // Lines of JSON are a text, to the document.
  const value: unknown = type === 'application/x-ndjson' ? body : JSON.parse(body);
  return validate(value) ? null : `${status} does not fit: ${JSON.stringify(validate.errors)} ${body}`;
}

describe('requests made from the document', () => {
  it(
    'are answered as it says, whatever they are',
    async () => {
      const tally = new Map<string, { readonly asked: number; readonly answered: number }>();
      const keys = [
        ...Object.values(shop.keys),
        shop.keys.adminA,
        shop.keys.adminBoth,
        null,
        'vtr_test_nothing',
        'a.b.c',
      ];
      await runProperty({
        runs: RUNS,
        longFactor: LONG_FACTOR,
        body: async (draw) => {
          for (let asked = 0; asked < REQUESTS_A_RUN; asked += 1) {
            const request = drawRequest({ draw, document, words, keys });
            const { method, path } = request.operation;
            const { status, fault } = await send(shop.app, request);
            expect({ options: request.options, fault }).toEqual({ options: request.options, fault: null });
            const answered = status < 300 ? 1 : 0;
            const before = tally.get(`${method} ${path}`) ?? { asked: 0, answered: 0 };
            tally.set(`${method} ${path}`, { asked: before.asked + 1, answered: before.answered + answered });
          }
        },
      });
      if (isReplay()) return;
      const counts = [...tally.values()];
      const sum = (count: 'asked' | 'answered') => counts.reduce((total, each) => total + each[count], 0);
      expect(sum('asked')).toBe(REQUESTS_A_RUN * RUNS * timesAsMany(LONG_FACTOR));
      expect(sum('answered') / sum('asked')).toBeGreaterThan(LEAST_ANSWERED);
      expect(tally.size).toBe(document.operations.length);
      // Every operation is also reached with a request that it takes.
      expect([...tally].filter(([, { answered }]) => answered === 0).map(([name]) => name)).toEqual([]);
      expect((await shop.app.inject({ url: '/livez' })).statusCode).toBe(200);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
