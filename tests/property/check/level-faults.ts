/** Faults of comparisons, larger groups, disregarded conditions, chosen rows, parts of times and joins at a time. */
import { ExactNumber } from '../../../src/base/exact-number.ts';
import { TARIFFS } from '../generate/draw-tariffs.ts';
import type { Aggregate, MetricFormula, OverGroups } from '../oracle/metric-formula.ts';
import type { Comparison, Query } from '../oracle/query.ts';
import type { Row, Tables } from '../oracle/schema.ts';
import { changeCells, isNothing, keepRows } from './change-answer.ts';
import { eachPart } from './change-schema.ts';
import type { PlantedFault } from './planted-fault.ts';
import type { Project } from './question.ts';

const comparisons: readonly PlantedFault[] = [
  {
    name: 'compares with the year before, whatever the range',
    query: eachComparison((one) => (one === 'previous_period' ? 'previous_year' : one)),
  },
  {
    name: 'moves ranges by a day, however far',
    query: eachComparison((one) =>
      typeof one === 'object' && 'shift' in one ? { ...one, shift: '1 day' } : one,
    ),
  },
  {
    name: 'compares unfinished ranges with whole',
    concerns: ({ compare, time }) => compare !== undefined && time?.range === undefined,
    now: () => '2040-01-01T00:00:00.000000Z',
  },
  {
    name: 'forgets groups of the earlier range',
    concerns: ({ compare }) => compare !== undefined && !Array.isArray(compare),
    answer: (answer) => {
      const isBefore = answer.columns.map(({ name }) => name.endsWith('.previous'));
      const isNow = answer.columns.map(
        ({ name, kind }) => kind === 'metric' && !/\.(previous|change)/.test(name),
      );
      return keepRows(
        answer,
        (row) =>
          row.some((cell, place) => isNow[place] && !isNothing(cell)) ||
          row.every((cell, place) => !isBefore[place] || isNothing(cell)),
      );
    },
  },
];

const levels: readonly PlantedFault[] = [
  {
    name: 'takes totals over all groups for those within some',
    schema: eachTotal((part) => ({ ...part, within: [] })),
  },
  {
    name: 'has shares and totals of the group itself',
    schema: eachTotal((part) => (part.function === 'total' ? part.operand : part)),
  },
  {
    name: 'gives the first place to the least',
    schema: eachTotal((part) =>
      part.function === 'rank' ? { ...part, operand: negated(part.operand) } : part,
    ),
  },
  {
    name: 'disregards every condition for one',
    schema: eachPart((part) => (part.kind === 'unfiltered' ? { ...part, by: null } : part)),
  },
  {
    name: 'minds conditions that do not count',
    schema: eachPart((part) => (part.kind === 'unfiltered' ? part.operand : part)),
  },
];

const choices: readonly PlantedFault[] = [
  { name: 'takes the first rows for the last', schema: eachChoice('last', 'first') },
  { name: 'forgets the rows before a bucket', schema: eachChoice('latest', 'last') },
  { name: 'takes the last rows for those at the end', schema: eachChoice('at_end', 'last') },
  {
    name: 'chooses rows whatever their keys',
    schema: eachPart((part) =>
      part.kind === 'aggregate' && part.choice ? { ...part, choice: { ...part.choice, by: [] } } : part,
    ),
  },
];

const parts: readonly PlantedFault[] = [
  {
    name: 'counts weekdays from Sunday',
    concerns: ({ by = [] }) => by.some((column) => column.endsWith(':day_of_week')),
    answer: (answer) =>
      changeCells(answer, (cell, { name }) =>
        name.endsWith(':day_of_week') && cell instanceof ExactNumber
          ? new ExactNumber(String((Number(cell.digits) % 7) + 1))
          : cell,
      ),
  },
];

const validity: readonly PlantedFault[] = [
  {
    name: 'forgets that rows end',
    concerns: asksForTariffs,
    tables: eachTariff((row) => ({ ...row, until: null })),
  },
  {
    name: 'forgets that rows begin',
    concerns: asksForTariffs,
    tables: eachTariff((row) => ({ ...row, since: null })),
  },
];

export const LEVEL_FAULTS: readonly PlantedFault[] = [
  ...comparisons,
  ...levels,
  ...choices,
  ...parts,
  ...validity,
];

function asksForTariffs(query: Query): boolean {
  return JSON.stringify(query).includes('tariff');
}

function eachTariff(change: (row: Row) => Row) {
  return ({ tables }: Project): Tables =>
    new Map([...tables].map(([name, rows]) => [name, name === TARIFFS ? rows.map(change) : rows]));
}

function eachComparison(change: (one: Comparison) => Comparison): (query: Query) => Query {
  return (query) => {
    const { compare } = query;
    if (compare === undefined) return query;
    return { ...query, compare: isList(compare) ? compare.map(change) : change(compare) };
  };
}

function isList(compare: NonNullable<Query['compare']>): compare is readonly Comparison[] {
  return Array.isArray(compare);
}

function eachTotal(change: (part: OverGroups) => MetricFormula) {
  return eachPart((part) => (part.kind === 'over_groups' ? change(part) : part));
}

type Word = NonNullable<Aggregate['choice']>['word'];

function eachChoice(from: Word, to: Word) {
  return eachPart((part) =>
    part.kind === 'aggregate' && part.choice?.word === from
      ? { ...part, choice: { ...part.choice, word: to } }
      : part,
  );
}

function negated(operand: MetricFormula): MetricFormula {
  return { kind: 'arithmetic', operator: '-', left: { kind: 'number', digits: '0' }, right: operand };
}
