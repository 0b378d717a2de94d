/** Random projects: a few models, joined many-to-one without cycles, with tenant rules and roles. */
import type { Weekday } from '../oracle/clock.ts';
import { pathsToModel } from '../oracle/paths.ts';
import { cases, literal, member, type RowFormula } from '../oracle/row-formula.ts';
import {
  type Join,
  type Member,
  type MemberPath,
  type Model,
  need,
  type PhysicalType,
  type Schema,
  type ScopeRule,
} from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawCalendarNames, drawCalendars } from './draw-calendars.ts';
import { drawCondition, drawNumber, type FormulaSource, reachableMembers } from './draw-row-formula.ts';
import { drawText } from './draw-text-formula.ts';
import { drawTimeNumber, drawTimeValue } from './draw-time-formula.ts';
import { physicalType, STEADY_ZONES, type Theatre } from './draw-values.ts';

/** A project without metrics yet. */
export type Models = Omit<Schema, 'metrics'>;

interface SchemaDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly models: Map<string, Model>;
  readonly roles: Map<string, string>;
  /** Names of calendars. */
  readonly calendars: readonly string[];
}

interface KeyColumns {
  readonly columns: readonly string[];
  readonly type: PhysicalType;
}

const DIMENSION_TYPES: readonly Type[] = ['string', 'string', 'boolean', 'integer', 'decimal', 'float'];
const TEMPORAL_TYPES: readonly Type[] = ['time', 'time', 'date', 'local_time'];
const WEEKDAYS: readonly Weekday[] = ['monday', 'monday', 'sunday', 'saturday'];

export function drawModels(draw: Draw, theatre: Theatre): Models {
  const calendars = drawCalendarNames(draw);
  const context: SchemaDraw = { draw, theatre, models: new Map(), roles: new Map(), calendars };
  const count = draw.integer(2, 4);
  // Leaves first: a model joins those drawn before it.
  for (let place = count - 1; place >= 0; place -= 1) {
    drawModel(context, place);
    context.roles.set(`r${place}`, `m${place}`);
    if (draw.chance(25)) context.roles.set(`s${place}`, `m${place}`);
  }
  const zone = draw.chance(60) ? theatre.zone : draw.pick(['UTC', 'Europe/Moscow', 'America/Havana']);
  return settleRoles(draw, {
    zone,
    weekStarts: draw.pick(WEEKDAYS),
    calendars: drawCalendars(draw, theatre, { names: calendars, models: context.models }),
    roles: context.roles,
    models: context.models,
  });
}

function drawModel(context: SchemaDraw, place: number): void {
  const { draw, models } = context;
  const name = `m${place}`;
  const shared = place > 0 && draw.chance(25);
  const columns = new Map<string, PhysicalType>();
  const keys = drawKey(draw);
  for (const column of keys.columns) columns.set(column, keys.type);
  const alternate = draw.chance(30);
  if (alternate) columns.set('alt', 'text');
  const joins = drawJoins(context, { name, shared, keys, columns });
  const scope = drawScope(context, shared, joins);
  if (scope.kind === 'column') columns.set(scope.column, draw.pick(['text', 'bigint']));
  const model: Model = {
    name,
    columns,
    primaryKey: keys.columns,
    uniqueKeys: alternate ? [['alt']] : [],
    scope,
    joins,
    settlements: new Map(),
    members: new Map(),
    time: null,
  };
  const members = drawMembers(context, model, columns);
  models.set(name, { ...model, members, time: drawTime(context, { ...model, members }) });
}

function drawKey(draw: Draw): KeyColumns {
  const type = draw.pick(['text', 'bigint'] as const);
  return { columns: draw.chance(20) ? ['id', 'part'] : ['id'], type };
}

interface Joiner {
  readonly name: string;
  readonly shared: boolean;
  readonly keys: KeyColumns;
  readonly columns: Map<string, PhysicalType>;
}

function drawJoins(context: SchemaDraw, joiner: Joiner): Map<string, Join> {
  const { draw, models, roles } = context;
  const joins = new Map<string, Join>();
  const add = (
    name: string,
    target: string,
    key: readonly string[],
    types: ReadonlyMap<string, PhysicalType>,
  ) => {
    const on = new Map(key.map((column) => [`${name}_${column}`, column]));
    for (const [own, column] of on) joiner.columns.set(own, types.get(column) ?? 'text');
    joins.set(name, { target, on });
  };
  for (const [role, target] of roles) {
    const model = models.get(target);
    if (model === undefined || (joiner.shared && model.scope.kind !== 'shared')) continue;
    if (!draw.chance(role.startsWith('r') ? 65 : 45)) continue;
    const key = draw.pick([model.primaryKey, model.primaryKey, ...model.uniqueKeys]);
    add(role, target, key, model.columns);
    // A second way to the same model that is no role: formulas name it, queries do not.
    if (draw.chance(15)) add(`x_${target}`, target, model.primaryKey, model.columns);
  }
  if (draw.chance(8)) {
    // A model that leads to itself: employees and their managers.
    context.roles.set(`p_${joiner.name}`, joiner.name);
    add(`p_${joiner.name}`, joiner.name, joiner.keys.columns, joiner.columns);
  }
  return joins;
}

function drawScope(
  { draw, models }: SchemaDraw,
  shared: boolean,
  joins: ReadonlyMap<string, Join>,
): ScopeRule {
  if (shared) return { kind: 'shared' };
  const parents = [...joins].filter(([, { target }]) => {
    const scope = models.get(target)?.scope;
    return scope !== undefined && scope.kind !== 'shared';
  });
  if (parents.length === 0 || draw.chance(70)) return { kind: 'column', column: 'owner' };
  const [join] = draw.pick(parents);
  return { kind: 'join', join };
}

function drawMembers(
  context: SchemaDraw,
  model: Model,
  columns: Map<string, PhysicalType>,
): Map<string, Member> {
  const { draw } = context;
  const members = new Map<string, Member>();
  const stored = (name: string, kind: Member['kind'], type: Type) => {
    const column = draw.chance(20) ? `${name}_raw` : name;
    const zone = type === 'time' && draw.chance(30) ? draw.pick(STEADY_ZONES) : null;
    columns.set(column, physicalType(type, zone));
    members.set(name, { kind, type, value: { kind: 'column', column, zone } });
  };
  const counts = { dimensions: draw.integer(1, 3), times: draw.integer(0, 2), facts: draw.integer(1, 3) };
  for (let place = 0; place < counts.dimensions; place += 1)
    stored(`d${place}`, 'dimension', draw.pick(DIMENSION_TYPES));
  for (let place = 0; place < counts.times; place += 1)
    stored(`t${place}`, 'dimension', draw.pick(TEMPORAL_TYPES));
  for (let place = 0; place < counts.facts; place += 1)
    stored(`x${place}`, 'fact', draw.pick(['integer', 'decimal', 'decimal', 'float'] as const));
  const keys = [
    ...model.primaryKey,
    ...model.uniqueKeys.flat(),
    ...[...model.joins.values()].flatMap(({ on }) => [...on.keys()]),
  ];
  for (const column of keys)
    members.set(column, { kind: 'key', type: 'key', value: { kind: 'column', column, zone: null } });
  addFormulas(context, { ...model, members }, members);
  return members;
}

function addFormulas(context: SchemaDraw, model: Model, members: Map<string, Member>): void {
  const { draw, theatre, models, calendars } = context;
  const source: FormulaSource = { draw, theatre, members: reachableMembers(models, model, 2), calendars };
  const formula = draw.chance(60) ? drawDimensionFormula(source) : null;
  if (formula !== null)
    members.set('f0', { kind: 'dimension', type: formula.type, value: { kind: 'formula', formula } });
  const number = draw.chance(40) ? drawNumber(source, draw.pick(['exact', 'binary'])) : null;
  if (number !== null)
    members.set('g0', { kind: 'fact', type: number.type, value: { kind: 'formula', formula: number } });
}

/** A condition, a label, a text made of another, a time that was moved, a part of one. */
function drawDimensionFormula(source: FormulaSource): RowFormula | null {
  const { draw, members } = source;
  const condition = drawCondition(source);
  if (condition === null || draw.chance(30)) return condition;
  if (draw.chance(40)) return cases([{ when: condition, gives: literal('large') }], literal('small'));
  const chosen = draw.pick(members);
  const operand = member(chosen.path, chosen.name, chosen.type);
  if (chosen.type === 'string') return drawText(source, operand);
  if (!isTemporalType(chosen.type)) return condition;
  if (draw.chance(50)) return drawTimeValue(source, operand);
  const number = drawTimeNumber(source, operand);
  // Numbers of dimensions are added up elsewhere, which minutes of working time allow no double to do exactly.
  return number === null || number.type === 'float' ? condition : number;
}

function drawTime({ draw, models }: SchemaDraw, model: Model): MemberPath | null {
  const temporal = reachableMembers(models, model, 1).filter(({ type }) => isTemporalType(type));
  const own = temporal.filter(({ path }) => path.length === 0);
  const choice = own.length > 0 && draw.chance(80) ? own : temporal;
  if (choice.length === 0 || draw.chance(10)) return null;
  const { path, name } = draw.pick(choice);
  return { path, member: name };
}

/** A model may say which way a role takes from it, even where it has a join of that name. */
function settleRoles(draw: Draw, drawn: Models): Models {
  let models = drawn.models;
  for (const model of drawn.models.values())
    for (const [role, target] of drawn.roles) {
      const ways = pathsToModel({ ...drawn, metrics: new Map() }, model.name, target).filter(
        (way) => way.length > 0,
      );
      if (ways.length < 2 || !draw.chance(50)) continue;
      const current = need(models, model.name);
      const settlements = new Map([...current.settlements, [role, draw.pick(ways)]]);
      models = new Map([...models, [model.name, { ...current, settlements }]]);
    }
  return { ...drawn, models };
}
