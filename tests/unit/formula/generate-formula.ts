/** Formulas of the whole grammar, drawn at random: text that parses, whatever it may mean. */
import fc from 'fast-check';

const NAMES = [
  'a',
  'revenue',
  'Abs_1',
  'last',
  'per',
  'within',
  'by',
  'to',
  'at_end',
  'month',
  'date',
  'null_',
];
const PATHS = ['orders.amount', 'a.b.c', 'orders.end', 'within.by', 'channel.is_paid'];
const UNITS = ['day', 'DAYS', 'months', 'Year', 'bucket', 'seasons', 'hour'];

const name = fc.oneof(
  fc.constantFrom(...NAMES, ...PATHS),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 999 }))
    .map(([base, version]) => `${base}@${version}`),
);
const string = fc
  .string({ unit: 'grapheme', maxLength: 6 })
  .map((text) => `'${text.replaceAll("'", "''").replaceAll('\u0000', '')}'`);
const literal = fc.oneof(
  fc.constantFrom(
    '0',
    '007',
    '12.50',
    '9999999999999999999999',
    'true',
    'FALSE',
    'null',
    "date '2026-02-28'",
    "TIME '2026-02-28 10:00'",
    "time '2026-02-28T10:00:00.25+05:45'",
    "local_time '2026-02-28T10:00'",
  ),
  string,
);
const names = fc
  .array(fc.constantFrom(...NAMES, ...PATHS), { minLength: 1, maxLength: 3 })
  .map((list) => list.join(', '));
const duration = fc
  .tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom(...UNITS))
  .map(([count, unit]) => `${count} ${unit}`);

/** What may follow an argument. */
const trailing = fc.oneof(
  fc.constantFrom('last', 'FIRST', 'latest', 'at_end'),
  names.map((list) => `last by ${list}`),
  names.map((list) => `latest BY ${list}`),
  names.map((list) => `per ${list}`),
  names.map((list) => `by ${list}`),
);
const leading = fc.oneof(
  names.map((list) => `within ${list}`),
  fc.constantFrom('to month', 'TO retail.season'),
  names.map((list) => `by ${list}`),
);

const INFIX = ['or', 'AND', '=', '<>', '!=', '<', '<=', '>', '>=', 'like', 'NOT LIKE', '+', '-', '*', '/'];

/** Texts of formulas; what is too deep or too long for the grammar may be among them. */
export const formulaText: fc.Arbitrary<string> = fc.letrec<{ any: string; call: string; filter: string }>(
  (tie) => ({
    any: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      name,
      literal,
      tie('any').map((inner) => `(${inner})`),
      fc
        .tuple(tie('any'), fc.constantFrom(...INFIX), tie('any'))
        .map(([left, symbol, right]) => `(${left}) ${symbol} (${right})`),
      fc
        .tuple(name, fc.constantFrom(...INFIX), tie('any'))
        .map(([left, symbol, right]) => `${left} ${symbol} (${right})`),
      tie('any').map((inner) => `not (${inner})`),
      tie('any').map((inner) => `- (${inner})`),
      fc
        .tuple(tie('any'), fc.constantFrom('is null', 'IS NOT NULL'))
        .map(([inner, test]) => `(${inner}) ${test}`),
      fc
        .tuple(
          tie('any'),
          fc.constantFrom('in', 'not in'),
          fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
        )
        .map(([first, test, list]) => `(${first}) ${test} (${list.join(', ')})`),
      fc
        .tuple(tie('any'), fc.constantFrom('between', 'not between'), tie('any'), tie('any'))
        .map(([first, test, low, high]) => `(${first}) ${test} (${low}) and (${high})`),
      fc
        .tuple(
          fc.array(fc.tuple(tie('any'), tie('any')), { minLength: 1, maxLength: 2 }),
          fc.option(tie('any')),
        )
        .map(([branches, otherwise]) => {
          const parts = branches.map(([when, then]) => `when ${when} then ${then}`).join(' ');
          return `case ${parts}${otherwise === null ? '' : ` else ${otherwise}`} end`;
        }),
      tie('call'),
      fc.tuple(name, tie('filter')).map(([base, filter]) => `${base}${filter}`),
    ),
    call: fc
      .tuple(
        fc.constantFrom('sum', 'COUNT', 'shift', 'share', 'previous', 'round', 'f', 'date_part', 'DATE_DIFF'),
        fc.array(fc.oneof(tie('any'), duration), { maxLength: 3 }),
        fc.option(fc.tuple(fc.nat({ max: 3 }), fc.oneof(trailing, leading))),
        fc.option(tie('filter')),
      )
      .map(([called, operands, clause, filter]) => {
        const parts: string[] = [...operands];
        if (clause) {
          const [at, words] = clause;
          const leads = /^(within|to |TO )/.test(words);
          const place = Math.min(at, parts.length - 1);
          if (leads || (parts.length === 0 && words.startsWith('by'))) parts.splice(at, 0, words);
          else if (parts.length > 0) parts[place] = `${parts[place]} ${words}`;
        }
        return `${called}(${parts.join(' , ')})${filter ?? ''}`;
      }),
    filter: tie('any').map((condition) => ` filter (where ${condition})`),
  }),
).any;
