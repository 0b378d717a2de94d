/** The two ways in which a bound list may be used beside `= any`: unnested as rows, and by one of its elements. */
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import {
  argumentsOf,
  asList,
  asNode,
  bodyOf,
  dottedName,
  isBare,
  isNumber,
  operandsOf,
  type SyntaxNode,
} from './parse-tree.ts';

/** Where the values of a list come from, and its types as the parser writes them. */
interface BoundList {
  readonly slot: ParameterSlot['kind'];
  readonly types: ReadonlySet<string>;
}

/** What buckets come in. */
const TIMES: BoundList = {
  slot: 'parameter',
  types: new Set(['date', 'timestamptz', 'pg_catalog.timestamp']),
};

/** What the shifts of a week come in. */
const NUMBERS: BoundList = { slot: 'constant', types: new Set(['pg_catalog.numeric']) };

/** `$n::timestamptz[]`, a value of the request. */
export function isTimeList(value: unknown, slots: readonly ParameterSlot[]): boolean {
  return isListOf(TIMES, value, slots);
}

function isListOf(list: BoundList, value: unknown, slots: readonly ParameterSlot[]): boolean {
  const { arg, typeName, ...others }: SyntaxNode = bodyOf(value, 'TypeCast') ?? {};
  const { number, ...rest }: SyntaxNode = bodyOf(arg, 'ParamRef') ?? {};
  const slot = typeof number === 'number' ? slots[number - 1] : undefined;
  return slot?.kind === list.slot && isListType(typeName, list.types) && isBare(others) && isBare(rest);
}

/** A list of which single elements may be taken: times of the request, or `$n::numeric[]`, numbers of a definition. */
export function isBoundList(value: unknown, slots: readonly ParameterSlot[]): boolean {
  return isListOf(NUMBERS, value, slots) || isTimeList(value, slots);
}

/** `[index]` and nothing else; the index itself is for the caller to judge. */
export function elementIndex(indirection: unknown): unknown {
  const [element, ...further] = asList(indirection);
  const { uidx, ...others }: SyntaxNode = bodyOf(element, 'A_Indices') ?? {};
  return further.length === 0 && isBare(others) ? uidx : undefined;
}

/** `unnest($n::date[], …) as "name" ("column", …)`. @throws PlanRefused */
export function verifyUnnest(body: SyntaxNode, slots: readonly ParameterSlot[]): void {
  const { functions, alias, ...others } = body;
  const [list, ...further] = asList(functions);
  const [call, columns, ...more] = asList(bodyOf(list, 'List')?.['items']);
  const lists = argumentsOf(call, 'unnest');
  const { aliasname, colnames, ...aliased }: SyntaxNode = asNode(alias) ?? {};
  const plain = [others, aliased, asNode(columns) ?? { missing: true }].every(isBare);
  const single = [further, more].every(({ length }) => length === 0);
  const names = asList(colnames).map((name) => dottedName([name]));
  const named =
    typeof aliasname === 'string' &&
    names.length === lists.length &&
    new Set(names).size === names.length &&
    names.every(Boolean);
  const unnested = lists.length > 0 && lists.every((list) => isTimeList(list, slots));
  if (!plain || !single || !named || !unnested) throw new PlanRefused('a function is read from');
}

/**
 * `generate_series(width_bucket(…), width_bucket(…) - 1)` over bound lists: as many rows as a list has elements,
 * at most. The moments that are looked for in the lists are for the caller to judge.
 */
export function slotSeries(value: unknown, slots: readonly ParameterSlot[]): readonly unknown[] | null {
  const [first, last, ...others] = argumentsOf(value, 'generate_series');
  const [end, one] = operandsOf(last, '-');
  if (others.length > 0 || !isNumber(one, 1)) return null;
  const bounds = [first, end].map((bound) => momentIn(bound, slots));
  return bounds.every((moment) => moment !== undefined) ? bounds : null;
}

/** The moment whose place in a bound list is taken. */
function momentIn(value: unknown, slots: readonly ParameterSlot[]): unknown {
  const [moment, list, ...others] = argumentsOf(value, 'width_bucket');
  return others.length === 0 && isTimeList(list, slots) ? moment : undefined;
}

function isListType(value: unknown, types: BoundList['types']): boolean {
  const { names, typemod, arrayBounds, ...others }: SyntaxNode = asNode(value) ?? {};
  const bounds = asList(arrayBounds).map((bound) => bodyOf(bound, 'Integer')?.['ival']);
  return types.has(dottedName(names) ?? '') && typemod === -1 && bounds.join() === '-1' && isBare(others);
}
