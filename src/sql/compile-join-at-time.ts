/**
 * The row of another table that was valid at a time: rows of equal key are numbered as they begin, and the number of
 * the last one that had begun is looked up among their beginnings. Numbers are met by equality, so that the
 * database need not compare a row with all that ever was valid.
 */
import type { JoinAtTime, JoinToOne } from '../planner/nodes/relation.ts';
import type { StoredColumn } from '../planner/plan-expression.ts';
import { byCodePoint, cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { lines, own, stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

/** The column of the place of a row among those of its key, with blanks where the table has a column of that name. */
export const PLACE_IN_TIME = 'place in time';

/** What the steps of one join and their columns are called. */
interface VersionNames {
  readonly versions: string;
  readonly placed: string;
  readonly beginnings: string;
  /** The relation of all beginnings of a key, beside the one that the plan knows. */
  readonly list: string;
  readonly from: string;
  readonly until: string;
  readonly place: string;
  readonly ties: readonly string[];
}

/** Of a leg's row, `relation.column = column` for each pair of a join. */
export function equalPairs(
  { on, target: { alias } }: Pick<JoinToOne, 'on' | 'target'>,
  theirs = alias,
): readonly Sql[] {
  return on.map(({ relation, column, target, byText }) => {
    const [key, ours] = [stored(theirs, target), stored(relation, column)];
    return byText ? sql`${key}::text = ${ours}::text` : sql`${key} = ${ours}`;
  });
}

/** The joined table's rows in the order of their validity, before the rows of the leg that they are joined to. */
export function compileVersions(
  node: JoinAtTime,
  leg: string,
  { context, scan }: { readonly context: ExpressionContext; readonly scan: Sql },
): readonly Step[] {
  const { target, on, ties, validity } = node;
  const names = namesOf(node, leg);
  const columns = target.columns.map((column) => sql.id(column));
  const keys = sql.join(on.map((pair) => sql.id(pair.target)));
  const [from, until] = [
    bound(validity.from, '-infinity', context),
    bound(validity.until, 'infinity', context),
  ];
  const tied = ties.map(
    (tie, place) => sql`${compileExpression(tie, context)} as ${own(names.ties[place] ?? '')}`,
  );
  const versions = sql`    /* Rows in scope that are valid at some time. */
    select
      ${lines([
        ...target.columns.map((column) => stored(target.alias, column)),
        sql`${from} as ${own(names.from)}`,
        sql`${until} as ${own(names.until)}`,
        ...tied,
      ])}
    from ${scan}
    where ${from} < ${until}`;
  const order = [
    sql`${own(names.from)} asc`,
    ...ties.map((tie, place) => sortKey(names.ties[place], tie.type)),
  ];
  const placed = sql`    /* Rows of one key as they begin: each ends at the latest when the next begins. */
    select
      ${lines([
        ...columns,
        own(names.until),
        sql`row_number() over (partition by ${keys} order by ${sql.join(order)}) as ${own(names.place)}`,
      ])}
    from ${own(names.versions)}`;
  const beginnings = sql`    /* When the rows of each key begin, in order. */
    select
      ${keys},
      array_agg(${own(names.from)} order by ${own(names.from)}) as ${own(names.list)}
    from ${own(names.versions)}
    group by ${keys}`;
  return [
    { name: names.versions, body: versions },
    { name: names.placed, body: placed },
    { name: names.beginnings, body: beginnings },
  ];
}

export function compileJoinAtTime(node: JoinAtTime, leg: string, context: ExpressionContext): Sql {
  const { target, on } = node;
  const names = namesOf(node, leg);
  const keys = on.map((pair) => sql.id(pair.target));
  const list = `${target.alias} ${names.list}`;
  const at = compileExpression(node.at, context);
  const columns = [...target.columns.map((column) => sql.id(column)), own(names.until), own(names.place)];
  const place = `${target.alias} ${names.place}`;
  const valid = [
    sql`${own(target.alias, names.place)} = ${own(place, names.place)}`,
    sql`${at} < ${own(target.alias, names.until)}`,
  ];
  // The fence has the place looked up before anything else is joined: otherwise rows carry their lists along.
  return sql`left join (select ${sql.join([...keys, own(names.list)])} from ${own(names.beginnings)}) as ${own(list)}
      on ${sql.join(equalPairs(node, list), sql` and `)}
    cross join lateral (
      select width_bucket(${at}, ${own(list, names.list)}) as ${own(names.place)} offset 0
    ) as ${own(place)}
    left join (select ${sql.join(columns)} from ${own(names.placed)}) as ${own(target.alias)}
      on ${sql.join([...equalPairs(node), ...valid], sql` and `)}`;
}

/** `orders.price.versions`; the columns of the table have names that we do not choose, and others may not be theirs. */
function namesOf({ target: { alias, columns }, ties }: JoinAtTime, leg: string): VersionNames {
  const path = alias.split('.').slice(1).join('.');
  const apart = (name: string): string => (columns.includes(name) ? apart(`${name} `) : name);
  return {
    versions: `${leg}.${path}.versions`,
    placed: `${leg}.${path}.placed`,
    beginnings: `${leg}.${path}.beginnings`,
    list: apart('all beginnings'),
    from: apart('valid from'),
    until: apart('valid until'),
    place: apart(PLACE_IN_TIME),
    ties: ties.map((_, place) => apart(`tie ${place + 1}`)),
  };
}

/** Null is open. */
function bound(column: StoredColumn, open: '-infinity' | 'infinity', context: ExpressionContext): Sql {
  const slot: ParameterSlot = { kind: 'constant', value: open };
  return sql`coalesce(${compileExpression(column, context)}, ${cast(sql`${slot}`, column.type)})`;
}

function sortKey(name = '', type: Parameters<typeof byCodePoint>[1]): Sql {
  return sql`${byCodePoint(own(name), type)} asc`;
}
