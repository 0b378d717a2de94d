/** What one tenant can see of the tables, and how its rows lead to each other. */
import { lastInstantOf, wallClock } from './clock.ts';
import { findValid } from './find-valid.ts';
import type { RowView } from './row-formula.ts';
import { type Join, type Model, need, type Row, type Schema, type Tables } from './schema.ts';
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

/** The row that a join leads to or, of those that are valid for a while, the one that was at the time it names. */
function partnerOf(
  world: World,
  { model, row, join }: { readonly model: Model; readonly row: Row; readonly join: Join },
): Row | null {
  const candidates = need(world.visible, join.target);
  const { valid, members, primaryKey } = need(world.schema.models, join.target);
  if (join.at === undefined || valid === undefined) return findPartner(row, join.on, candidates);
  const [since, until] = valid;
  const moment = readMember(world, model, row, join.at);
  const isByDays = need(members, since).type === 'date';
  const isTime = need(model.members, join.at).type === 'time';
  const asked =
    isByDays && isTime && typeof moment === 'string' ? wallClock(moment, world.zone).slice(0, 10) : moment;
  const alike = candidates.filter((candidate) => findPartner(row, join.on, [candidate]) !== null);
  return findValid(alike, asked, { since, until, primaryKey });
}

/** A row of `model` as formulas see it: along joins, with null where a partner is missing. */
export function viewFrom(world: World, model: Model, row: Row): RowView {
  const look: RowView['look'] = (path, name) => {
    const [first, ...others] = path;
    if (first === undefined) return readMember(world, model, row, name);
    const join = need(model.joins, first);
    const partner = partnerOf(world, { model, row, join });
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
