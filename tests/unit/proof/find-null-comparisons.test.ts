import { expect, it } from 'vitest';
import { findNullComparisons } from '../../../src/proof/find-null-comparisons.ts';

function found(text: string): string[] {
  return findNullComparisons(text).map(
    ({ segments, operator, span }) =>
      `${segments.join('.')} ${operator} at ${text.slice(span.start, span.end)}`,
  );
}

it.each<[string, string[]]>([
  ["status = 'paid'", []],
  ["status <> 'paid'", ["status <> at status <> 'paid'"]],
  ["status != 'paid' and kind in ('a')", ["status <> at status != 'paid'"]],
  ["count(orders) filter (where orders.status <> 'x')", ["orders.status <> at orders.status <> 'x'"]],
  ["kind not in ('a', 'b')", ["kind not in at kind not in ('a', 'b')"]],
  ["not kind in ('a', 'b')", ["kind not in at not kind in ('a', 'b')"]],
  ["status <> 'paid' or status is null", []],
  ["status is not null and status <> 'paid'", []],
  ["coalesce(status, 'none') <> 'paid'", []],
  ["coalesce(a, 'none') = 'x' and a <> b", ['b <> at a <> b']],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});
