/** The faults that the random questions must notice, one or more for each part of the language. */
import { addDays } from '../oracle/calendar.ts';
import { instantAt, toMicros } from '../oracle/clock.ts';
import type { Query, Top } from '../oracle/query.ts';
import {
  addUpTotals,
  changeCells,
  emptyZeros,
  isNamed,
  isNothing,
  keepRows,
  mergeHours,
  orderByDictionary,
} from './change-answer.ts';
import { closeRange, hideUnknown, keepBound, mapConditions } from './change-query.ts';
import { withoutUnrated, withTodaysRates } from './change-rates.ts';
import {
  countConditions,
  discretePercentile,
  eachCalendar,
  eachMetric,
  eachPart,
  populationVariance,
  replaceAggregate,
  withoutCondition,
} from './change-schema.ts';
import { LEVEL_FAULTS } from './level-faults.ts';
import type { PlantedFault } from './planted-fault.ts';
import { WINDOW_FAULTS } from './window-faults.ts';

const DAY = 86_400_000_000;

const scope: readonly PlantedFault[] = [
  { name: "answers from another tenant's rows", tenant: (tenant) => (tenant === '7' ? '8' : '7') },
  {
    name: 'drops rows without a partner',
    concerns: ({ by }) => by !== undefined,
    answer: (answer) => keepRows(answer, isNamed(answer)),
  },
  {
    name: 'adds up its rows for the totals',
    concerns: ({ totals, by }) => totals === true && by !== undefined,
    answer: addUpTotals,
  },
  {
    name: 'orders texts as a dictionary does',
    concerns: ({ order }) => order !== undefined,
    answer: orderByDictionary,
  },
];

const definitions: readonly PlantedFault[] = [
  {
    name: 'has nothing for sums of nothing',
    schema: eachMetric((metric) => ({ ...metric, emptyIsNull: true })),
  },
  { name: 'answers with private metrics', schema: eachMetric((metric) => ({ ...metric, isPrivate: false })) },
  {
    name: 'groups by what a metric does not allow',
    schema: eachMetric((metric) => ({ ...metric, allowed: null })),
  },
  { name: 'ignores the conditions of filtered metrics', schema: eachPart(withoutCondition) },
  {
    name: 'drops groups to which nothing contributes',
    concerns: ({ by, metrics }) => by !== undefined && metrics !== undefined,
    answer: (answer) =>
      keepRows(answer, (row) =>
        answer.columns.some(({ kind }, place) => kind === 'metric' && !isNothing(row[place])),
      ),
  },
];

const aggregates: readonly PlantedFault[] = [
  { name: 'gives the mean for the median', schema: eachPart(replaceAggregate('median', 'avg')) },
  { name: 'takes percentiles of the values there are', schema: eachPart(discretePercentile) },
  { name: 'divides by n for n - 1', schema: eachPart(populationVariance) },
  { name: 'gives the variance for the deviation', schema: eachPart(replaceAggregate('stddev', 'variance')) },
  { name: 'counts equal values again', schema: eachPart(replaceAggregate('count_distinct', 'count')) },
  {
    name: 'counts equal values again, approximately',
    schema: eachPart(replaceAggregate('approx_count_distinct', 'count')),
  },
  { name: 'counts conditions that do not hold', schema: eachPart(countConditions) },
];

const functions: readonly PlantedFault[] = [
  {
    name: 'counts characters from nought',
    text: (file) =>
      file.replace(/(substring\(.*?), (\d)/g, (_, before, place) => `${before}, ${Number(place) + 1}`),
  },
  {
    name: 'takes patterns for texts',
    text: (file) => file.replace(/ like ('[^']*')/g, ' = $1'),
  },
  {
    name: 'takes a month for 30 days',
    text: (file) =>
      file.replace(/([+-]) (\d+) months?\b/g, (_, sign, count) => `${sign} ${Number(count) * 30} days`),
  },
  {
    name: 'moves times by 24 hours for a day',
    text: (file) =>
      file.replace(/([+-]) (\d+) days?\)/g, (_, sign, count) => `${sign} ${Number(count) * 24} hours)`),
  },
  {
    name: 'takes the month for the week',
    text: (file) => file.replaceAll('date_part(iso_week,', 'date_part(month,'),
  },
  { name: 'works on holidays', schema: eachCalendar((calendar) => ({ ...calendar, holidays: null })) },
  {
    name: 'counts working hours by the clock of reports',
    schema: eachCalendar((calendar, { zone }) => ({ ...calendar, zone })),
  },
  { name: 'counts days for weeks', text: (file) => file.replaceAll('date_diff(week,', 'date_diff(day,') },
];

const time: readonly PlantedFault[] = [
  { name: 'cuts buckets in the zone of the project', query: withoutZone },
  { name: 'takes the day on which a range ends', query: withLastDay },
  {
    name: 'takes two equal hours for one',
    concerns: (query) => JSON.stringify(query).includes('hour'),
    answer: mergeHours,
  },
  {
    name: 'counts today among the last days',
    concerns: ({ time: { range = '' } = {} }) => range.startsWith('last'),
    now: (now) => instantAt(toMicros(now.slice(0, 26)) + DAY),
  },
  {
    name: 'leaves out the last bucket',
    concerns: isFilled,
    answer: (answer) =>
      keepRows(
        answer,
        (row) =>
          row[0] !==
          answer.rows
            .flatMap(([label]) => (typeof label === 'string' ? [label] : []))
            .toSorted()
            .at(-1),
      ),
  },
  { name: 'has nothing in filled buckets', concerns: isFilled, answer: emptyZeros },
  { name: 'takes the end of a range of values', query: (query) => mapConditions(query, closeRange) },
];

const shape: readonly PlantedFault[] = [
  { name: 'hides what is unknown under not', query: (query) => mapConditions(query, hideUnknown) },
  { name: 'keeps rows at the bound', query: (query) => mapConditions(query, keepBound) },
  { name: 'chooses one group too many', query: changeTop((top) => ({ ...top, n: top.n + 1 })) },
  {
    name: 'chooses the worst groups',
    query: changeTop((top) => ({ ...top, direction: top.direction === 'asc' ? 'desc' : 'asc' })),
  },
  { name: 'leaves out the others', query: changeTop((top) => ({ ...top, others: false })) },
  {
    name: 'takes the others for a group without a name',
    concerns: ({ top }) => top?.others === true,
    answer: (answer) => changeCells(answer, (cell, { kind }) => (kind === 'others' ? false : cell)),
  },
  {
    name: 'leaves out dimensions without a value',
    concerns: ({ metrics }) => metrics === undefined,
    answer: (answer) => keepRows(answer, isNamed(answer)),
  },
];

const money: readonly PlantedFault[] = [
  { name: "converts at today's rate", concerns: isConverted, tables: withTodaysRates },
  { name: 'drops rows without a rate', concerns: isConverted, tables: withoutUnrated },
  {
    name: 'knows no rate but that of the very day',
    concerns: isConverted,
    text: (file) => file.replace(/^ *missing: carry\n/m, ''),
  },
];

export const FAULTS: readonly PlantedFault[] = [
  ...scope,
  ...definitions,
  ...aggregates,
  ...functions,
  ...time,
  ...WINDOW_FAULTS,
  ...LEVEL_FAULTS,
  ...shape,
  ...money,
];

function isFilled({ time: asked }: Query): boolean {
  return asked?.fill === true;
}

function isConverted({ currency }: Query): boolean {
  return currency !== undefined;
}

function changeTop(change: (top: Top) => Top): (query: Query) => Query {
  return (query) => (query.top === undefined ? query : { ...query, top: change(query.top) });
}

function withoutZone({ time: asked, ...query }: Query): Query {
  if (asked === undefined) return query;
  const { zone: _zone, ...rest } = asked;
  return Object.keys(rest).length === 0 ? query : { ...query, time: rest };
}

function withLastDay(query: Query): Query {
  const { time: asked } = query;
  return asked?.to?.length === 10 ? { ...query, time: { ...asked, to: addDays(asked.to, 1) } } : query;
}
