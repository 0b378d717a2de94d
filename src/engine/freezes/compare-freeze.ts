/** What was published beside what the same question gives today, in one snapshot of the warehouse. */
import type { Catalog } from '../../catalog/catalog.ts';
import { SEMANTICS } from '../../catalog/content-hash.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import { findMoved } from '../../versions/bindings.ts';
import { hashOfDimension } from '../../versions/dimension-uses.ts';
import { type Answer, type AnswerColumn, hasTotal } from '../answer.ts';
import { type AskedMetric, askAgain, columnBeside } from './ask-again.ts';
import type { AnswerSetting, KeptAnswer } from './freeze-content.ts';
import type { ComparedColumn, ComparedValue, FreezeComparison } from './freezes.ts';
import { type GroupedCells, splitRows, splitValue } from './split-difference.ts';

type MetricColumn = Extract<AnswerColumn, { kind: 'metric' }>;

interface Comparing {
  /** As it was published. */
  readonly published: KeptAnswer;
  /** Of today. */
  readonly answer: Answer;
  readonly asked: readonly AskedMetric[];
  readonly catalog: Catalog;
  readonly setting: AnswerSetting;
}

/** A question of today, and what of it could be asked. */
export interface AnsweredAgain {
  readonly answer: Answer;
  readonly asked: readonly AskedMetric[];
}

/**
 * Where the definitions that were published cannot be asked for beside those of today, these are asked for alone.
 * @throws SemanticError as the query does today
 */
export async function answerAgain(
  resolved: MetricQuery,
  asked: readonly AskedMetric[],
  query: (query: MetricQuery) => Promise<Answer>,
): Promise<AnsweredAgain> {
  try {
    return { answer: await query(askAgain(resolved, asked)), asked };
  } catch (error) {
    const isAsked = asked.some(({ asPublished }) => asPublished.kind === 'other');
    if (!isAsked || !isRefusal(error)) throw error;
    const alone = asked.map((metric): AskedMetric => {
      if (metric.asPublished.kind !== 'other') return metric;
      const { version } = metric.asPublished;
      const reason = 'the question cannot be put to it any more';
      return { ...metric, asPublished: { kind: 'gone', version, reason } };
    });
    return { answer: await query(askAgain(resolved, alone)), asked: alone };
  }
}

/** Not of a database that is away or busy: the same question alone is refused as well, where it is not for them. */
function isRefusal(error: unknown): boolean {
  return error instanceof SemanticError && !error.retryable && error.status < 500;
}

const TOLD_AS_DATA = 'What that changes is told as a change of the data.';

export function compareAnswers(comparing: Comparing): Omit<FreezeComparison, 'freeze' | 'query' | 'numbers'> {
  const { published, answer, asked } = comparing;
  const groups = published.columns.filter((column) => !hasTotal(column));
  const before = published.columns.filter(isMetric);
  const metrics = before.map((column) => compareColumn(column, answer.columns));
  const now = before.map(({ name }) => answer.columns.findIndex((column) => column.name === name));
  const alike = before.map((column) => isOneUnit(column, answer.columns));
  // In another unit the definition of then is no link between the two.
  const beside = before.map(({ name }, index) => {
    const column = alike[index] ? columnBeside(name, asked) : null;
    return answer.columns.findIndex((each) => each.name === column);
  });
  const grouped = (row: Answer['rows'][number], places: readonly number[]): GroupedCells => ({
    group: row.slice(0, groups.length),
    cells: places.map((place) => row[place] ?? null),
  });
  const places = before.map((column) => published.columns.indexOf(column));
  return {
    groups,
    metrics,
    rows: splitRows({
      published: published.rows.map((row) => grouped(row, places)),
      current: answer.rows.map((row) => grouped(row, now)),
      asPublished: answer.rows.map((row) => grouped(row, beside).cells),
    }),
    totals: splitTotals(comparing, { columns: before, now, beside }),
    range: published.range,
    partial: {
      published: published.partial,
      current: answer.partial.filter(({ metric }) => before.some(({ name }) => name === metric)),
    },
    warnings: [...warn(comparing), ...answer.warnings.map((text) => nameColumns(text, asked))],
    receipts: { published: published.receipt, current: answer.receipt },
  };
}

interface Places {
  readonly columns: readonly MetricColumn[];
  readonly now: readonly number[];
  readonly beside: readonly number[];
}

/** Totals have a cell for each metric, in the order of the columns. */
function splitTotals(
  { published, answer }: Comparing,
  { columns, now, beside }: Places,
): readonly ComparedValue[] | null {
  const [then, today] = [published.totals, answer.totals];
  if (then === null || today === null) return null;
  const totalled = answer.columns.filter(hasTotal);
  const cellAt = (place: number) => {
    const column = answer.columns[place];
    return (column && today[totalled.indexOf(column)]) ?? null;
  };
  return columns.map((_, index) =>
    splitValue({
      published: then[index] ?? null,
      current: cellAt(now[index] ?? -1),
      asPublished: cellAt(beside[index] ?? -1),
    }),
  );
}

function compareColumn(published: MetricColumn, today: readonly AnswerColumn[]): ComparedColumn {
  // A comparison of values that are no numbers has fewer columns than one of numbers.
  const current = findMetricColumn(published.name, today) ?? published;
  return {
    name: published.name,
    ...measuredIn(current),
    published: { ...definedBy(published), ...measuredIn(published) },
    current: definedBy(current),
  };
}

function measuredIn({ type, unit, format }: MetricColumn): Pick<ComparedColumn, 'type' | 'unit' | 'format'> {
  return { type, ...(unit === undefined ? {} : { unit }), ...(format === undefined ? {} : { format }) };
}

/** Whether its values of today can be taken from what was published. */
function isOneUnit({ name, unit }: MetricColumn, today: readonly AnswerColumn[]): boolean {
  const current = findMetricColumn(name, today);
  return current === undefined || current.unit === unit;
}

function findMetricColumn(name: string, columns: readonly AnswerColumn[]): MetricColumn | undefined {
  return columns.filter(isMetric).find((column) => column.name === name);
}

function definedBy({ metric, version, hash }: MetricColumn): ComparedColumn['current'] {
  return { metric, version, hash };
}

function isMetric(column: AnswerColumn): column is MetricColumn {
  return column.kind === 'metric';
}

function warn(comparing: Comparing): readonly string[] {
  const { published, answer, asked, catalog, setting } = comparing;
  const gone = asked.flatMap(({ asPublished }) =>
    asPublished.kind === 'gone'
      ? [
          `${asPublished.version} as it was published cannot be run any more: ${asPublished.reason}. What of the difference is its definition's, and what the data's, is not told.`,
        ]
      : [],
  );
  const moved = Object.entries(published.dimensions).flatMap(([name, hash]) =>
    hashOfDimension(name, catalog) === hash
      ? []
      : [`"${name}" is defined otherwise than when this was published: groups and conditions are of today.`],
  );
  const cut = answer.page.more
    ? [`There are more groups than the ${answer.page.limit} that are shown: some may be missing today.`]
    : [];
  return [
    ...gone,
    ...warnUnits(comparing),
    ...moved,
    ...warnBindings(published, catalog),
    ...warnSetting(setting, catalog),
    ...cut,
  ];
}

/** They say nothing of tables and columns: those are not for everybody who reads. */
function warnBindings({ bindings }: KeptAnswer, catalog: Catalog): readonly string[] {
  return Object.entries(bindings).flatMap(([name, before]) =>
    findMoved(before, catalog).length === 0
      ? []
      : [`"${name}" is read from elsewhere than when this was published. ${TOLD_AS_DATA}`],
  );
}

function warnUnits({ published, answer }: Comparing): readonly string[] {
  return published.columns
    .filter(isMetric)
    .filter((column) => !isOneUnit(column, answer.columns))
    .map(({ name, unit = 'no unit' }) => {
      const today = findMetricColumn(name, answer.columns)?.unit ?? 'no unit';
      return `"${name}" was published in ${unit}, and is in ${today} today: their difference is not told.`;
    });
}

function warnSetting(then: AnswerSetting, catalog: Catalog): readonly string[] {
  const now = settingOf(catalog);
  return [
    ...(then.weekStarts === now.weekStarts
      ? []
      : [`Weeks began on ${then.weekStarts} when this was published, and begin on ${now.weekStarts}.`]),
    ...(then.fiscalYearStarts === now.fiscalYearStarts
      ? []
      : [`Fiscal years began in ${then.fiscalYearStarts}, and begin in ${now.fiscalYearStarts}.`]),
    ...(then.semantics === now.semantics ? [] : ['Queries are planned by other semantics now.']),
  ].map((text) => `${text} ${TOLD_AS_DATA}`);
}

/** What an answer depends on that no query can say. */
export function settingOf({ project }: Catalog): AnswerSetting {
  const { weekStarts, fiscalYearStarts } = project;
  return { semantics: SEMANTICS, weekStarts, fiscalYearStarts };
}

/** Columns of metrics as they were have names that nobody gave them. */
function nameColumns(text: string, asked: readonly AskedMetric[]): string {
  return asked.reduce(
    (said, { column, asPublished }) =>
      asPublished.kind === 'other'
        ? said.replaceAll(`"${asPublished.column}"`, `"${column}" as it was published`)
        : said,
    text,
  );
}
