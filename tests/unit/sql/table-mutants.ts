/** Tables read otherwise than plainly, and look-ups of parents that look up something else. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { closingParenthesis, type MutantKind, replaceAt, replaceEach } from './mutant.ts';

const TABLE = /(?<=\n +)from "(\w+)"\."(\w+)" as "([^"]+)"/g;

interface Table {
  readonly table: string;
  readonly alias: string;
  /** `"vault"."orders" as "orders"` */
  readonly whole: string;
}

const TABLES: Readonly<Record<string, readonly [RegExp, (table: Table) => string]>> = {
  'read by only': [/is not read plainly/, ({ whole }) => `only ${whole}`],
  'with its columns renamed': [/is not read plainly/, ({ whole }) => `${whole}("client_id", "id")`],
  'without an alias': [/is not read plainly/, ({ table }) => `"vault"."${table}"`],
  'of another database': [
    /\.vault\.\w+ is not a source/,
    ({ table, alias }) => `"other"."vault"."${table}" as "${alias}"`,
  ],
  'without its schema': [/neither an earlier step nor a source|has alias/, ({ table }) => `"${table}"`],
  'without its schema, with an alias': [
    /a step name has alias/,
    ({ table, alias }) => `"${table}" as "${alias}"`,
  ],
  'of another schema': [/is not a source/, ({ table, alias }) => `"public"."${table}" as "${alias}"`],
  'of the temporary schema': [/is not a source/, ({ table, alias }) => `pg_temp."${table}" as "${alias}"`],
  'of a schema in another case': [
    /is not a source/,
    ({ table, alias }) => `"Vault"."${table}" as "${alias}"`,
  ],
  'in another case': [
    /is not a source/,
    ({ table, alias }) => `"vault"."${table.toUpperCase()}" as "${alias}"`,
  ],
  'with schema and name in one': [
    /a step name has alias/,
    ({ table, alias }) => `"vault.${table}" as "${alias}"`,
  ],
  'that lists the tables': [/is not a source/, ({ alias }) => `"pg_catalog"."pg_class" as "${alias}"`],
  'that shows statistics': [/is not a source/, ({ alias }) => `"pg_catalog"."pg_stats" as "${alias}"`],
  'that is unknown': [/is not a source/, ({ alias }) => `"vault"."secrets" as "${alias}"`],
  'beside another': [/is not read alone/, ({ whole }) => `${whole}, "vault"."channels" as "c"`],
  'behind another': [/is not read alone/, ({ whole }) => `"vault"."channels" as "c", ${whole}`],
  'beside a step': [/is not read alone/, ({ whole }) => `${whole}, "filled"`],
  'joined to another': [/is not read alone/, ({ whole }) => `${whole} cross join "vault"."channels" as "c"`],
  'left joined to another': [
    /is not read alone/,
    ({ whole }) => `${whole} left join "vault"."channels" as "c" on 1 = 1`,
  ],
  'naturally joined to another': [
    /a join has isNatural/,
    ({ whole }) => `${whole} natural left join "vault"."channels" as "c"`,
  ],
  sampled: [/reads from RangeTableSample/, ({ whole }) => `${whole} tablesample system (100)`],
  'beside a lateral select': [
    /is not read alone/,
    ({ whole }) => `${whole}, lateral (select * from "vault"."channels") as "c"`,
  ],
  'in a lateral select': [
    /a sub-select has lateral/,
    ({ table, alias }) => `lateral (select 1 from "vault"."${table}" as "${alias}") as "${alias}"`,
  ],
  'by a function': [
    /a function is read from/,
    ({ alias }) => `query_to_xml('select 1', true, true, '') as "${alias}"`,
  ],
  'by another server': [
    /a function is read from/,
    ({ alias }) => `dblink('', 'select 1') as "${alias}"("id" text)`,
  ],
  'by functions side by side': [
    /a function is read from/,
    ({ alias }) => `rows from (generate_series(1, 2)) as "${alias}"`,
  ],
  'from values': [/a step has valuesLists|a step is/, ({ alias }) => `(values (1)) as "${alias}"`],
  'from XML': [
    /reads from RangeTableFunc/,
    ({ alias }) => `xmltable('/a' passing '<a/>' columns "id" text) as "${alias}"`,
  ],
  'from JSON': [
    /reads from JsonTable/,
    ({ alias }) => `json_table('{}', '$' columns ("id" text)) as "${alias}"`,
  ],
};

const tables = Object.entries(TABLES).map(
  ([name, [reason, write]]): MutantKind => ({
    name: `table: ${name}`,
    reason,
    rewrite: (statement) =>
      replaceEach(statement, TABLE, ([, schema = '', table = '', alias = '']) => {
        const whole = `"${schema}"."${table}" as "${alias}"`;
        return `from ${write({ table, alias, whole })}`;
      }),
  }),
);

const UNSCOPED = /is read without its scope/;
const LOOKUP = /((?:"[^"]+"\."[^"]+")|(?:\([^()]*\))) in \(select /g;

interface Lookup {
  /** The tested key. */
  readonly key: string;
  /** `"parent"."uid"` */
  readonly parentKey: string;
  /** `"vault"."orders" as "parent"` */
  readonly parent: string;
  /** The condition on the parent. */
  readonly condition: string;
}

const from = ({ parentKey, parent }: Lookup): string => `select ${parentKey} from ${parent}`;
const whole = (lookup: Lookup): string => `${from(lookup)} where ${lookup.condition}`;

const LOOKUPS: Readonly<Record<string, (lookup: Lookup) => string>> = {
  negated: (it) => `${it.key} not in (${whole(it)})`,
  'for any that is equal': (it) => `${it.key} = any (${whole(it)})`,
  'for all that are unequal': (it) => `${it.key} <> all (${whole(it)})`,
  'for existence': (it) => `exists (${whole(it)})`,
  'or-ed with true': (it) => `(${it.key} in (${whole(it)}) or true)`,
  'without condition': (it) => `${it.key} in (${from(it)})`,
  'with a condition that is always true': (it) => `${it.key} in (${from(it)} where true)`,
  'with a weakened condition': (it) => `${it.key} in (${from(it)} where (${it.condition}) or true)`,
  'with a further condition': (it) => `${it.key} in (${whole(it)} and true)`,
  'in another table': (it) =>
    `${it.key} in (select ${it.parentKey} from "vault"."channels" as "parent" where ${it.condition})`,
  'in an unknown table': (it) =>
    `${it.key} in (select ${it.parentKey} from "vault"."secrets" as "parent" where ${it.condition})`,
  'in a table of another database': (it) =>
    `${it.key} in (select ${it.parentKey} from "other".${it.parent} where ${it.condition})`,
  'in a step': (it) => `${it.key} in (select ${it.parentKey} from "filled" as "parent")`,
  'in two tables': (it) =>
    `${it.key} in (select ${it.parentKey} from ${it.parent}, "vault"."channels" as "c" where ${it.condition})`,
  'in a table with renamed columns': (it) =>
    `${it.key} in (select ${it.parentKey} from ${it.parent}("client_id", "uid") where ${it.condition})`,
  'by only': (it) => `${it.key} in (select ${it.parentKey} from only ${it.parent} where ${it.condition})`,
  'of another column': (it) =>
    `${it.key} in (select "parent"."note" from ${it.parent} where ${it.condition})`,
  'of a bare column': (it) =>
    `${it.key} in (select ${it.parentKey.replaceAll('"parent".', '')} from ${it.parent} where ${it.condition})`,
  'of the tested key itself': (it) =>
    `${it.key} in (select ${it.key} from ${it.parent} where ${it.condition})`,
  'of a constant': (it) => `${it.key} in (select 'a' from ${it.parent} where ${it.condition})`,
  'of everything': (it) => `${it.key} in (select * from ${it.parent} where ${it.condition})`,
  grouped: (it) => `${it.key} in (${whole(it)} group by 1)`,
  limited: (it) => `${it.key} in (${whole(it)} limit 1)`,
  distinct: (it) => `${it.key} in (select distinct ${it.parentKey} from ${it.parent} where ${it.condition})`,
  locking: (it) => `${it.key} in (${whole(it)} for update)`,
  'and everything else': (it) => `${it.key} in (${whole(it)} union all ${from(it)})`,
  'in a step of its own': (it) =>
    `${it.key} in (with "p" as (${from(it)}) select ${it.parentKey} from "p" as "parent" where ${it.condition})`,
  'for a constant': (it) => `'a' in (${whole(it)})`,
  'for another column': (it) => `"id" in (${whole(it)})`,
};

const lookups = Object.entries(LOOKUPS).map(
  ([name, write]): MutantKind => ({
    name: `look-up: ${name}`,
    reason: UNSCOPED,
    rewrite: (statement) => rewriteLookups(statement, write),
  }),
);

function rewriteLookups(
  statement: CompiledStatement,
  write: (lookup: Lookup) => string,
): readonly CompiledStatement[] {
  const { text } = statement;
  return [...text.matchAll(LOOKUP)].map((match) => {
    const open = text.indexOf('(select ', match.index);
    const end = closingParenthesis(text, open);
    const inside = text.slice(open + '(select '.length, end);
    const [, parentKey = '', parent = '', condition = ''] =
      /^(.*?) from ("\w+"\."\w+" as "\w+") where (.*)$/s.exec(inside) ?? [];
    const lookup = { key: match[1] ?? '', parentKey, parent, condition };
    return replaceAt(statement, { start: match.index, end: end + 1 }, write(lookup));
  });
}

export const TABLE_MUTANTS: readonly MutantKind[] = [...tables, ...lookups];
