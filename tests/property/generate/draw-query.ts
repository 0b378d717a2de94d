/** Random queries, most of them answerable; the others show that refusals are predicted too. */
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { addDays, type Grain } from '../oracle/clock.ts';
import { resolveName } from '../oracle/paths.ts';
import { type Leg, legsOf, readRequest } from '../oracle/request.ts';
import { need, type Schema } from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawInstant, drawString, drawWall, STEADY_ZONES, THEATRES, type Theatre } from './draw-values.ts';

type WireCondition = NonNullable<MetricQuery['where']>[number];

interface QueryDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly schema: Schema;
}

interface Name {
  readonly text: string;
  readonly type: Type;
  readonly kind: 'dimension' | 'fact' | 'key';
}

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];
/** Some of them occur twice, or not at all, on the day on which a theatre's clocks change. */
const CLOCKS = [
  '00:00',
  '00:30',
  '00:30',
  '01:00:00.5',
  '01:30',
  '02:00:00',
  '02:30',
  '02:30',
  '23:30',
  '23:59:59.999999',
];
const LEAST_ANSWERABLE = 90;

export function drawQuery(draw: Draw, theatre: Theatre, schema: Schema): MetricQuery {
  const context: QueryDraw = { draw, theatre, schema };
  const metrics = draw
    .some([...schema.metrics.keys()], draw.pick([1, 1, 2, 2, 3, 4]))
    .map((metric, place) => (draw.chance(15) ? { metric, as: `alias_${place}` } : metric));
  const legs = legsOf(schema, readRequest(schema, { metrics }));
  const names = drawNames(context, legs);
  const groupable = names.filter(({ kind }) => kind !== 'fact');
  const by = draw.some(groupable, draw.pick([0, 1, 1, 1, 2, 2])).map((name) => drawGroup(draw, name));
  const time = drawTime(context, legs);
  const where = Array.from({ length: draw.pick([0, 0, 0, 1, 1, 2]) }, () => drawWhere(context, names, 2));
  const query: MetricQuery = {
    metrics,
    ...(by.length > 0 ? { by } : {}),
    ...(time === null ? {} : { time }),
  };
  const columns = [
    ...(time?.grain === undefined ? [] : ['time']),
    ...by,
    ...metrics.map((asked) => (typeof asked === 'string' ? asked : asked.as)),
  ];
  return {
    ...query,
    ...(where.length > 0 && names.length > 0 ? { where } : {}),
    ...(draw.chance(40) ? { order: drawOrder(draw, columns) } : {}),
    ...(draw.chance(25) ? { limit: draw.integer(1, 6) } : {}),
    ...(draw.chance(60) ? { totals: true } : {}),
  };
}

/** Names that all legs know, or now and then any name of the project. */
function drawNames({ draw, schema }: QueryDraw, legs: readonly Leg[]): readonly Name[] {
  const names = allNames(schema);
  if (!draw.chance(LEAST_ANSWERABLE)) return names;
  return names.filter(({ text }) =>
    legs.every(({ root }) => resolveName(schema, root, text).kind === 'member'),
  );
}

function allNames(schema: Schema): readonly Name[] {
  const heads = [...schema.roles, ...[...schema.models.keys()].map((name) => [name, name] as const)];
  return heads.flatMap(([head, target]) => {
    const model = need(schema.models, target);
    const spelled = [...model.joins]
      .filter(([join]) => schema.roles.has(join))
      .flatMap(([join, next]) => namesOf(`${head}.${join}`, schema, next.target));
    return [...namesOf(head, schema, target), ...spelled];
  });
}

function namesOf(prefix: string, schema: Schema, model: string): readonly Name[] {
  return [...need(schema.models, model).members].map(([name, { type, kind }]) => ({
    text: `${prefix}.${name}`,
    type,
    kind,
  }));
}

function drawGroup(draw: Draw, { text, type }: Name): string {
  if (!isTemporalType(type)) return draw.chance(1) ? `${text}:day` : text;
  return draw.chance(3) ? text : `${text}:${draw.pick(GRAINS)}`;
}

function drawTime(context: QueryDraw, legs: readonly Leg[]): NonNullable<MetricQuery['time']> | null {
  const { draw, theatre } = context;
  const timed = legs.every(({ time }) => time !== null);
  if (!timed && draw.chance(95)) return null;
  const zone = drawZone(draw, theatre);
  const daily = legs.some(({ timeType }) => timeType === 'date') && draw.chance(90);
  const [from, to] = draw.chance(50) ? drawRange(context, daily) : [];
  const time = {
    ...(draw.chance(60) ? { grain: draw.pick(GRAINS) } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(zone === undefined ? {} : { zone }),
  };
  return Object.keys(time).length === 0 ? null : time;
}

function drawZone(draw: Draw, theatre: Theatre): string | undefined {
  if (draw.chance(35)) return undefined;
  return draw.chance(65) ? theatre.zone : draw.pick([...STEADY_ZONES, ...THEATRES.map(({ zone }) => zone)]);
}

function drawRange(context: QueryDraw, daily: boolean): [string | undefined, string | undefined] {
  const { draw, theatre } = context;
  const bound = (earliest: number, latest: number) => {
    const day = draw.chance(40) ? theatre.day : addDays(theatre.day, draw.integer(earliest, latest));
    if (daily || draw.chance(30)) return day;
    return draw.chance(75)
      ? `${day}T${draw.pick(CLOCKS)}`
      : `${day}T${draw.pick(['00:00:00Z', '12:30:00Z', '00:00:00+02:00', '23:30:00-03:00'])}`;
  };
  const span = draw.pick([2, 8, 40, 400]);
  const range: [string, string] = draw.chance(3)
    ? [bound(1, 2), bound(-1, 1)]
    : [bound(-span, 0), bound(1, span)];
  if (draw.chance(15)) return [range[0], undefined];
  return draw.chance(15) ? [undefined, range[1]] : range;
}

function drawWhere(context: QueryDraw, names: readonly Name[], depth: number): WireCondition {
  const { draw } = context;
  if (depth > 0 && draw.chance(35)) {
    const parts = Array.from({ length: draw.integer(1, 3) }, () => drawWhere(context, names, depth - 1));
    if (draw.chance(40)) return { not: drawWhere(context, names, depth - 1) };
    return draw.chance(60) ? { any: parts } : { all: parts };
  }
  if (names.length === 0) return { dimension: 'nowhere.at_all', op: 'is_null' };
  return drawComparison(context, draw.pick(names));
}

function drawComparison(context: QueryDraw, { text, type }: Name): WireCondition {
  const { draw } = context;
  const dimension = text;
  if (draw.chance(15)) return { dimension, op: draw.pick(['is_null', 'not_null']) };
  if (draw.chance(25)) {
    const values = Array.from({ length: draw.integer(1, 3) }, () => drawAsked(context, type));
    return { dimension, op: draw.pick(['in', 'not_in']), values };
  }
  const ordered = ['gt', 'gte', 'lt', 'lte'] as const;
  const equality = ['eq', 'ne'] as const;
  const textual = ['contains', 'starts_with', 'ends_with'] as const;
  if (type === 'string')
    return {
      dimension,
      op: draw.pick([...equality, ...ordered, ...textual, ...textual]),
      value: drawAsked(context, type),
    };
  if (type === 'boolean' || type === 'key')
    return { dimension, op: draw.pick(draw.chance(2) ? ordered : equality), value: drawAsked(context, type) };
  const op = draw.pick([...equality, ...ordered, ...ordered, ...(draw.chance(2) ? textual : [])]);
  return { dimension, op, value: drawAsked(context, type) };
}

function drawAsked({ draw, theatre }: QueryDraw, type: Type): string | number | boolean {
  if (draw.chance(1)) return type === 'boolean' ? 'maybe' : true;
  switch (type) {
    case 'string':
      return drawString(draw);
    case 'key':
      return draw.pick(['1', '2', '10', 'u1', '99', '3']);
    case 'boolean':
      return draw.chance(50);
    case 'integer':
      return draw.integer(-3, 12);
    case 'decimal':
      return draw.pick([0, 1, 12.5, -5.5, 0.1, 2]);
    case 'float':
      return draw.pick([0, 0.5, -1.25, 3, 2]);
    case 'date':
      return addDays(theatre.day, draw.integer(-2, 2));
    case 'local_time':
      return drawWall(draw, theatre).slice(0, draw.pick([16, 19, 26]));
    case 'time':
      return draw.chance(50)
        ? drawInstant(draw, theatre)
        : drawWall(draw, theatre).slice(0, draw.pick([10, 16, 26]));
  }
}

function drawOrder(draw: Draw, columns: readonly string[]): NonNullable<MetricQuery['order']> {
  return draw.some(draw.chance(2) ? ['nothing'] : columns, draw.integer(1, 2)).map((by) => ({
    by,
    ...(draw.chance(85) ? { direction: draw.pick(['asc', 'desc'] as const) } : {}),
  }));
}
