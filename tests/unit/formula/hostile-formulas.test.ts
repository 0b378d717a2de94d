/**
 * Formulas by somebody who means harm, or pastes SQL: every one is refused at load with a code and a place
 * inside its text, whatever it tries, and nothing else is ever thrown.
 */
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/errors/catalogue.ts';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import { typeMetric } from '../../../src/formula/type-metric.ts';
import { SHOP } from './formula-shop.ts';
import { FAMILIES } from './hostile-texts.ts';

/** The fault of a formula, as loading a metric would meet it. */
function faultOf(text: string): FormulaFault | null {
  try {
    const syntax = parseFormula(text);
    typeMetric(syntax, SHOP);
    return null;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault;
    throw fault;
  }
}

/** The code of the refusal, and whether its place lies inside the text. */
function judge(text: string): { code: string | undefined; known: boolean; inside: boolean } {
  const fault = faultOf(text);
  const { start, end } = fault?.span ?? { start: -1, end: -1 };
  const known = Object.keys(catalogue).includes(fault?.code ?? '');
  return { code: fault?.code, known, inside: start >= 0 && start <= end && end <= text.length };
}

const CHARACTER = 'FORMULA_UNEXPECTED_CHARACTER';
const TOKEN = 'FORMULA_UNEXPECTED_TOKEN';
const NAME = 'FORMULA_UNKNOWN_NAME';
const STRING = 'FORMULA_UNTERMINATED_STRING';

describe.each(Object.entries(FAMILIES))('%s', (_, { code, put, texts }) => {
  it.each(texts.map(put))('%j', (text) => {
    expect(judge(text)).toEqual({ code, known: true, inside: true });
  });
});

describe('depth and size', () => {
  const nested = (times: number, before: string, middle: string, after = ''): string =>
    before.repeat(times) + middle + after.repeat(times);

  it.each([
    ['parentheses', nested(1_900, '(', '1', ')'), 'FORMULA_TOO_DEEP'],
    ['open parentheses', '('.repeat(3_999), 'FORMULA_TOO_DEEP'],
    ['closing parentheses', ')'.repeat(3_999), TOKEN],
    ['not', nested(990, 'not ', 'true'), 'FORMULA_TOO_DEEP'],
    ['signs', nested(1_900, '- ', '1'), 'FORMULA_TOO_DEEP'],
    ['calls', nested(390, 'sum(', 'orders.amount', ')'), 'FORMULA_TOO_DEEP'],
    ['windows', nested(200, 'running(', 'revenue', ')'), 'FORMULA_TOO_DEEP'],
    ['filters', nested(100, 'revenue filter (where ', 'true', ')'), 'FORMULA_TOO_DEEP'],
    ['cases', nested(150, 'case when ', 'true', ' then 1 end'), 'FORMULA_TOO_DEEP'],
    ['lists', nested(300, '1 in (', '1', ')'), 'FORMULA_TOO_DEEP'],
    ['ranges', nested(60, '(', '1', ' between 1 and 2)'), 'FORMULA_TOO_LARGE'],
    ['terms', `revenue${' + 1'.repeat(900)}`, 'FORMULA_TOO_LARGE'],
    ['arguments', `coalesce(${'revenue, '.repeat(420)}`, TOKEN],
    ['names of a clause', `sum(orders.amount last by ${'a, '.repeat(1_200)}a)`, NAME],
    ['joins', `sum(orders${'.customer'.repeat(400)})`, NAME],
    ['a long name', `${'r'.repeat(3_999)}`, NAME],
    ['a long number and a letter', `${'9'.repeat(3_000)}x`, CHARACTER],
    ['a long formula', ' '.repeat(4_001), 'FORMULA_TOO_LONG'],
    ['a long string', `'${'x'.repeat(5_000)}'`, 'FORMULA_TOO_LONG'],
    ['quotes', "'".repeat(3_999), STRING],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toEqual({ code, known: true, inside: true });
  });
});

describe('the collection', () => {
  const texts = Object.values(FAMILIES).flatMap(({ put, texts: list }) => list.map(put));

  it('has at least 300 formulas, no two alike', () => {
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    expect(texts.length).toBeGreaterThanOrEqual(300);
  });

  it('is refused as well inside other formulas', () => {
    for (const text of texts) {
      for (const put of [
        `(${text})`,
        `1 + ${text}`,
        `case when true then ${text} end`,
        `trailing(${text}, 7 days)`,
      ])
        expect({ put, refused: faultOf(put) !== null }).toEqual({ put, refused: true });
    }
  });

  it('is refused at every length, or means something harmless', () => {
    for (const text of texts.slice(0, 100)) {
      for (let length = 0; length <= text.length; length += 1) {
        const fault = faultOf(text.slice(0, length));
        expect(fault?.span.end ?? 0).toBeLessThanOrEqual(length);
      }
    }
  });
});
