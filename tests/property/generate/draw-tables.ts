/** Random rows: keys that collide across tenants, orphans, null keys, rows that belong to nobody. */
import { type Model, need, type Row, type Tables } from '../oracle/schema.ts';
import { identity, type Value } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import type { Models } from './draw-schema.ts';
import { drawValue, type Theatre } from './draw-values.ts';

/** Texts that a column of text and one of bigint can hold alike. */
export const TENANTS: readonly string[] = ['7', '8', '17'];

/** Most rows belong to the first tenant, so that its groups have several rows. */
const OWNERS: readonly string[] = ['7', '7', '7', '7', '8', '8', '17'];

const MAXIMUM_ROWS = 14;

interface TableDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly models: Models['models'];
  readonly tables: Map<string, Row[]>;
  /** Models whose keys are unique over all tenants: shared ones, and those that scope or are scoped by a join. */
  readonly global: ReadonlySet<string>;
}

export function drawTables(draw: Draw, theatre: Theatre, { models }: Models): Tables {
  const context: TableDraw = { draw, theatre, models, tables: new Map(), global: findGlobal(models) };
  for (const model of models.values()) {
    const rows: Row[] = [];
    context.tables.set(model.name, rows);
    const count = draw.chance(8) ? 0 : draw.integer(3, MAXIMUM_ROWS);
    for (let place = 0; place < count; place += 1) rows.push(drawRow(context, model, null));
  }
  return context.tables;
}

/** The tables with some more rows, all of them owned by `tenant`. */
export function addForeignRows(
  { draw, theatre }: { draw: Draw; theatre: Theatre },
  { models }: Models,
  added: { readonly tables: Tables; readonly tenant: string },
): Tables {
  const tables = new Map([...added.tables].map(([name, rows]): [string, Row[]] => [name, [...rows]]));
  const context: TableDraw = { draw, theatre, models, tables, global: findGlobal(models) };
  for (const model of models.values()) {
    if (model.scope.kind !== 'column') continue;
    for (let place = 0; place < 4; place += 1)
      need(tables, model.name).push(drawRow(context, model, added.tenant));
  }
  return tables;
}

function findGlobal(models: Models['models']): ReadonlySet<string> {
  const global = new Set<string>();
  for (const model of models.values()) {
    if (model.scope.kind !== 'column') global.add(model.name);
    if (model.scope.kind === 'join') global.add(need(model.joins, model.scope.join).target);
  }
  return global;
}

function drawRow(context: TableDraw, model: Model, owner: string | null): Row {
  const { draw, theatre, tables } = context;
  const row: Record<string, Value> = {};
  for (const { type, value } of model.members.values()) {
    if (value.kind !== 'column' || type === 'key') continue;
    row[value.column] = draw.chance(15) ? null : drawValue(draw, { type, zone: value.zone }, theatre);
  }
  if (model.scope.kind === 'column')
    row[model.scope.column] = owner ?? (draw.chance(4) ? null : draw.pick(OWNERS));
  const peers = need(tables, model.name).filter(
    (peer) => context.global.has(model.name) || sameOwner(model, peer, row),
  );
  Object.assign(row, drawKeys(draw, model, peers));
  for (const { target, on } of model.joins.values()) {
    const candidates = need(tables, target);
    const friends = candidates.filter((candidate) => sameOwner(need(context.models, target), candidate, row));
    const partner = drawPartner(draw, friends, candidates);
    for (const [own, column] of on) row[own] = partner[column] ?? null;
  }
  return row;
}

/** The row to lead to: mostly one of the same owner, else a stranger's, one that is not there, or none. */
function drawPartner(draw: Draw, friends: readonly Row[], candidates: readonly Row[]): Row {
  const nobody: Row = {};
  const missing: Row = { id: '99', part: '1', alt: 'u99' };
  const choice = draw.integer(1, 100);
  if (choice <= 70 && friends.length > 0) return draw.pick(friends);
  if (choice <= 80 && candidates.length > 0) return draw.pick(candidates);
  return choice <= 90 ? missing : nobody;
}

/** Whether a row of `model` would be seen by the owner of `row`, as far as columns say. */
function sameOwner(model: Model, candidate: Row, row: Row): boolean {
  if (model.scope.kind !== 'column') return true;
  const owner = row['owner'] ?? null;
  return owner === null || candidate[model.scope.column] === owner;
}

/** A primary key, and the alternate one where there is any, that no peer has. */
function drawKeys(draw: Draw, model: Model, peers: readonly Row[]): Record<string, Value> {
  const taken = new Set(peers.map((peer) => keyOf(peer, model.primaryKey)));
  const parts = Array.from({ length: 3 * MAXIMUM_ROWS }, (_, place) => String(place + 1));
  const free = parts
    .map(
      (id): Record<string, Value> => ({
        id,
        ...(model.primaryKey.length > 1 ? { part: draw.pick(['1', '2']) } : {}),
      }),
    )
    .filter((key) => !taken.has(keyOf(key, model.primaryKey)));
  const key = draw.pick(free.slice(0, MAXIMUM_ROWS));
  if (model.uniqueKeys.length === 0) return key;
  const alternates = new Set(peers.map((peer) => peer['alt']));
  const unused = parts.map((part) => `u${part}`).filter((text) => !alternates.has(text));
  return { ...key, alt: draw.chance(15) ? null : draw.pick(unused.slice(0, MAXIMUM_ROWS)) };
}

function keyOf(row: Row, columns: readonly string[]): string {
  return columns.map((column) => identity(row[column] ?? null)).join();
}
