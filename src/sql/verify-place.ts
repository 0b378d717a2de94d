/** The windows over rows: the place of a row of a step among others, or a value before it, by its columns alone. */
import { ATTRIBUTE_VALUE } from '../planner/attribute-keys.ts';
import { PLACE_IN_TIME } from './compile-join-at-time.ts';
import { asList, asNode, bodyOf, dottedName, isBare, type SyntaxNode } from './parse-tree.ts';

/** What the parser writes for a window that says nothing of its frame, which ranks do not look at. */
const NO_FRAME = 1058;

/**
 * `rank() over (partition by "key", … order by "time" desc, "id" collate "C" desc)`, all keys in one direction; as a
 * column of places in time, `row_number()`; as that of an attribute, `row_number()` or `lag("column")`.
 */
export function isPlace(value: unknown, column: unknown): boolean {
  const called = bodyOf(value, 'FuncCall');
  if (!called) return false;
  const { funcname, args, over, funcformat, ...call } = called;
  const { partitionClause, orderClause, frameOptions, ...window }: SyntaxNode = asNode(over) ?? {};
  const keys = asList(orderClause).map((key) => bodyOf(key, 'SortBy') ?? {});
  const directions = new Set(keys.map((key) => key['sortby_dir']));
  return (
    isPlaceFunction(dottedName(funcname) ?? '', args, column) &&
    funcformat === 'COERCE_EXPLICIT_CALL' &&
    frameOptions === NO_FRAME &&
    [call, window].every(isBare) &&
    asList(partitionClause).every(isOwnColumn) &&
    keys.length > 0 &&
    keys.every(isSortKey) &&
    directions.size === 1 &&
    [...directions].every((direction) => direction === 'SORTBY_ASC' || direction === 'SORTBY_DESC')
  );
}

function isPlaceFunction(name: string, args: unknown, column: unknown): boolean {
  if (column === ATTRIBUTE_VALUE && name === 'lag') {
    const [before, ...others] = asList(args);
    return others.length === 0 && isOwnColumn(before);
  }
  const isNumber = column === ATTRIBUTE_VALUE || isPlaceInTime(column);
  return name === (isNumber ? 'row_number' : 'rank') && args === undefined;
}

function isPlaceInTime(column: unknown): boolean {
  return typeof column === 'string' && column.trimEnd() === PLACE_IN_TIME;
}

function isSortKey({ node, sortby_dir: _direction, sortby_nulls, ...others }: SyntaxNode): boolean {
  const { arg, collname, ...collation }: SyntaxNode = bodyOf(node, 'CollateClause') ?? {};
  const isText = dottedName(collname) === 'C' && isBare(collation) && isOwnColumn(arg);
  return sortby_nulls === 'SORTBY_NULLS_DEFAULT' && isBare(others) && (isText || isOwnColumn(node));
}

/** `"column"`, of the step that is read. */
function isOwnColumn(value: unknown): boolean {
  const { fields, ...others }: SyntaxNode = bodyOf(value, 'ColumnRef') ?? {};
  return asList(fields).length === 1 && dottedName(fields) !== undefined && isBare(others);
}
