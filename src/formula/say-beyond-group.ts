/** Windows, totals, groups of groups and chosen rows in plain English. */
import { assertNever } from '../base/assert-never.ts';
import type { Aggregate } from './expression.ts';
import type { FormulaWords } from './formula-words.ts';
import type {
  CalendarGrain,
  ChosenRows,
  MetricTree,
  MetricTreeLeaf,
  OverGroups,
  PerGroup,
  Unfiltered,
} from './metric-tree.ts';
import { LEVELS } from './operator-symbols.ts';
import { follow, inside, listWords, type Said, said } from './say-operation.ts';
import { printUnitName } from './units-of-time.ts';

export interface BeyondGroupWords {
  readonly words: FormulaWords;
  say(tree: MetricTree): Said;
  sayAggregate(aggregate: Aggregate): Said;
  sayFunction(aggregate: Pick<Aggregate, 'function' | 'fraction'>): string;
}

type BeyondGroup = Exclude<MetricTreeLeaf, { readonly kind: 'metric' | 'aggregate' }>;

export function sayBeyondGroup(leaf: BeyondGroup, context: BeyondGroupWords): Said {
  switch (leaf.kind) {
    case 'chosen_rows':
      return sayChosenRows(leaf, context);
    case 'shift': {
      const { count, unit } = leaf.by;
      return follow(subject(leaf.input, context), `${lengthWords(count, unit)} earlier`);
    }
    case 'shift_to_start':
      return follow(subject(leaf.input, context), `at the start of the ${grainWords(leaf.period)}`);
    case 'trailing': {
      const { count } = leaf.length;
      const length =
        leaf.length.kind === 'buckets' ? bucketWords(count) : lengthWords(count, leaf.length.unit);
      return follow(subject(leaf.input, context), `over the last ${length}`);
    }
    case 'to_date':
      return follow(subject(leaf.input, context), `from the start of the ${grainWords(leaf.period)} to date`);
    case 'running':
      return follow(subject(leaf.input, context), 'since the beginning');
    case 'total':
    case 'share':
    case 'rank':
      return sayOverGroups(leaf, context);
    case 'unfiltered':
      return sayUnfiltered(leaf, context);
    case 'per_group':
      return sayPerGroup(leaf, context);
    default:
      return assertNever(leaf);
  }
}

function subject(input: MetricTree, context: BeyondGroupWords): Said {
  const whole = context.say(input);
  return whole.level >= LEVELS.primary ? whole : said(`(${whole.text})`);
}

function sayOverGroups({ kind, input, within }: OverGroups, context: BeyondGroupWords): Said {
  const names = listWords(
    within.map((group) => context.words.dimension(group)),
    'and',
  );
  const whole = names === '' ? 'all groups' : `all groups of the same ${names}`;
  const value = subject(input, context);
  if (kind === 'total') return follow(value, `over ${whole}`);
  const start = kind === 'share' ? 'share of' : 'rank by';
  return follow({ ...value, text: `${start} ${value.text}` }, `among ${whole}`);
}

function sayUnfiltered({ input, by }: Unfiltered, context: BeyondGroupWords): Said {
  const value = subject(input, context);
  if (by === null) return follow(value, 'whatever the query filters by');
  const names = listWords(
    by.map((each) => context.words.subject(each)),
    'and',
  );
  return follow(value, `whatever the query filters ${names} by`);
}

function sayPerGroup(leaf: PerGroup, context: BeyondGroupWords): Said {
  const { function: name, fraction, input, groups, filter } = leaf;
  const keys = groups.map((group) => {
    if (group.kind === 'each_tenant') return 'tenant';
    return group.kind === 'bucket' ? grainWords(group.grain) : context.words.dimension(group);
  });
  const value = subject(input, context);
  if (name === 'first' || name === 'last') return follow(value, `of the ${name} ${listWords(keys, 'and')}`);
  const start = { ...value, text: `${context.sayFunction({ function: name, fraction })} ${value.text}` };
  const each = follow(start, `for each ${listWords(keys, 'and')}`);
  if (!filter) return each;
  return said(`${each.text}, where ${inside(context.say(filter), 0)}`, LEVELS.primary, true);
}

function sayChosenRows({ aggregate, choice, by }: ChosenRows, context: BeyondGroupWords): Said {
  const keys = listWords(
    by.map((key) => context.words.member(aggregate.root, key, 'within model')),
    'and',
  );
  const rows = {
    last: keys === '' ? 'the rows of the last moment' : `the last row for each ${keys}`,
    first: keys === '' ? 'the rows of the first moment' : `the first row for each ${keys}`,
    latest: keys === '' ? 'the rows of the latest moment so far' : `the latest row so far for each ${keys}`,
    at_end: 'the rows of the last day',
  }[choice];
  return said(`${context.sayAggregate(aggregate).text}, taking ${rows}`, LEVELS.primary, true);
}

function lengthWords(count: number, unit: string | CalendarGrain): string {
  return `${count} ${grainWords(typeof unit === 'string' ? printUnitName(unit, count) : unit)}`;
}

function bucketWords(count: number): string {
  return `${count} ${printUnitName('bucket', count)}`;
}

function grainWords(grain: string | CalendarGrain): string {
  if (typeof grain === 'string') return grain.replaceAll('_', ' ');
  return `${grain.grain} of ${grain.calendar}`.replaceAll('_', ' ');
}
