/** Changes of how lists of buckets are read: as rows, and by one of their elements. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { type MutantKind, replaceEach, slotKind } from './mutant.ts';

const UNNEST = /unnest\((\$\d+::[a-z]+\[\])\) as "buckets" \("time"\)/g;
const ELEMENT = /\((\$\d+::(?:timestamptz|numeric|date)\[\])\)\[(width_bucket\([^\]]+\[\]\))\]/g;
const PAIRS = /"buckets" cross join "groups"/g;

interface Parts {
  readonly list: string;
  readonly index: string;
  /** A parameter that is the tenant. */
  readonly tenant: string;
}

function rewritten(
  pattern: RegExp,
  name: string,
  reason: RegExp,
  write: (parts: Parts) => string,
): MutantKind {
  return {
    name,
    reason,
    rewrite: (statement) => {
      const tenant = tenantOf(statement);
      return replaceEach(statement, pattern, ([, list = '', index = '']) => write({ list, index, tenant }));
    },
  };
}

function tenantOf(statement: CompiledStatement): string {
  const index = statement.slots.findIndex((_slot, at) => slotKind(statement, String(at + 1)) === 'tenant');
  return `$${index + 1}`;
}

type Change = readonly [name: string, write: (parts: Parts) => string];

const UNNESTED: readonly Change[] = [
  ['of another function', ({ list }) => `generate_series(1, 2, ${list}) as "buckets" ("time")`],
  ['of a function of the schema', ({ list }) => `"vault".unnest(${list}) as "buckets" ("time")`],
  ['of the tenant', ({ tenant }) => `unnest(${tenant}::date[]) as "buckets" ("time")`],
  ['of texts', ({ list }) => `unnest(${list.replace(/::.*/, '::text[]')}) as "buckets" ("time")`],
  ['of no list', ({ list }) => `unnest(${list.replace('[]', '')}) as "buckets" ("time")`],
  ['of lists of lists', ({ list }) => `unnest(${list}[]) as "buckets" ("time")`],
  ['of a constant', () => `unnest('{}'::date[]) as "buckets" ("time")`],
  ['of a select', () => 'unnest(array(select now())) as "buckets" ("time")'],
  ['of two lists, one of texts', ({ list }) => `unnest(${list}, '{}'::text[]) as "buckets" ("time", "more")`],
  ['of two lists and one name', ({ list }) => `unnest(${list}, ${list}) as "buckets" ("time")`],
  ['of two lists of one name', ({ list }) => `unnest(${list}, ${list}) as "buckets" ("time", "time")`],
  ['with numbers', ({ list }) => `unnest(${list}) with ordinality as "buckets" ("time")`],
  ['of a lateral', ({ list }) => `lateral unnest(${list}) as "buckets" ("time")`],
  ['of rows from', ({ list }) => `rows from (unnest(${list})) as "buckets" ("time")`],
  ['of two rows from', ({ list }) => `rows from (unnest(${list}), unnest(${list})) as "buckets" ("time")`],
  ['with typed columns', ({ list }) => `unnest(${list}) as "buckets" ("time" date)`],
  ['without columns', ({ list }) => `unnest(${list}) as "buckets"`],
  ['without a name', ({ list }) => `unnest(${list})`],
  ['of distinct ones', ({ list }) => `unnest(distinct ${list}) as "buckets" ("time")`],
  ['of many', ({ list }) => `unnest(variadic ${list}) as "buckets" ("time")`],
];

const ELEMENTS: readonly Change[] = [
  ['of the tenant', ({ tenant, index }) => `(${tenant}::timestamptz[])[${index}]`],
  ['of no list', ({ list, index }) => `(${list.replace('[]', '')})[${index}]`],
  ['of a column', ({ index }) => `("time")[${index}]`],
  ['of texts', ({ list, index }) => `(${list.replace(/timestamptz|numeric|date/, 'text')})[${index}]`],
  ['of a list of lists', ({ list, index }) => `(${list}[])[${index}]`],
  ['of an element', ({ list, index }) => `(${list})[${index}][${index}]`],
  ['that is a slice', ({ list, index }) => `(${list})[1:${index}]`],
  ['that is all after one', ({ list, index }) => `(${list})[${index}:]`],
  ['and its field', ({ list, index }) => `((${list})[${index}]).id`],
  ['at what another function says', ({ list }) => `(${list})[array_length(${list}, 1)]`],
  ['at what a select says', ({ list }) => `(${list})[(select 1)]`],
];

const PAIRED: readonly (readonly [name: string, reason: RegExp, text: string])[] = [
  ['with a table', /is not read alone/, '"buckets" cross join "vault"."channels"'],
  ['of a table', /is not read alone/, '"vault"."channels" cross join "groups"'],
  ['with a step to come', /neither an earlier step/, '"buckets" cross join "filled"'],
  ['by a condition', /a join( of steps)? has quals/, '"buckets" join "groups" on 1 = 1'],
  ['by a column', /a join( of steps)? has usingClause/, '"buckets" join "groups" using ("time")'],
  ['by nature', /a join( of steps)? has isNatural/, '"buckets" natural join "groups"'],
  ['of all', /a join is JOIN_FULL/, '"buckets" full join "groups" on 1 = 1'],
  ['under another name', /a join( of steps)? has alias/, '("buckets" cross join "groups") as "pairs"'],
  ['with a select', /neither an earlier step/, '"buckets" cross join (select 1) as "groups"'],
  ['of a list', /neither an earlier step/, '"buckets" cross join unnest(null::date[]) as "groups" ("time")'],
  ['side by side', /several things at once/, '"buckets", "groups"'],
];

export const LIST_MUTANTS: readonly MutantKind[] = [
  ...UNNESTED.map(([name, write]) =>
    rewritten(UNNEST, `buckets: ${name}`, /a function is read from|does not parse/, write),
  ),
  ...ELEMENTS.map(([name, write]) =>
    rewritten(
      ELEMENT,
      `element: ${name}`,
      /a A_Indirection has arg|an expression is a|a FuncCall has funcname/,
      write,
    ),
  ),
  ...PAIRED.map(([name, reason, text]) => rewritten(PAIRS, `pairs: ${name}`, reason, () => text)),
];
