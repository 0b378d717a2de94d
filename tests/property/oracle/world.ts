/** What one tenant can see of the tables, and how its rows lead to each other. */
import { instantOf } from './clock.ts';
import type { Look } from './row-formula.ts';
import { type Model, need, type Row, type Schema, type Tables } from './schema.ts';
import { compareValues, type Value } from './value.ts';

export interface World {
  readonly schema: Schema;
  /** Model → the rows in scope. */
  readonly visible: ReadonlyMap<string, readonly Row[]>;
}

export interface Asker {
  readonly schema: Schema;
  readonly tables: Tables;
  readonly tenant: string;
}

/** The world of one tenant. */
export function seeWorld(asker: Asker): World {
  const visible = new Map<string, readonly Row[]>();
  for (const model of asker.schema.models.values()) visible.set(model.name, visibleRows(asker, model));
  return { schema: asker.schema, visible };
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

/** How formulas look from a row of `model`: along joins, with null where a partner is missing. */
export function lookFrom(world: World, model: Model, row: Row): Look {
  return (path, name) => {
    const [first, ...others] = path;
    if (first === undefined) return readMember(world, model, row, name);
    const join = need(model.joins, first);
    const partner = findPartner(row, join.on, need(world.visible, join.target));
    if (partner === null) return null;
    return lookFrom(world, need(world.schema.models, join.target), partner)(others, name);
  };
}

function readMember(world: World, model: Model, row: Row, name: string): Value {
  const { value } = need(model.members, name);
  if (value.kind === 'formula') return value.formula.evaluate(lookFrom(world, model, row));
  const stored = row[value.column] ?? null;
  if (value.zone === null || typeof stored !== 'string') return stored;
  return instantOf(stored, value.zone);
}
