/** The canonical text of formulas: it says the same, and says it shortest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/hash.ts';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import { printFormula } from '../../../src/formula/print-formula.ts';
import type { Syntax } from '../../../src/formula/syntax.ts';
import { formulaText } from './generate-formula.ts';

/** The syntax without its places in the text. */
function withoutSpans(syntax: Syntax): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(syntax, (key, value: unknown) => (/[sS]pan$/.test(key) ? null : value))),
  );
}

function parsed(text: string): Syntax | null {
  try {
    return parseFormula(text);
  } catch (fault) {
    if (fault instanceof FormulaFault) return null;
    throw fault;
  }
}

describe('printFormula', () => {
  it('says what was read, whatever was read', () => {
    let read = 0;
    fc.assert(
      fc.property(formulaText, (text) => {
        const syntax = parsed(text);
        if (!syntax) return;
        read += 1;
        const printed = printFormula(syntax);
        const again = parsed(printed);
        expect(again && withoutSpans(again)).toBe(withoutSpans(syntax));
        expect(again && printFormula(again)).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(600);
  });

  it('puts no parenthesis without which the same would be read', () => {
    fc.assert(
      fc.property(formulaText, (text) => {
        const syntax = parsed(text);
        if (!syntax) return;
        const printed = printFormula(syntax);
        const meaning = withoutSpans(syntax);
        for (const shorter of withoutOnePair(printed)) {
          const other = parsed(shorter);
          expect(other && withoutSpans(other)).not.toBe(meaning);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['((revenue))', 'revenue'],
    ['SUM ( orders . amount )', 'sum(orders.amount)'],
    ['a-(b-c)-d', 'a - (b - c) - d'],
    ['(a*b)+c', 'a * b + c'],
    ['a*(b+c)', 'a * (b + c)'],
    ['(a and b) or (c and not (d))', 'a and b or c and not d'],
    ['a and (b or c)', 'a and (b or c)'],
    ['not (a = 1)', 'not a = 1'],
    ['(not a) = b', '(not a) = b'],
    ['a != 1', 'a <> 1'],
    ['- - a', '-(-a)'],
    ['-(a * b)', '-(a * b)'],
    ['(-a) * b', '-a * b'],
    ['a - (-b)', 'a - -b'],
    ['x between 1 and 2', 'x >= 1 and x <= 2'],
    ['x not between 1 and 2', 'not (x >= 1 and x <= 2)'],
    ['not x in (1,2)', 'x not in (1, 2)'],
    ['(x is not null) = true', '(x is not null) = true'],
    ["'it''s'", "'it''s'"],
    ["DATE '2026-01-31'", "date '2026-01-31'"],
    ['CASE WHEN a THEN 1 ELSE null END', 'case when a then 1 end'],
    ['case when a then 1 when b then 2 else 3 end', 'case when a then 1 when b then 2 else 3 end'],
    ['revenue @ 2 / cost', 'revenue@2 / cost'],
    ['revenue FILTER(WHERE channel.is_paid)', 'revenue filter (where channel.is_paid)'],
    ['count(orders)filter(where(orders.a))', 'count(orders) filter (where orders.a)'],
    ['sum(b.amount LAST BY b.id,b.kind)', 'sum(b.amount last by b.id, b.kind)'],
    ['percentile(b.x last by b.id, 0.95)', 'percentile(b.x last by b.id, 0.95)'],
    ['percentile(b.x, 0.95 last by b.id)', 'percentile(b.x last by b.id, 0.95)'],
    ['f(a, b last by c)', 'f(a last by c, (b))'],
    ['f(a last, by)', 'f(a last, by)'],
    ['f((by) last by c, (by), d)', 'f((by) last by c, (by), d)'],
    ['sum(s.units at_end)', 'sum(s.units at_end)'],
    ['shift(m, 1 Years)', 'shift(m, 1 year)'],
    ['shift(m, 2 year)', 'shift(m, 2 years)'],
    ['shift(to Month, m)', 'shift(m, to Month)'],
    ['trailing(m, 1 buckets)', 'trailing(m, 1 bucket)'],
    ['total(m,within a.b,c.d)', 'total(m, within a.b, c.d)'],
    ['UNFILTERED( m,by a , c.d)', 'unfiltered(m by a, c.d)'],
    ['unfiltered(m)', 'unfiltered(m)'],
    ['avg( balance  PER day )', 'avg(balance per day)'],
    ['previous(x by a,b)', 'previous(x by a, b)'],
    ['ordinal( by a )', 'ordinal(by a)'],
  ])('%s', (text, expected) => {
    const syntax = parsed(text);
    expect(syntax && printFormula(syntax)).toBe(expected);
  });
});

/** Each text that is left when one pair of parentheses is taken out. */
function withoutOnePair(text: string): string[] {
  const open: number[] = [];
  const shorter: string[] = [];
  let quoted = false;
  for (const [index, character] of text.split('').entries()) {
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') open.push(index);
    const start = character === ')' ? open.pop() : undefined;
    if (start !== undefined)
      shorter.push(text.slice(0, start) + text.slice(start + 1, index) + text.slice(index + 1));
  }
  return shorter;
}
