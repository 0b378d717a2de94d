/** The one series that may stand beside a row: the days from the first of a period to the last. */
import {
  argumentsOf,
  asList,
  asNode,
  bodyOf,
  dottedName,
  isBare,
  operandsOf,
  type SyntaxNode,
} from './parse-tree.ts';

/** What a row may have beside it, by the relation that tells the period's ends and by the column's name. */
const [PERIOD, DAY] = ['whole period', 'day'];

/** `"whole period"."first" + generate_series(0, coalesce("whole period"."next" - "whole period"."first", 1) - 1) as "day"`. */
export function isDaySeries(target: unknown): boolean {
  const { name, val, ...others }: SyntaxNode = bodyOf(target, 'ResTarget') ?? {};
  const [first, series] = operandsOf(val, '+');
  const [from, to, ...more] = argumentsOf(series, 'generate_series');
  const [count, one] = operandsOf(to, '-');
  const { args, ...rest }: SyntaxNode = bodyOf(count, 'CoalesceExpr') ?? {};
  const [length, single, ...further] = asList(args);
  const [next, start] = operandsOf(length, '-');
  return (
    name === DAY &&
    [others, rest].every(isBare) &&
    [further, more].every(({ length }) => length === 0) &&
    [first, start].every((column) => isEnd(column, 'first')) &&
    isEnd(next, 'next') &&
    isNumber(from, undefined) &&
    [one, single].every((number) => isNumber(number, 1))
  );
}

function isEnd(value: unknown, column: string): boolean {
  const { fields, ...others }: SyntaxNode = bodyOf(value, 'ColumnRef') ?? {};
  return dottedName(fields) === `${PERIOD}.${column}` && asList(fields).length === 2 && isBare(others);
}

/** The parser leaves 0 out. */
function isNumber(value: unknown, expected: number | undefined): boolean {
  const { ival, ...others }: SyntaxNode = bodyOf(value, 'A_Const') ?? {};
  const { ival: number, ...rest }: SyntaxNode = asNode(ival) ?? { missing: true };
  return number === expected && [others, rest].every(isBare);
}
