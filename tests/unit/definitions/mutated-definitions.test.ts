import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { printDiagnostics } from '../../../src/errors/print-diagnostic.ts';

const RUNS = process.env['VITRINE_LONG'] === '1' ? 10_000 : 1_000;

const originals: readonly (readonly [file: string, text: string])[] = [
  [
    'project.yaml',
    'project: northlight\ntimezone: Europe/Moscow\ncurrency: RUB\nlanguages: [en, ru]\nroles:\n  channel: channels\n',
  ],
  [
    'models/orders.yaml',
    `# One row per order.
model: orders
description: { en: "One row per \\"order\\".", ru: 'Строка на заказ' }
source: shop.orders
primary_key: [order_id]
tenant: { column: client_id }
refresh: { every: 1 hour, watermark: loaded_at }
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  ordered_at: { type: time, zone: Europe/Moscow }
  size_band:
    type: string
    formula: >-
      case when amount >= 10000
        then 'large'
      else 'small' end
facts:
  amount: { type: decimal, unit: currency }
  fee: { type: decimal, unit: { currency: USD } }
`,
  ],
  [
    'marketing/roas.yaml',
    `metric: roas
version: 2
title: { en: ROAS, ru: Возврат }
description: |
  Revenue per unit
  of spend.
owner: growth@northlight.example
formula: 'sum(orders.amount) filter (where orders.status = ''paid'') / ad_spend'
empty: null
format: { style: ratio, decimals: 2 }
tags:
  - marketing
  - executive
`,
  ],
];

const SPLINTERS = [
  ...Array.from('[]{}:,-?&*!|>%@`\'"#~ \n\t\r\\0.<=/😀\u0000\u001f\uFEFF\uD83D\u2028'),
  ': ',
  '- ',
  '\n---\n',
  '<<: ',
  '&a ',
  '*a',
  '!!str ',
  '__proto__: ',
  '? ',
  '|+\n',
  '>2-\n',
  '"\\x',
  '\\u12',
  '\r\n',
  '0x1F',
  '.inf',
  '['.repeat(40),
  '- '.repeat(40),
];

type Mutation = (text: string) => string;

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, share: number): number => Math.floor(share * text.length);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc
    .tuple(fraction, fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 6, unit: 'binary' })))
    .map(
      ([where, what]): Mutation =>
        (text) => {
          return text.slice(0, at(text, where)) + what + text.slice(at(text, where));
        },
    ),
  fc.tuple(fraction, fc.nat(30)).map(
    ([where, length]): Mutation =>
      (text) => {
        return text.slice(0, at(text, where)) + text.slice(at(text, where) + length);
      },
  ),
  fc.tuple(fraction, fraction, fc.nat(60)).map(
    ([from, to, length]): Mutation =>
      (text) => {
        const piece = text.slice(at(text, from), at(text, from) + length);
        return text.slice(0, at(text, to)) + piece + text.slice(at(text, to));
      },
  ),
  fc.tuple(fraction, fc.nat(6)).map(
    ([where, indent]): Mutation =>
      (text) => {
        const lines = text.split('\n');
        const line = at(text, where) % lines.length;
        return lines.with(line, ' '.repeat(indent) + (lines[line] ?? '').trimStart()).join('\n');
      },
  ),
);

const mutated = fc
  .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([[file, text], mutations]): readonly [string, string] => {
    return [file, mutations.reduce((changed, mutate) => mutate(changed), text)];
  });

describe('mutated definitions', () => {
  it('are sound before they are mutated', () => {
    const { diagnostics } = parseProject(new Map(originals));
    expect(diagnostics).toEqual([]);
  });

  it(`never throw or hang, and each fault lies inside the file (${RUNS} files)`, () => {
    let faults = 0;
    fc.assert(
      fc.property(mutated, ([file, text]) => {
        const files = new Map([...originals, [file, text] as const]);
        const start = performance.now();
        const { diagnostics } = parseProject(files);
        expect(performance.now() - start).toBeLessThan(5_000);
        const lines = text.split('\n');
        for (const { position } of diagnostics) {
          faults += 1;
          expect(position.file).toBe(file);
          expect(position.line).toBeGreaterThanOrEqual(1);
          expect(position.line).toBeLessThanOrEqual(lines.length);
          expect(position.column).toBeGreaterThanOrEqual(1);
          expect(position.column).toBeLessThanOrEqual((lines[position.line - 1] ?? '').length + 1);
          expect(position.length).toBeGreaterThanOrEqual(1);
        }
        printDiagnostics(diagnostics, { files });
      }),
      { numRuns: RUNS },
    );
    expect(faults).toBeGreaterThan(RUNS / 4);
  });
});
