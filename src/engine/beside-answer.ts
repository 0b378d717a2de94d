/** Benchmarks beside the rows of an answer: each row has what is told of its own cell, and nothing of any other. */
import type { Catalog } from '../catalog/catalog.ts';
import { printUnit } from '../catalog/unit.ts';
import type { BenchmarkQuestion } from '../query/benchmark-question.ts';
import { OTHERS } from '../query/bound-query.ts';
import type { AskedBenchmark } from '../query/split-benchmarks.ts';
import type { AnswerColumn } from './answer.ts';
import type { BareAnswer } from './run-query.ts';
import { keyOfGroup, type ToldCells } from './told-cells.ts';

/** What a benchmark has to say to an answer. */
export interface ToldBenchmark {
  readonly asked: AskedBenchmark;
  readonly question: BenchmarkQuestion;
  /** By bucket. */
  readonly cells: ReadonlyMap<string, ToldCells>;
  /** What stands in the totals; `null` where nothing is told. */
  readonly total: number | null;
}

/** Its columns stand behind those of the answer, in the order of the query. */
export function besideAnswer(
  answer: BareAnswer,
  told: readonly ToldBenchmark[],
  catalog: Catalog,
): BareAnswer {
  if (told.length === 0) return answer;
  const columns = told.map(({ asked }) => describeColumn(asked, catalog));
  const added = told.map((each) => cellsOf(each, answer));
  const rows = answer.rows.map((row, index) => [...row, ...added.map((cells) => cells[index] ?? null)]);
  const partial = told.flatMap(({ asked }) => notesFor(asked, answer));
  const warnings = told.flatMap(({ asked }, index) => [
    ...warnZone(asked, answer, catalog),
    ...warnWithheld(asked, added[index] ?? []),
  ]);
  return {
    ...answer,
    columns: [...answer.columns, ...columns],
    rows,
    totals: answer.totals && [...answer.totals, ...told.map(({ total }) => total)],
    partial: [...answer.partial, ...partial],
    warnings: [...answer.warnings, ...warnings],
  };
}

function describeColumn({ column, benchmark }: AskedBenchmark, catalog: Catalog): AnswerColumn {
  const { name, metric, statistic, minTenants, value } = benchmark;
  const found = catalog.metrics.get(metric);
  const unit = printUnit(value.unit, null);
  return {
    name: column,
    kind: 'benchmark',
    benchmark: name,
    metric,
    version: value.version,
    hash: value.hash,
    statistic,
    min_tenants: minTenants,
    type: 'float',
    ...(unit === null ? {} : { unit }),
    ...(found?.format ? { format: found.format } : {}),
  };
}

/** One for each row; `null` where nothing is told. */
function cellsOf(
  { question, cells }: ToldBenchmark,
  { columns, rows }: BareAnswer,
): readonly (number | null)[] {
  const place = (name: string): number => columns.findIndex((column) => column.name === name);
  const [time, others] = [place('time'), place(OTHERS)];
  const group = question.dimension === null ? -1 : place(question.dimension);
  return rows.map((row) => {
    // All groups that were not chosen are no cell.
    if (others >= 0 && row[others] === true) return null;
    const bucket = question.bucket ?? row[time];
    const told = typeof bucket === 'string' ? cells.get(bucket) : undefined;
    return told?.get(keyOfGroup(row[group] ?? null)) ?? null;
  });
}

/** What is not whole of its own is not told of the others. */
function notesFor({ column }: AskedBenchmark, { partial }: BareAnswer): BareAnswer['partial'] {
  const notes = new Map(
    partial.map(({ time, reason }) => [`${time} ${reason}`, { time, metric: column, reason }]),
  );
  return [...notes.values()];
}

function warnWithheld(
  { column, benchmark: { minTenants } }: AskedBenchmark,
  cells: readonly (number | null)[],
): readonly string[] {
  const withheld = cells.filter((cell) => cell === null).length;
  if (withheld === 0) return [];
  const rows = withheld === 1 ? '1 row' : `${withheld} rows`;
  return [
    `"${column}" is null in ${rows}: it is told for whole buckets that have ended, where ${minTenants} tenants or more have a value, and where what is withheld beside it could not be told from it.`,
  ];
}

/** Cells are the same for all tenants, wherever these are. */
function warnZone(
  { column }: AskedBenchmark,
  { columns }: BareAnswer,
  { project }: Catalog,
): readonly string[] {
  const [time] = columns.flatMap((each) => (each.kind === 'time' ? [each.zone] : []));
  if (time === undefined || time === project.zone) return [];
  return [`"${column}" is cut in ${project.zone}, where its rows beside it are cut in ${time}.`];
}
