/** `compare` → the same metrics over earlier ranges, or in other versions, and how they differ (S7). */
import { isNumeric } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { type Duration, unitOf } from '../formula/metric-tree.ts';
import type { BoundOutput, OutputExpression } from './bound-query.ts';
import type { CompareRequest, ComparisonRequest } from './metric-query.ts';
import { findGrain, readGrain } from './read-grain.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';
import type { ComparedRange } from './window.ts';

/** One earlier range or other version, and what its columns are called. */
export interface Comparison {
  /** `revenue.previous`, `revenue.year.value`: after the metric's column. */
  readonly names: { readonly value: string; readonly change: string; readonly ratio: string };
  readonly with: ComparedRange | ComparedVersion;
  /** Where the query says so. */
  readonly path: string;
}

export interface ComparedVersion {
  readonly kind: 'compared_version';
  readonly version: number;
}

const YEAR: Duration = { kind: 'duration', count: 1, unit: 'year' };

/** `previous_year`, `1 month`, `@1`: a comparison in one word or two, as flags and query strings have it. */
export function readComparison(text: string): unknown {
  if (/^@\d{1,9}$/.test(text)) return { version: Number(text.slice(1)) };
  return /^\d/.test(text) ? { shift: text } : text;
}

/** @throws SemanticError QUERY_INVALID, QUERY_COMPARE_RANGE where an open range has none before it */
export function bindComparisons(
  asked: CompareRequest | undefined,
  { isClosed, calendar }: { readonly isClosed: boolean; readonly calendar: ReportingCalendar },
): readonly Comparison[] {
  if (asked === undefined) return [];
  const list = Array.isArray(asked);
  const items: readonly ComparisonRequest[] = list ? asked : [asked];
  const comparisons = items.map((item, index) => {
    const path = list ? `/compare/${index}` : '/compare';
    const other = readOther(item, calendar, path);
    if (other.kind === 'compared_range' && !other.by && !isClosed) {
      const hint = 'Give "from" and "to", or compare with "previous_year" or a "shift".';
      throw new SemanticError('QUERY_COMPARE_RANGE', {}, { path, hint });
    }
    return { names: namesOf(list ? nameOf(item) : null), with: other, path };
  });
  const seen = new Set<string>();
  for (const [index, { names }] of comparisons.entries()) {
    if (seen.has(names.value)) {
      const problem = 'Two comparisons have one name';
      const place = { path: `/compare/${index}`, hint: 'Tell them apart by "as".' };
      throw new SemanticError('QUERY_INVALID', { problem }, place);
    }
    seen.add(names.value);
  }
  return comparisons;
}

/** The columns that comparisons add behind a metric's own. */
export function compareOutput(
  output: BoundOutput,
  {
    comparisons,
    collect,
  }: {
    readonly comparisons: readonly Comparison[];
    /** What the metric is compared with, in a column of that name. */
    readonly collect: (comparison: Comparison, column: string) => BoundOutput;
  },
): readonly BoundOutput[] {
  return comparisons.flatMap((comparison) => {
    const { names } = comparison;
    const column = (name: string): string => `${output.column}.${name}`;
    const other = collect(comparison, column(names.value));
    // One of the two may be divided over days, or made of parts.
    const type = commonType(output.type, other.type);
    if (type === null) return [other];
    const value = comparison.with.kind === 'compared_range' ? { ...other, type } : other;
    const change: OutputExpression = {
      kind: 'operation',
      operator: 'subtract',
      operands: [output.expression, other.expression],
      type,
    };
    const ratio: OutputExpression = {
      kind: 'operation',
      operator: 'divide',
      operands: [change, other.expression],
      type: 'float',
    };
    return [
      value,
      { ...output, column: column(names.change), part: 'change', expression: change, type },
      { ...output, column: column(names.ratio), part: 'ratio', expression: ratio, type: 'float' },
    ];
  });
}

/** Of the difference of both; `null` where one is no number. */
function commonType(
  one: BoundOutput['type'],
  other: BoundOutput['type'],
): 'integer' | 'decimal' | 'float' | null {
  if (!isNumeric(one) || !isNumeric(other)) return null;
  return NUMBERS.find((type) => type === one || type === other) ?? null;
}

/** The widest first. */
const NUMBERS = ['float', 'decimal', 'integer'] as const;

function readOther(item: ComparisonRequest, calendar: ReportingCalendar, path: string): Comparison['with'] {
  if (typeof item === 'object' && 'version' in item)
    return { kind: 'compared_version', version: item.version };
  return stepOf(item, calendar, path);
}

function stepOf(
  item: Exclude<ComparisonRequest, { readonly version: number }>,
  calendar: ReportingCalendar,
  path: string,
): ComparedRange {
  const shift = typeof item === 'object' && 'shift' in item ? item.shift : null;
  if (shift !== null) return { kind: 'compared_range', by: readShift(shift, calendar, path) };
  const range = typeof item === 'string' ? item : 'range' in item ? item.range : '';
  return { kind: 'compared_range', by: range === 'previous_year' ? YEAR : null };
}

/** The form is the schema's: `1 month`, `2 retail.periods`. */
function readShift(text: string, calendar: ReportingCalendar, path: string): Duration {
  const [count = '1', written = ''] = text.split(' ');
  const grain = findGrain(written, calendar) ?? readGrain(written.replace(/s$/, ''), calendar, path);
  return { kind: 'duration', count: Number(count), unit: unitOf(grain) };
}

function nameOf(item: ComparisonRequest): string {
  if (typeof item === 'string') return item;
  if (item.as !== undefined) return item.as;
  if ('version' in item) return `version_${item.version}`;
  return 'shift' in item ? `shift_${item.shift.replace(' ', '_')}` : item.range;
}

function namesOf(name: string | null): Comparison['names'] {
  if (name === null) return { value: 'previous', change: 'change', ratio: 'change_ratio' };
  return { value: `${name}.value`, change: `${name}.change`, ratio: `${name}.change_ratio` };
}
