/** Precedence as a property: a tree written with as few parentheses as the grammar needs is read back as itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import type { Syntax } from '../../../src/formula/syntax.ts';

interface Written {
  /** `add(a, b)`. */
  readonly tree: string;
  readonly text: string;
  /** Of the loosest operator outside parentheses, 1 to 7. */
  readonly level: number;
}

const [OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, PRIMARY] = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const BINARY = [
  ['or', 'or', OR],
  ['and', 'and', AND],
  ['=', 'equal', COMPARISON],
  ['<>', 'not_equal', COMPARISON],
  ['<=', 'less_or_equal', COMPARISON],
  ['+', 'add', SUM],
  ['-', 'subtract', SUM],
  ['*', 'multiply', PRODUCT],
  ['/', 'divide', PRODUCT],
] as const;

const atLeast = ({ text, level }: Written, least: number): string => (level >= least ? text : `(${text})`);

const leaf: fc.Arbitrary<Written> = fc
  .oneof(
    fc.constantFrom('a', 'b.c', 'Abs_1', 'x@2', 'true', 'null', '0', '12.50'),
    fc.string().map((text) => `'${text.replaceAll("'", "''").replaceAll('\u0000', '')}'`),
  )
  .map((text) => ({ tree: text, text, level: PRIMARY }));

const formula = fc.letrec<{ any: Written }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom(...BINARY), tie('any'), tie('any'))
      .map(([[symbol, operator, level], left, right]) => {
        // Comparisons do not chain; everything else leans to the left.
        const leftLevel = level === COMPARISON ? level + 1 : level;
        const text = `${atLeast(left, leftLevel)} ${symbol} ${atLeast(right, level + 1)}`;
        return { tree: `${operator}(${left.tree}, ${right.tree})`, text, level };
      }),
    tie('any').map((inner) => ({
      tree: `not(${inner.tree})`,
      text: `not ${atLeast(inner, NOT)}`,
      level: NOT,
    })),
    tie('any').map((inner) => ({
      tree: `negate(${inner.tree})`,
      text: `- ${atLeast(inner, SIGN)}`,
      level: SIGN,
    })),
    tie('any').map((inner) => ({
      tree: `is_null(${inner.tree})`,
      text: `${atLeast(inner, SUM)} is null`,
      level: COMPARISON,
    })),
    fc.tuple(tie('any'), fc.array(tie('any'), { minLength: 1, maxLength: 3 })).map(([first, list]) => ({
      tree: `in(${[first, ...list].map(({ tree }) => tree).join(', ')})`,
      text: `${atLeast(first, SUM)} in (${list.map(({ text }) => text).join(', ')})`,
      level: COMPARISON,
    })),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([when, then, otherwise]) => ({
      tree: `case(${when.tree}, ${then.tree}, ${otherwise.tree})`,
      text: `case when ${when.text} then ${then.text} else ${otherwise.text} end`,
      level: PRIMARY,
    })),
    fc.tuple(tie('any'), fc.option(tie('any'))).map(([inner, filter]) => ({
      tree: `f(${inner.tree}${filter ? ` where ${filter.tree}` : ''})`,
      text: `f(${inner.text})${filter ? ` filter (where ${filter.text})` : ''}`,
      level: PRIMARY,
    })),
  ),
}));

function printSyntax(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'literal':
      return syntax.type === 'string'
        ? `'${String(syntax.value).replaceAll("'", "''")}'`
        : String(syntax.value);
    case 'name':
      return syntax.segments.join('.') + (syntax.version === null ? '' : `@${syntax.version}`);
    case 'duration':
      return `${syntax.count} ${syntax.unit}`;
    case 'operation':
      return `${syntax.operator}(${syntax.operands.map(printSyntax).join(', ')})`;
    case 'call':
      return `${syntax.name}(${syntax.operands.map(printSyntax).join(', ')}${
        syntax.filter ? ` where ${printSyntax(syntax.filter)}` : ''
      })`;
  }
}

function outcome(text: string): string {
  try {
    parseFormula(text);
    return 'read';
  } catch (fault) {
    return fault instanceof Error ? fault.name : 'unknown';
  }
}

/** `between` is left out: it stands for two comparisons; the tables of formulas cover it. */
describe('parseFormula', () => {
  it('reads every tree back as it was meant', () => {
    fc.assert(
      fc.property(formula.any, ({ tree, text }) => {
        fc.pre(text.length <= 4_000 && (text.match(/\(|not|-|case|when/g) ?? []).length < 60);
        expect(printSyntax(parseFormula(text))).toBe(tree);
      }),
      { numRuns: 2_000 },
    );
  });

  it('spans of operations are those of their text', () => {
    const text = "1 + coalesce( a , 2 ) * ('x')";
    const sum = parseFormula(text);
    const parts: string[] = [];
    const visit = (syntax: Syntax): void => {
      parts.push(text.slice(syntax.span.start, syntax.span.end));
      if (syntax.kind === 'operation' || syntax.kind === 'call') syntax.operands.forEach(visit);
    };
    visit(sum);
    expect(parts).toEqual([text, '1', "coalesce( a , 2 ) * ('x')", 'coalesce( a , 2 )', 'a', '2', "('x')"]);
  });

  it('any text at all is a formula or a located fault', () => {
    const pieces = fc.constantFrom(
      "'",
      '(',
      ')',
      'case',
      'when',
      'then',
      'end',
      'filter',
      'where',
      'not',
      'in',
      'between',
      'and',
      'date',
      '@',
      '.',
      ',',
      '-',
      '*',
      '<>',
      '1',
      '1.',
      'a',
      'orders.amount',
      'sum(',
      '--',
      ' ',
      '\n',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
        expect(['read', 'FormulaFault']).toContain(outcome(list.join('')));
      }),
      { numRuns: 3_000 },
    );
  });
});
