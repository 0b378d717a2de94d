/** What one tenant can see of the tables, and how its rows lead to each other. */
import { lastInstantOf } from './clock.ts';
import type { RowView } from './row-formula.ts';
import { type Model, need, type Row, type Schema, type Tables } from './schema.ts';
import { compareValues, type Value } from './value.ts';
import type { Calendar, OpenCalendar } from './working-time.ts';

export interface World {
  readonly schema: Schema;
  /** Model → the rows in scope. */
  readonly visible: ReadonlyMap<string, readonly Row[]>;
  /** The zone of the query. */
  readonly zone: string;
  readonly calendars: ReadonlyMap<string, OpenCalendar>;
}

export interface Asker {
  readonly schema: Schema;
  readonly tables: Tables;
  readonly tenant: string;
  /** The instant at which the question is asked. */
  readonly now: string;
}

/** The world of one tenant. */
export function seeWorld(asker: Asker, zone: string): World {
  const visible = new Map<string, readonly Row[]>();
  for (const model of asker.schema.models.values()) visible.set(model.name, visibleRows(asker, model));
  const calendars = new Map(
    [...asker.schema.calendars].map(([name, { holidays, ...calendar }]) => {
      const rows = holidays === null ? [] : need(visible, holidays.model);
      return [name, { ...calendar, holidays: new Set(rows.flatMap((row) => dayOf(asker, holidays, row))) }];
    }),
  );
  return { schema: asker.schema, visible, zone, calendars };
}

/** The day of a row of holidays, if it has one. */
function dayOf(asker: Asker, holidays: Calendar['holidays'], row: Row): readonly string[] {
  if (holidays === null) return [];
  const { value } = need(need(asker.schema.models, holidays.model).members, holidays.date);
  const day = value.kind === 'column' ? row[value.column] : null;
  return typeof day === 'string' ? [day] : [];
}

function visibleRows(asker: Asker, model: Model): readonly Row[] {
  const rows = asker.tables.get(model.name) ?? [];
  const scope = model.scope;
  if (scope.kind === 'shared') return rows;
  if (scope.kind === 'column') return rows.filter((row) => row[scope.column] === asker.tenant);
  const join = need(model.joins, scope.join);
  const parents = visibleRows(asker, need(asker.schema.models, join.target));
  return rows.filter((row) => findPartner(row, join.on, parents) !== null);
}

function findPartner(row: Row, on: ReadonlyMap<string, string>, candidates: readonly Row[]): Row | null {
  const matches = (candidate: Row) =>
    [...on].every(([own, target]) => {
      const [left, right] = [row[own] ?? null, candidate[target] ?? null];
      return left !== null && right !== null && compareValues(left, right) === 0;
    });
  return candidates.find(matches) ?? null;
}

/** A row of `model` as formulas see it: along joins, with null where a partner is missing. */
export function viewFrom(world: World, model: Model, row: Row): RowView {
  const look: RowView['look'] = (path, name) => {
    const [first, ...others] = path;
    if (first === undefined) return readMember(world, model, row, name);
    const join = need(model.joins, first);
    const partner = findPartner(row, join.on, need(world.visible, join.target));
    if (partner === null) return null;
    return viewFrom(world, need(world.schema.models, join.target), partner).look(others, name);
  };
  const calendar: RowView['calendar'] = (calendarName) => need(world.calendars, calendarName);
  return { look, zone: world.zone, weekStarts: world.schema.weekStarts, calendar };
}

function readMember(world: World, model: Model, row: Row, name: string): Value {
  const { value } = need(model.members, name);
  if (value.kind === 'formula') return value.formula.evaluate(viewFrom(world, model, row));
  const stored = row[value.column] ?? null;
  if (value.zone === null || typeof stored !== 'string') return stored;
  return lastInstantOf(stored, value.zone);
}
