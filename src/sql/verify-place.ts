/** The one window that our statements have: the place of a row of a step among others, by its columns alone. */
import { PLACE_IN_TIME } from './compile-join-at-time.ts';
import { asList, asNode, bodyOf, dottedName, isBare, type SyntaxNode } from './parse-tree.ts';

/** What the parser writes for a window that says nothing of its frame, which ranks do not look at. */
const NO_FRAME = 1058;

/**
 * `rank() over (partition by "key", … order by "time" desc, "id" collate "C" desc)`, all keys in one direction; as a
 * column of places in time, `row_number()`.
 */
export function isPlace(value: unknown, column: unknown): boolean {
  const { funcname, over, funcformat, ...call }: SyntaxNode = bodyOf(value, 'FuncCall') ?? {};
  const { partitionClause, orderClause, frameOptions, ...window }: SyntaxNode = asNode(over) ?? {};
  const keys = asList(orderClause).map((key) => bodyOf(key, 'SortBy') ?? {});
  const directions = new Set(keys.map((key) => key['sortby_dir']));
  return (
    dottedName(funcname) === (isPlaceInTime(column) ? 'row_number' : 'rank') &&
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
