/** Groups of times: which grain fits which type, and the expression that finds the bucket of a row. */
import { type Grain, isClockGrain, isOwnGrain, type OwnGrain, type ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import { PARTS_OF_TIME, type PartOfTime } from '../formula/parts-of-time.ts';
import type { CollectedLeg } from './collected-metrics.ts';
import { placeOf } from './member-place.ts';
import type { ParameterList } from './parameter-list.ts';
import { findPeriods, type ReportingCalendar } from './reporting-calendar.ts';
import { clockCuts } from './zone-periods.ts';

interface BucketZone {
  readonly name: string;
  readonly parameter: Parameter;
  readonly calendar: ReportingCalendar;
}

/**
 * Makes buckets in one zone; all that are of the clock share the list of its cuts, and all of one calendar's grain
 * the lists of its periods.
 */
export class BucketBinder {
  private readonly name: string;
  private readonly zone: Parameter;
  private readonly parameters: ParameterList;
  private readonly calendar: ReportingCalendar;
  private readonly periods = new Map<OwnGrain, readonly [Parameter, Parameter]>();
  private cuts: Parameter | undefined;

  constructor({ name, parameter, calendar }: BucketZone, parameters: ParameterList) {
    this.name = name;
    this.zone = parameter;
    this.calendar = calendar;
    this.parameters = parameters;
  }

  /** Only instants depend on the zone, and seconds not even then; days and wall clocks are cut as they stand. */
  bucket(time: MemberReference, grain: Grain): RowExpression {
    if (isOwnGrain(grain)) return this.period(time, grain);
    const type = bucketType(time.type, grain);
    const operator = `bucket_${grain}` as const;
    return { kind: 'operation', operator, operands: [time, ...this.clock(time, grain)], type };
  }

  part(time: MemberReference, part: PartOfTime): RowExpression {
    const zone = time.type === 'time' ? [this.zone] : [];
    const operator = `date_part_${PARTS_OF_TIME[part]}` as const;
    return { kind: 'operation', operator, operands: [time, ...zone], type: 'integer' };
  }

  /** The day's place among the starts and the end says which of the starts it is; other days have none. */
  private period(time: MemberReference, grain: OwnGrain): RowExpression {
    const lists = this.periods.get(grain) ?? this.listPeriods(grain);
    this.periods.set(grain, lists);
    const day = this.bucket(time, 'day');
    return { kind: 'operation', operator: 'bucket_own', operands: [day, ...lists], type: 'date' };
  }

  private listPeriods(grain: OwnGrain): readonly [Parameter, Parameter] {
    const { starts, end } = findPeriods(grain, this.calendar) ?? { starts: [], end: '' };
    const bounds = end === '' ? [] : [...starts, end];
    return [this.parameters.add(starts, 'date'), this.parameters.add(bounds, 'date')];
  }

  private clock({ type }: MemberReference, grain: Grain): readonly Parameter[] {
    if (type !== 'time' || grain === 'second') return [];
    if (!isClockGrain(grain)) return [this.zone];
    this.cuts ??= this.parameters.add(clockCuts(this.name), 'time');
    return [this.zone, this.cuts];
  }
}

/** Buckets of a day and longer are dates, those of the clock are what they are parts of. */
export function bucketType(type: ValueType, grain: Grain): ValueType {
  return isClockGrain(grain) ? type : 'date';
}

/** @throws SemanticError QUERY_GRAIN_TOO_FINE where days are to be cut by the clock */
export function refuseTooFine(member: string, type: ValueType, at: { grain: Grain; path: string }): void {
  if (type !== 'date' || !isClockGrain(at.grain)) return;
  const hint = 'Ask for "day" or longer.';
  const params = { member, type, known: 'days', grain: at.grain };
  throw new SemanticError('QUERY_GRAIN_TOO_FINE', params, { path: at.path, hint });
}

/** What a leg aggregates, and the time that buckets it. */
export type TimedRows = Pick<CollectedLeg, 'root' | 'time'>;

/**
 * The type of the column `time`, whose buckets come from every leg.
 * @throws SemanticError QUERY_GRAIN_TOO_FINE, QUERY_MIXED_CLOCKS
 */
export function timeColumnType(legs: readonly TimedRows[], grain: Grain, path = '/time/grain'): ValueType {
  if (!isClockGrain(grain)) return 'date';
  const times = legs.flatMap(({ root, time }) =>
    time ? [{ name: placeOf(root, time), type: time.type }] : [],
  );
  for (const { name, type } of times) refuseTooFine(name, type, { grain, path });
  const instant = times.find(({ type }) => type === 'time');
  const local = times.find(({ type }) => type === 'local_time');
  if (instant && local) {
    const params = { instant: instant.name, local: local.name, grain };
    const hint = 'Ask for "day" or longer, or for each in a query of its own.';
    throw new SemanticError('QUERY_MIXED_CLOCKS', params, { path, hint });
  }
  return instant || !local ? 'time' : 'local_time';
}
