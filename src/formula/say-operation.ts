/** Operators and functions in plain English. Knows what operands are called, not what they are. */
import { INFIX, LEVELS } from './operator-symbols.ts';

/** Words, how tightly they hold together, and whether a condition hangs at their end. */
export interface Said {
  readonly text: string;
  readonly level: number;
  /** What follows stands after a comma, or it would be taken for a part of the condition. */
  readonly trailing: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  add: 'plus',
  subtract: 'minus',
  multiply: 'times',
  divide: 'divided by',
  equal: 'is',
  not_equal: 'is not',
  less: 'is less than',
  less_or_equal: 'is at most',
  greater: 'is greater than',
  greater_or_equal: 'is at least',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  like: 'is like',
};

/** Functions of which `…` stands for the first argument and numbers for the others. */
const PHRASES: Readonly<Record<string, string>> = {
  abs: 'the absolute value of …',
  floor: '… rounded down',
  ceil: '… rounded up',
  lower: '… in lower case',
  upper: '… in upper case',
  trim: '… without spaces around it',
  length: 'the length of …',
  nullif: '… unless it is 1',
  elapsed: 'the seconds from … to 1',
  instant_of: '…',
};

export const said = (text: string, level: number = LEVELS.primary, trailing = false): Said => ({
  text,
  level,
  trailing,
});

/** An operator over operands that are said already. */
export function sayOperation(operator: string, operands: readonly Said[]): Said {
  const [first = said(''), second, ...others] = operands;
  const word = WORDS[operator];
  if (word !== undefined && second) return sayInfix(operator, word, [first, second]);
  const phrase = PHRASES[operator];
  if (phrase !== undefined) return fillPhrase(phrase, operands);
  switch (operator) {
    case 'and':
    case 'or':
      return second ? sayInfix(operator, operator, [first, second]) : first;
    case 'negate':
      return said(`minus ${inside(first, LEVELS.sign)}`, LEVELS.sign);
    case 'is_null':
      return follow(asOperand(first), 'is missing', LEVELS.comparison);
    case 'is_not_null':
      return follow(asOperand(first), 'is known', LEVELS.comparison);
    case 'in': {
      const list = listWords(
        [...(second ? [second] : []), ...others].map(({ text }) => text),
        'or',
      );
      return follow(asOperand(first), `is ${others.length > 0 ? 'one of ' : ''}${list}`, LEVELS.comparison);
    }
    case 'round': {
      const decimals = second ? ` to ${second.text} ${second.text === '1' ? 'decimal' : 'decimals'}` : '';
      const operand = first.level >= LEVELS.primary ? first : said(`(${first.text})`);
      return follow(operand, `rounded${decimals}`);
    }
    case 'business_minutes':
      return sayWorkingMinutes(operands);
    case 'add_calendar':
    case 'add_exact':
      return sayMove(first, second?.text ?? '');
    case 'coalesce':
      return sayCoalesce(operands);
    case 'case':
      return sayCase(operands);
    case 'substring': {
      const length = others[0] ? `, ${others[0].text} characters long` : '';
      return said(`the part of ${first.text} from character ${second?.text ?? '1'}${length}`);
    }
    default:
      return said(
        `${sayName(operator)} ${listWords(
          operands.map(({ text }) => text),
          'and',
        )}`,
      );
  }
}

/** `not` over a condition. */
export function sayNot(inner: Said): Said {
  return said(`not ${inside(inner, LEVELS.comparison + 1)}`, LEVELS.not, false);
}

/** `a, b and c`. */
export function listWords(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** `text` behind what is said, after a comma where a condition hangs at its end. */
export function follow(before: Said, text: string, level: number = LEVELS.primary): Said {
  return said(`${before.text}${before.trailing ? ',' : ''} ${text}`, level);
}

/** In parentheses where it holds together more loosely than `least`. */
export function inside({ text, level }: Said, least: number): string {
  return level >= least ? text : `(${text})`;
}

function asOperand(operand: Said): Said {
  return operand.level >= LEVELS.sum ? operand : said(`(${operand.text})`);
}

function sayInfix(operator: string, word: string, [left, right]: readonly [Said, Said]): Said {
  const known: Readonly<Record<string, { readonly level: number } | undefined>> = INFIX;
  const level = known[operator]?.level ?? LEVELS.comparison;
  const least = level === LEVELS.comparison ? level + 1 : level;
  const before = left.level >= least ? left : said(`(${left.text})`);
  const trailing = right.level > level && right.trailing;
  return { ...follow(before, `${word} ${inside(right, level + 1)}`, level), trailing };
}

function fillPhrase(phrase: string, operands: readonly Said[]): Said {
  const [first = said(''), ...others] = operands;
  const filled = phrase.replace(/\d/g, (index) => others[Number(index) - 1]?.text ?? '');
  const [before = '', after = ''] = filled.split('…');
  if (after === '') return said(`${before}${inside(first, LEVELS.primary)}`, LEVELS.primary, first.trailing);
  const operand = { ...first, text: `${before}${inside(first, LEVELS.primary)}` };
  return follow(operand, after.trim());
}

/** The length is a constant such as `-3 months`, in quotes; its unit always ends in s. */
function sayMove(moment: Said, length: string): Said {
  const [, back, words = ''] = /^"?(-?)([^"]*)"?$/.exec(length) ?? [];
  const told = words.startsWith('1 ') ? words.replace(/s$/, '') : words;
  return follow(moment, `${back === '-' ? 'minus' : 'plus'} ${told}`, LEVELS.sum);
}

/** The calendar is a constant, in quotes. */
function sayWorkingMinutes([start = said(''), end = said(''), calendar = said('')]: readonly Said[]): Said {
  const minutes = `the working minutes from ${inside(start, LEVELS.primary)} to ${inside(end, LEVELS.primary)}`;
  return said(`${minutes} by the calendar ${calendar.text.replaceAll('"', '')}`);
}

function sayCoalesce([first = said(''), ...others]: readonly Said[]): Said {
  const instead = others.map(({ text }) => `${text} where that is missing`).join(', else ');
  return said(`${first.text}${first.trailing ? ',' : ''} or ${instead}`, LEVELS.or);
}

function sayCase(operands: readonly Said[]): Said {
  const branches: string[] = [];
  for (let index = 0; index + 1 < operands.length; index += 2)
    branches.push(`${operands[index + 1]?.text ?? ''} if ${operands[index]?.text ?? ''}`);
  const otherwise = operands.at(-1)?.text ?? 'nothing';
  return said(`${branches.join(', ')}, otherwise ${otherwise}`, LEVELS.or);
}

/** `date_part_iso_week` → `the iso week of`, `date_diff_day` → `the days between`. */
function sayName(operator: string): string {
  const part = /^date_part_(.*)$/.exec(operator)?.[1];
  if (part !== undefined) return `the ${part.replaceAll('_', ' ')} of`;
  const unit = /^date_diff_(.*)$/.exec(operator)?.[1];
  if (unit !== undefined) return `the ${unit}s between`;
  if (operator === 'concat') return 'the joined text of';
  return `the ${operator.replaceAll('_', ' ')} of`;
}
