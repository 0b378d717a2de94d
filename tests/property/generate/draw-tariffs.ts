/**
 * Tariffs for a random project: rows that are valid for a while, overlap, end before they begin or leave gaps, and
 * a model that joins them at one of its times.
 */
import type { Aggregate } from '../oracle/metric-formula.ts';
import { member } from '../oracle/row-formula.ts';
import type { Member, Metric, Model, Row } from '../oracle/schema.ts';
import type { Type, Value } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import type { DrawnProject } from './draw-project.ts';
import { drawValue, physicalType } from './draw-values.ts';
import { PLAIN } from './metric-inputs.ts';

/** The model that has them. */
export const TARIFFS = 'tariffs';
const KINDS = ['tea', 'tea', 'tea', 'cup', null] as const;
const MOST_ROWS = 12;

/** The same project, in which some model joins tariffs; mostly as it is. */
export function addTariffs(draw: Draw, project: DrawnProject): DrawnProject {
  const { schema, tables } = project;
  const timed = [...schema.models.values()].flatMap((root) =>
    [...root.members]
      .filter(([, { type, value }]) => (type === 'time' || type === 'date') && value.kind === 'column')
      .map(([at, { type }]) => ({ root, at, type })),
  );
  if (timed.length === 0 || !draw.chance(30)) return project;
  const { root, at, type } = draw.pick(timed);
  const isShared = root.scope.kind === 'shared' || draw.chance(30);
  const tariffs = tariffModel(isShared, type === 'time' && draw.chance(60) ? 'time' : 'date');
  const joined: Model = {
    ...root,
    columns: new Map([...root.columns, ['kind', 'text']]),
    joins: new Map([...root.joins, ['tariff', { target: TARIFFS, on: new Map([['kind', 'kind']]), at }]]),
    members: new Map([...root.members, ['kind', keyMember('kind')]]),
  };
  const rows = (tables.get(root.name) ?? []).map((row) => ({ ...row, kind: draw.pick(KINDS) }));
  return {
    ...project,
    tables: new Map([...tables, [root.name, rows], [TARIFFS, drawRows(draw, project, tariffs)]]),
    schema: {
      ...schema,
      roles: new Map([...schema.roles, ['tariff', TARIFFS]]),
      models: new Map([...schema.models, [root.name, joined], [TARIFFS, tariffs]]),
      metrics: new Map([...schema.metrics, ...tariffMetrics(root.name)]),
    },
  };
}

function keyMember(column: string): Member {
  return { kind: 'key', type: 'key', value: { kind: 'column', column, zone: null } };
}

function tariffModel(isShared: boolean, type: Type): Model {
  const stored = (kind: Member['kind'], of: Type, column: string): [string, Member] => [
    column,
    { kind, type: of, value: { kind: 'column', column, zone: null } },
  ];
  return {
    name: TARIFFS,
    columns: new Map([
      ['id', 'bigint'],
      ['kind', 'text'],
      ...(isShared ? [] : [['owner', 'text'] as const]),
      ['since', physicalType(type, null)],
      ['until', physicalType(type, null)],
      ['label', 'text'],
      ['each', 'numeric'],
    ]),
    primaryKey: ['id'],
    uniqueKeys: [],
    scope: isShared ? { kind: 'shared' } : { kind: 'column', column: 'owner' },
    joins: new Map(),
    settlements: new Map(),
    members: new Map([
      ['id', keyMember('id')],
      stored('dimension', type, 'since'),
      stored('dimension', type, 'until'),
      stored('dimension', 'string', 'label'),
      stored('fact', 'decimal', 'each'),
    ]),
    time: null,
    valid: ['since', 'until'],
  };
}

function drawRows(draw: Draw, { theatre }: DrawnProject, { scope, members }: Model): readonly Row[] {
  const type = members.get('since')?.type ?? 'date';
  const bound = (): Value => (draw.chance(15) ? null : drawValue(draw, { type, zone: null }, theatre));
  return Array.from({ length: draw.integer(2, MOST_ROWS) }, (_, place) => ({
    id: String(place + 1),
    kind: draw.pick(KINDS),
    ...(scope.kind === 'shared' ? {} : { owner: draw.pick(['7', '7', '7', '8', '17']) }),
    since: bound(),
    until: draw.chance(50) ? null : bound(),
    label: draw.pick(['a', 'b', 'c', 'd', null]),
    each: draw.chance(10) ? null : drawValue(draw, { type: 'decimal', zone: null }, theatre),
  }));
}

function tariffMetrics(root: string): readonly [string, Metric][] {
  const rest = { kind: 'aggregate', fraction: null, root, filter: null } as const;
  const highest: Aggregate = { ...rest, function: 'max', argument: member(['tariff'], 'each', 'decimal') };
  const counted: Aggregate = { ...rest, function: 'count', argument: member(['tariff'], 'label', 'string') };
  return [
    ['tariff_highest', { ...PLAIN, name: 'tariff_highest', formula: highest }],
    ['tariff_count', { ...PLAIN, name: 'tariff_count', formula: counted }],
  ];
}
