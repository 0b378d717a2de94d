/** The operators and literals that formulas are written with, as the reference describes them. */
import type { FunctionExample } from './function-table.ts';

export interface DescribedOperator {
  readonly written: string;
  readonly description: string;
  readonly examples: readonly FunctionExample[];
}

/** From the tightest to the loosest; those of one list bind alike, from the left. */
export const OPERATOR_TABLE: readonly (readonly DescribedOperator[])[] = [
  [
    {
      written: '-x',
      description: 'The number below zero. A number negated twice is written -(-x).',
      examples: [['-(1 - 3)', '2']],
    },
  ],
  [
    {
      written: 'a * b',
      description: 'The product, exact unless an operand is a float.',
      examples: [['1.5 * 1.5', '2.25']],
    },
    {
      written: 'a / b',
      description: 'The quotient, always a float; null where b is zero.',
      examples: [
        ['1 / 4', 0.25],
        ['1 / 0', null],
      ],
    },
  ],
  [
    {
      written: 'a + b',
      description: 'The sum, exact unless an operand is a float.',
      examples: [['0.1 + 0.2', '0.3']],
    },
    { written: 'a - b', description: 'The difference, likewise.', examples: [['3 - 0.5', '2.5']] },
    {
      written: 't + 7 days, t - 1 month',
      description:
        'The moment that much later or earlier: so many seconds, minutes, hours, days, weeks, months, quarters or years, up to a thousand years. Hours and less are exact lengths, which dates cannot be moved by. Days and more move the calendar and the wall clock of the reporting zone: the time of day stays, and a day that the month lacks becomes its last. A wall clock that is skipped goes on with the clock change, one that occurs twice is the later of the two.',
      examples: [
        ["date '2026-01-31' + 1 month", '2026-02-28'],
        ["date '2028-02-29' - 1 year", '2027-02-28'],
        ["time '2026-03-28T12:00' + 1 day", '2026-03-29T12:00:00+02:00'],
        ["time '2026-03-28T12:00' + 24 hours", '2026-03-29T13:00:00+02:00'],
        ["time '2026-03-28T02:30' + 1 day", '2026-03-29T03:30:00+02:00'],
        ["local_time '2026-03-28T02:30:00' + 1 day", '2026-03-29T02:30:00'],
      ],
    },
  ],
  [
    {
      written: 'a = b, a <> b',
      description:
        'Whether both are equal, or not. Texts are equal letter by letter; keys are compared by their text.',
      examples: [
        ["'a' = 'A'", false],
        ['1 <> null', null],
      ],
    },
    {
      written: 'a < b, a <= b, a > b, a >= b',
      description: 'The order of numbers, of times, and of texts by code point. Keys have none.',
      examples: [
        ["'Z' < 'a'", true],
        ["date '2026-01-31' < date '2026-02-01'", true],
      ],
    },
    {
      written: 'a between b and c',
      description: 'The same as a >= b and a <= c: both ends are inside.',
      examples: [['3 between 1 and 3', true]],
    },
    {
      written: 'a in (b, c, …)',
      description: 'Whether a is equal to one of them.',
      examples: [
        ['2 in (1, 2)', true],
        ['2 in (1, null)', null],
      ],
    },
    {
      written: "a like 'pattern'",
      description:
        'Whether the text matches as a whole: % is any text, _ any one character, and \\%, \\_, \\\\ are these characters themselves. The pattern is written out.',
      examples: [
        ["'SKU-17' like 'SKU-__'", true],
        ["'100%' like '%\\%'", true],
        ["'sku-17' like 'SKU%'", false],
      ],
    },
    {
      written: 'a is null, a is not null',
      description: 'Whether there is no value, or one; never null itself.',
      examples: [
        ['null is null', true],
        ["'' is null", false],
      ],
    },
  ],
  [
    {
      written: 'not a',
      description: 'Also inside: a not in (…), a not like …, a not between … and ….',
      examples: [
        ['not 1 > 2', true],
        ['not null', null],
      ],
    },
  ],
  [
    {
      written: 'a and b',
      description: 'False if either is false, else null if either is null, else true.',
      examples: [
        ['null and false', false],
        ['null and true', null],
      ],
    },
  ],
  [
    {
      written: 'a or b',
      description: 'True if either is true, else null if either is null, else false.',
      examples: [
        ['null or true', true],
        ['null or false', null],
      ],
    },
  ],
];

/** How constants are written. */
export const LITERAL_TABLE: readonly DescribedOperator[] = [
  {
    written: '1250, 0.25',
    description: 'An integer or a decimal, exact to the last digit.',
    examples: [['0.250', '0.250']],
  },
  {
    written: "'paid'",
    description: "A text; a quote in it is written twice: 'it''s'.",
    examples: [["'it''s'", "it's"]],
  },
  { written: 'true, false, null', description: 'Truth, and no value.', examples: [['true', true]] },
  { written: "date '2026-01-31'", description: 'A day.', examples: [["date '2026-01-31'", '2026-01-31']] },
  {
    written: "time '2026-01-31T10:00:00+03:00'",
    description:
      'An instant. Without an offset it is the instant at which clocks of the reporting zone show it.',
    examples: [
      ["time '2026-01-31T10:00:00+03:00'", '2026-01-31T08:00:00+01:00'],
      ["time '2026-01-31T10:00'", '2026-01-31T10:00:00+01:00'],
    ],
  },
  {
    written: "local_time '2026-01-31T10:00:00'",
    description: 'A wall clock, of no zone.',
    examples: [["local_time '2026-01-31 10:00'", '2026-01-31T10:00:00']],
  },
];

/** What chooses between values and is no function. */
export const CASE_ENTRY: DescribedOperator = {
  written: 'case when a then x when b then y else z end',
  description:
    'The value behind the first condition that is true, else the last; null where there is no else.',
  examples: [
    ["case when 1 > 2 then 'a' when null then 'b' else 'c' end", 'c'],
    ['case when false then 1 end', null],
  ],
};
