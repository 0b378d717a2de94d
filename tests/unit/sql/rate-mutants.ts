/** Changes of how rates are read: their step, the joins to it, and the lists that expressions look into. */
import { type MutantKind, replaceEach } from './mutant.ts';

const SCOPE =
  /from "shop"\."own_fx" as "exchange rates"\n\s*where "exchange rates"\."client_id" = [^\n$]*\$\d+\)?/g;
const KEYS = /group by ("exchange rates"\."source"::text), ("exchange rates"\."client_id"::text)/g;
const TENANT = /"exchange rates"\."client_id"::text as "tenant",\n/g;
const JOIN =
  /left join \((select "currency", "tenant", "days", "rates" from "rates\.to_currency")\) as "rates 1"\n\s*on ("rates 1"\."currency" = [^\n]*?) and ("rates 1"\."tenant" = "[^"]+"\."client_id"::text)/g;
const LISTS = /array_agg\(([^()]*) order by ([^()]*)\) as "(days|rates)"/g;
const STEP = /"rates\.to_currency" as \(/g;
const ELEMENT = /\("rates 1"\."rates"\)\[(width_bucket\([^[\]]*\))\]/g;

type Change = readonly [name: string, reason: RegExp, write: (parts: readonly string[]) => string];

const SCOPES: readonly Change[] = [
  ['dropped', /without its scope/, () => 'from "shop"."own_fx" as "exchange rates"'],
  ['that may not hold', /without its scope/, ([all = '']) => `${all.replace('where', 'where 1 = 1 or')}`],
  [
    'of another column',
    /without its scope/,
    ([all = '']) => all.replace('"exchange rates"."client_id"', '"exchange rates"."source"'),
  ],
  ['of another table', /is not a source/, ([all = '']) => all.replace('"own_fx"', '"their_fx"')],
];

const GROUPS: readonly Change[] = [
  ['of all tenants', /not one row for each currency/, ([, from]) => `group by ${from}`],
  ['of all currencies', /not one row for each currency/, ([, , tenant]) => `group by ${tenant}`],
  ['of neither', /not one row for each currency/, () => ''],
  ['of more', /not one row for each currency/, ([all]) => `${all}, "exchange rates"."day"::date`],
  [
    'of no column',
    /not one row for each currency/,
    ([, from]) => `group by ${from}, "exchange rates"."day"::text`,
  ],
];

const TENANTS: readonly Change[] = [
  ['not given', /by other columns/, () => ''],
  ['that is the currency', /of another tenant/, () => '"exchange rates"."source"::text as "tenant",\n'],
  ['that is any', /of another tenant/, () => 'max("exchange rates"."client_id"::text) as "tenant",\n'],
  ['by its own type', /of another tenant/, () => '"exchange rates"."client_id" as "tenant",\n'],
];

const JOINS: readonly Change[] = [
  [
    'without the tenant',
    /without their tenant/,
    ([all = '', , , tenant]) => all.replace(` and ${tenant}`, ''),
  ],
  [
    'without the currency',
    /something else than their currency/,
    ([all = '', , currency]) => all.replace(`${currency} and `, ''),
  ],
  [
    'by one of both',
    /something else than their currency/,
    ([all = '']) => all.replace(/ and ([^\n]*)$/, ' or $1'),
  ],
  [
    'by a tenant that is any',
    /without their tenant/,
    ([all = '', , , tenant = '']) => all.replace(tenant, '"rates 1"."tenant" = \'week\'::text'),
  ],
  [
    'by another tenant',
    /without their tenant/,
    ([all = '', , , tenant = '']) => all.replace(tenant, tenant.replace(' = ', ' <> ')),
  ],
  ['by more', /something else than their currency/, ([all]) => `${all} and 1 = 1`],
  [
    'under another name',
    /joined in another form/,
    ([all = '']) => all.replace('as "rates 1"', 'as "prices"'),
  ],
  [
    'and no names',
    /joined in another form/,
    ([all = '']) => all.replace('"currency", "tenant",', '"currency",'),
  ],
  [
    'with all columns',
    /joined in another form/,
    ([all = '', select = '']) => all.replace(select, 'select * from "rates.to_currency"'),
  ],
  [
    'by some of them',
    /joined in another form/,
    ([all = '', select]) => all.replace(String(select), `${select} where "currency" is not null`),
  ],
  [
    'of another step',
    /joined in another form/,
    ([all = '']) => all.replace('from "rates.to_currency"', 'from "metrics"'),
  ],
  [
    'as they stand',
    /not joined to rows/,
    ([all = '', select]) => all.replace(`(${select}) as "rates 1"`, '"rates.to_currency"'),
  ],
  [
    'of a select of theirs',
    /joined in another form/,
    ([all = '', select]) =>
      all.replace(String(select), `${select}) as "x" `.replace('from ', 'from (select * from ')),
  ],
  ['that keeps no other rows', /a join of steps has quals/, ([all = '']) => all.replace('left join', 'join')],
];

const LIST_CHANGES: readonly Change[] = [
  ['in no order', /an expression is a FuncCall/, ([, value, , name]) => `array_agg(${value}) as "${name}"`],
  [
    'in an order of its own',
    /order of their days/,
    ([, value, , name]) => `array_agg(${value} order by "exchange rates"."rate"::numeric) as "${name}"`,
  ],
  [
    'without repeats',
    /order of their days/,
    ([, value, day, name]) => `array_agg(distinct ${value} order by ${day}) as "${name}"`,
  ],
  [
    'of a part',
    /order of their days/,
    ([, value, day, name]) => `array_agg(${value} order by ${day}) filter (where 1 = 1) as "${name}"`,
  ],
  ['of one value', /order of their days/, ([, value, , name]) => `max(${value}) as "${name}"`],
];

const STEPS: readonly Change[] = [['called otherwise', /before there are some/, () => '"other.rates" as (']];

const ELEMENTS: readonly Change[] = [
  ['of another relation', /a A_Indirection has arg/, ([, at]) => `("orders"."rates")[${at}]`],
  ['of another column', /a A_Indirection has arg/, ([, at]) => `("rates 1"."tenant")[${at}]`],
  ['of a step', /a A_Indirection has arg/, ([, at]) => `("rates.to_currency"."rates")[${at}]`],
  [
    'that is a slice',
    /a A_Indirection has indirection|an expression is a/,
    ([, at]) => `("rates 1"."rates")[1:${at}]`,
  ],
  ['at what a select says', /an expression is a SubLink/, () => '("rates 1"."rates")[(select 1)]'],
  ['and its field', /a A_Indirection has|an expression is a/, ([, at]) => `(("rates 1"."rates")[${at}]).x`],
];

const PATTERNS: readonly (readonly [what: string, pattern: RegExp, changes: readonly Change[]])[] = [
  ['scope of rates', SCOPE, SCOPES],
  ['rates', KEYS, GROUPS],
  ['tenant of rates', TENANT, TENANTS],
  ['joined rates', JOIN, JOINS],
  ['list of rates', LISTS, LIST_CHANGES],
  ['step of rates', STEP, STEPS],
  ['one of the rates', ELEMENT, ELEMENTS],
];

export const RATE_MUTANTS: readonly MutantKind[] = PATTERNS.flatMap(([what, pattern, changes]) =>
  changes.map(([name, reason, write]) => ({
    name: `${what}: ${name}`,
    reason,
    rewrite: (statement) => replaceEach(statement, pattern, write),
  })),
);
