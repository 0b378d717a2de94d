/** Requests to the operations of the document: mostly near to what they take, some far from it. */
import type { InjectOptions } from 'fastify';
import type { Draw } from '../generate/draw.ts';
import { drawJson, drawLike, drawText, type JsonDraw } from './draw-json.ts';
import type { Operation, ReadDocument } from './read-document.ts';

interface RequestDraw {
  readonly draw: Draw;
  readonly document: ReadDocument;
  readonly words: JsonDraw['words'];
  /** Credentials, good and bad; `null` for none. */
  readonly keys: readonly (string | null)[];
}

export interface DrawnRequest {
  readonly operation: Operation;
  readonly options: InjectOptions;
}

/** Texts that come from nowhere in the project. */
const HOSTILE: readonly string[] = [
  '',
  ' ',
  '\0',
  '\u{d800}',
  "'; drop table shop.orders; --",
  '" or 1=1',
  '$1',
  '%00',
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'a'.repeat(3_000),
  '🦄'.repeat(40),
  '\u202Eevil',
  '-0',
  'NaN',
  '1e999',
  '9'.repeat(400),
  '2026-02-30',
  '0000-01-01',
  '+275760-09-13T00:00:00Z',
  'last 99999999999 days',
  'Etc/GMT+99',
  'revenue@0',
  'revenue@999999999999999999999',
  'orders..status',
  '.',
  ':',
  'orders.status:month',
  '[object Object]',
];

/** What is sent in the place of JSON. */
const BODIES: readonly string[] = [
  '',
  'null',
  '[]',
  '{',
  '{"a":1,"a":2}',
  '{"metrics":["revenue"],"metrics":["orders_count"]}',
  '\uFEFF{}',
  '"text"',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `{"metrics":["${'x'.repeat(70_000)}"]}`,
  '{"metrics":[1e400]}',
];

const MEDIA_TYPES: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
];

export function drawRequest({ draw, document, words, keys }: RequestDraw): DrawnRequest {
  const operation = draw.pick(document.operations);
  const json: JsonDraw = {
    draw,
    resolve: document.resolve,
    words,
    hostile: HOSTILE,
    broken: draw.pick([0, 0, 2, 10]),
  };
  const key = draw.pick(keys);
  const headers = {
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(draw.chance(10) ? { 'idempotency-key': draw.pick(['again', 'x'.repeat(300), 'ключ']) } : {}),
    ...(draw.chance(5) ? { 'if-none-match': draw.pick(['*', 'W/"x"', '"']) } : {}),
    ...(draw.chance(5) ? { accept: draw.pick(['text/csv', 'application/json', 'nonsense']) } : {}),
  };
  const url = drawUrl(operation, json);
  const bare = { method: operation.method, url, headers };
  if (operation.method !== 'POST' && operation.method !== 'PATCH') return { operation, options: bare };
  return { operation, options: { ...bare, ...drawPayload(operation, json, headers) } };
}

function drawPayload(
  { body, examples }: Operation,
  json: JsonDraw,
  headers: Readonly<Record<string, string>>,
): Pick<InjectOptions, 'payload' | 'headers'> {
  const { draw } = json;
  if (body === null || draw.chance(5))
    return { payload: draw.pick(BODIES), headers: { ...headers, 'content-type': draw.pick(MEDIA_TYPES) } };
  return {
    payload: JSON.stringify(
      examples.length > 0 && draw.chance(50)
        ? drawLike(draw.pick(examples), json)
        : drawJson(body, json, { name: '', depth: 0 }),
    ),
    headers: { ...headers, 'content-type': 'application/json' },
  };
}

function drawUrl({ path, parameters }: Operation, json: JsonDraw): string {
  const { draw, resolve } = json;
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(drawText(json, name)));
  const share = draw.pick([4, 12, 35]);
  const asked = parameters
    .filter((parameter) => parameter.in === 'query' && draw.chance(share))
    .map(
      ({ name, schema }) => `${name}=${encode(text(drawJson(resolve(schema), json, { name, depth: 0 })))}`,
    );
  const all = [
    ...asked,
    ...(draw.chance(3) ? asked.slice(0, 1) : []),
    ...(draw.chance(3)
      ? [draw.pick(['&&', 'x', '=', 'limit=', '%', '%zz', 'a=%ff', 'tenant=a', '__proto__=1'])]
      : []),
  ];
  return all.length === 0 ? named : `${named}?${all.join('&')}`;
}

/** What an address has between two slashes: dots alone would lead elsewhere. */
function segment(text: string): string {
  return /^\.{0,2}$/.test(text) ? 'x' : encode(text);
}

/** Halves of characters cannot be written in an address. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
