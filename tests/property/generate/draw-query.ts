/** Random queries, most of them answerable; the others show that refusals are predicted too. */
import { BUCKET_GRAINS, type Grain, isSubDay } from '../oracle/calendar.ts';
import { typeOfOutput } from '../oracle/metric-values.ts';
import { PARTS_OF_TIME } from '../oracle/parts-of-time.ts';
import { resolveName } from '../oracle/paths.ts';
import type { Having, Query, Top } from '../oracle/query.ts';
import { readsMember } from '../oracle/reads-member.ts';
import { type Leg, legsOf, type Output, readRequest, valueLegs } from '../oracle/request.ts';
import { need, type Schema } from '../oracle/schema.ts';
import { isTemporalType } from '../oracle/value.ts';
import { needsGrain } from '../oracle/window.ts';
import type { Draw } from './draw.ts';
import { drawCompare } from './draw-comparison.ts';
import { drawTest, drawWhere, type QueryDraw } from './draw-condition.ts';
import { restsOnMoney, TARGETS } from './draw-money.ts';
import { dimensionNames, type Name } from './draw-names.ts';
import { drawGrain, drawTime } from './draw-time.ts';
import { serves } from './served.ts';

const LEAST_ANSWERABLE = 90;

export function drawQuery(context: QueryDraw): Query {
  const { draw, schema, now } = context;
  const metrics = drawMetricsAsked(context);
  const by = metrics.length > 0 ? undefined : drawFirstDimension(context);
  const plain = valueLegs(schema, readRequest(schema, { metrics }, now));
  const isTimed = metrics.length > 0 && plain.every(({ time }) => time !== null);
  const compared = isTimed || draw.chance(1) ? drawCompare(draw) : {};
  const request = readRequest(schema, { metrics, ...compared, ...(by ? { by } : {}) }, now);
  const legs = legsOf(schema, request);
  const names = drawNames(context, legs).filter(
    ({ text }) => draw.chance(5) || isAllowed(context, metrics, text),
  );
  const told = names.filter(
    ({ text }) => draw.chance(5) || !legs.some((leg) => readsOwnTime(schema, leg, text)),
  );
  const groups = [...(by ?? []), ...drawGroups(draw, told).filter((column) => !by?.includes(column))];
  const time = drawTime(context, legs);
  // No one amount compares with money of several currencies.
  const filters = names.filter(({ text }) => !text.endsWith('.money'));
  const where = Array.from({ length: draw.pick([0, 0, 0, 1, 1, 2]) }, () => drawWhere(context, filters, 2));
  const outputs = request.outputs.map(({ column }) => column);
  const columns = [...(time?.grain === undefined ? [] : ['time']), ...groups, ...outputs];
  const having = drawHaving(context, { outputs: request.outputs, groups, grain: time?.grain ?? null });
  const needsBuckets = legs.some(({ windows }) => windows.some(needsGrain)) && draw.chance(90);
  const top = needsBuckets ? null : drawTop(draw, groups, outputs);
  return {
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(groups.length > 0 ? { by: groups } : {}),
    ...(time === null ? {} : { time }),
    ...(where.length > 0 && filters.length > 0 ? { where } : {}),
    ...(having.length > 0 ? { having } : {}),
    ...(top === null ? {} : { top }),
    ...(draw.chance(40) ? { order: drawOrder(draw, columns) } : {}),
    ...(draw.chance(25) ? { limit: draw.integer(1, 6) } : {}),
    ...(metrics.length > 0 && !needsBuckets && draw.chance(60) ? { totals: true } : {}),
    ...compared,
    ...drawCurrency(context, metrics),
  };
}

/** Whether a window would be grouped by a part of its own time. */
function readsOwnTime(schema: Schema, leg: Leg, name: string): boolean {
  if (leg.windows.length === 0 || leg.time === null) return false;
  const asked = leg.lead(name)?.split('.');
  return (
    asked !== undefined &&
    readsMember(schema, leg.root, { asked, wanted: [...leg.time.path, leg.time.member] })
  );
}

/** Money of several currencies is asked for in one; now and then what is none as well. */
function drawCurrency(
  { draw, schema }: QueryDraw,
  metrics: readonly (string | AliasedMetric)[],
): Pick<Query, 'currency'> {
  if (schema.rates === undefined) return {};
  const names = metrics.map((asked) => (typeof asked === 'string' ? asked : asked.metric));
  return restsOnMoney(schema, names) || draw.chance(3) ? { currency: draw.pick(TARGETS) } : {};
}

interface AliasedMetric {
  readonly metric: string;
  readonly as: string;
}

function drawMetricsAsked({ draw, schema }: QueryDraw): readonly (string | AliasedMetric)[] {
  if (serves('dimension_only') && draw.chance(8)) return [];
  const names = [...schema.metrics.values()]
    .filter(({ isPrivate }) => !isPrivate || draw.chance(10))
    .map(({ name }) => name);
  return draw
    .some(names, draw.pick([1, 1, 2, 2, 3, 4]))
    .map((metric, place) => (draw.chance(15) ? { metric, as: `alias_${place}` } : metric));
}

/** The dimension that a query without metrics takes its model from. */
function drawFirstDimension({ draw, schema }: QueryDraw): readonly string[] {
  // A model that joins itself by a role's name could be meant as either.
  const names = dimensionNames(schema).filter(({ text, kind }) => kind !== 'fact' && !text.startsWith('p_'));
  return [drawGroup(draw, draw.pick(names))];
}

/** Names that all legs know, or now and then any name of the project. */
function drawNames({ draw, schema }: QueryDraw, legs: readonly Leg[]): readonly Name[] {
  const names = dimensionNames(schema);
  if (!draw.chance(LEAST_ANSWERABLE)) return names;
  return names.filter(({ text }) =>
    legs.every(({ root }) => resolveName(schema, root, text).kind === 'member'),
  );
}

/** Whether every metric that lists its dimensions lists this one, by this name. */
function isAllowed(
  { schema }: QueryDraw,
  metrics: readonly (string | AliasedMetric)[],
  name: string,
): boolean {
  return metrics.every((asked) => {
    const { allowed } = need(schema.metrics, typeof asked === 'string' ? asked : asked.metric);
    return allowed === null || allowed.includes(name);
  });
}

/** Now and then two grains of one time, or one value by two ways. */
function drawGroups(draw: Draw, names: readonly Name[]): readonly string[] {
  const groupable = names.filter(({ kind }) => kind !== 'fact');
  const times = groupable.filter(({ type }) => isTemporalType(type));
  const columns = draw.some(groupable, draw.pick([0, 1, 1, 1, 2, 2])).map((name) => drawGroup(draw, name));
  if (times.length > 0 && draw.chance(15)) columns.push(drawGroup(draw, draw.pick(times)));
  return [...new Set(columns)];
}

function drawGroup(draw: Draw, { text, type }: Name): string {
  if (!isTemporalType(type)) return draw.chance(1) ? `${text}:day` : text;
  if (draw.chance(3)) return text;
  const part = draw.pick(PARTS_OF_TIME);
  if (draw.chance(15)) return `${text}:${type === 'date' && draw.chance(90) ? 'day_of_week' : part}`;
  return `${text}:${drawGrain(draw, { daily: type === 'date' })}`;
}

interface HavingDraw {
  readonly outputs: readonly Output[];
  readonly groups: readonly string[];
  readonly grain: Grain | null;
}

function drawHaving(context: QueryDraw, { outputs, groups, grain }: HavingDraw): readonly Having[] {
  const { draw, schema } = context;
  if (!serves('having') || !draw.chance(25)) return [];
  const subjects: ((depth: number) => Having)[] = outputs.map((output) => () => {
    const test = drawTest(context, typeOfOutput(schema, output));
    return { metric: draw.chance(1) ? 'nothing' : output.column, ...test };
  });
  const columns = [...groups, ...(grain === null || isSubDay(grain) ? [] : ['time'])];
  for (const column of columns) {
    const [name, bucket] = column.split(':');
    const isDay = column === 'time' || BUCKET_GRAINS.some((known) => known === bucket);
    const isPart = PARTS_OF_TIME.some((known) => known === bucket);
    const own = dimensionNames(schema).find(({ text }) => text === name)?.type;
    const type = isDay ? 'date' : isPart ? 'integer' : own;
    if (type !== undefined) subjects.push(() => ({ dimension: column, ...drawTest(context, type) }));
  }
  if (subjects.length === 0) return [];
  const drawTree = (depth: number): Having => {
    if (depth === 0 || draw.chance(65)) return draw.pick(subjects)(depth);
    if (draw.chance(40)) return { not: drawTree(depth - 1) };
    const parts = [drawTree(depth - 1), drawTree(depth - 1)];
    return draw.chance(60) ? { any: parts } : { all: parts };
  };
  return Array.from({ length: draw.pick([1, 1, 2]) }, () => drawTree(2));
}

function drawTop(draw: Draw, groups: readonly string[], outputs: readonly string[]): Top | null {
  if (!serves('top') || groups.length === 0 || outputs.length === 0 || !draw.chance(20)) return null;
  return {
    n: draw.pick([1, 1, 2, 3]),
    of: draw.some(groups, draw.integer(1, 2)),
    by: draw.chance(1) ? 'nothing' : draw.pick(outputs),
    ...(draw.chance(40) ? { direction: draw.pick(['asc', 'desc'] as const) } : {}),
    ...(draw.chance(60) ? { others: true } : {}),
  };
}

function drawOrder(draw: Draw, columns: readonly string[]): NonNullable<Query['order']> {
  return draw.some(draw.chance(2) ? ['nothing'] : columns, draw.integer(1, 2)).map((by) => ({
    by,
    ...(draw.chance(85) ? { direction: draw.pick(['asc', 'desc'] as const) } : {}),
  }));
}
