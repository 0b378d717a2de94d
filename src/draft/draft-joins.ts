/** Foreign keys → joins to models that there are, under names that read well. */
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalForeignKey, PhysicalTable } from '../warehouse/physical-table.ts';
import { chooseFree, toName } from './choose-name.ts';
import type { JoinDraft, KnownModel } from './model-draft.ts';
import { writeMap, writeScalar } from './yaml-text.ts';

const KEY_ENDING = /(?<=.)(_id|_key|_code|_uuid|_fk|_ref|Id|ID|Key|Code)$/;

export interface JoinDrafts {
  readonly joins: readonly JoinDraft[];
  /** The join of each foreign key that became one. */
  readonly byForeignKey: ReadonlyMap<PhysicalForeignKey, string>;
  readonly notes: readonly string[];
  /** Columns that the notes speak of. */
  readonly noted: ReadonlySet<string>;
}

interface JoinSurroundings {
  /** By `schema.table`. */
  readonly models: ReadonlyMap<string, KnownModel>;
  readonly tenantColumn: string | null;
  readonly roles: ReadonlyMap<string, string>;
}

export function draftJoins(table: PhysicalTable, surroundings: JoinSurroundings): JoinDrafts {
  const joins: JoinDraft[] = [];
  const byForeignKey = new Map<PhysicalForeignKey, string>();
  const notes: string[] = [];
  const noted = new Set<string>();
  const leaveOut = (key: PhysicalForeignKey, reason: string): void => {
    const columns = key.columns.join(', ');
    notes.push(`No join: ${columns} ${key.columns.length === 1 ? 'leads' : 'lead'} to ${reason}.`);
    for (const column of key.columns) noted.add(column);
  };
  for (const foreignKey of table.foreignKeys) {
    const model = surroundings.models.get(sourceKey(foreignKey.target));
    if (model === undefined) {
      leaveOut(foreignKey, `${sourceKey(foreignKey.target)}, which is no model yet`);
      continue;
    }
    const on = pairsOf(foreignKey, model, surroundings.tenantColumn);
    if (!leadsToKey(on, model, surroundings.tenantColumn)) {
      leaveOut(foreignKey, `columns of ${model.name} that it does not declare as a key`);
      continue;
    }
    const same = joins.find(
      (join) => join.target === model.name && JSON.stringify(join.on) === JSON.stringify(on),
    );
    const name = same?.name ?? chooseName(on, { model, table, joins, roles: surroundings.roles });
    byForeignKey.set(foreignKey, name);
    if (same === undefined) joins.push({ name, target: model.name, on });
  }
  const told = new Set([...joins.flatMap(({ on }) => on.map(([column]) => column)), ...noted]);
  const suggested = suggestJoins(table, told, surroundings);
  return {
    joins,
    byForeignKey,
    notes: [...notes, ...suggested.values()],
    noted: new Set([...noted, ...suggested.keys()]),
  };
}

/**
 * Many warehouses have no foreign keys: a column that is called like the only key of one model is worth a word.
 * By column; `told` are those of which the foreign keys say already where they lead.
 */
function suggestJoins(
  table: PhysicalTable,
  told: ReadonlySet<string>,
  { models, tenantColumn }: JoinSurroundings,
): ReadonlyMap<string, string> {
  const suggested = new Map<string, string>();
  const others = [...models.values()].filter(({ source }) => sourceKey(source) !== sourceKey(table.source));
  for (const column of table.columns.keys()) {
    if (told.has(column) || column === tenantColumn) continue;
    const [model, ...more] = others.filter(({ keys }) =>
      keys.some((key) => key.length === 1 && key[0] === column),
    );
    if (model === undefined || more.length > 0) continue;
    const pair = writeMap([[writeScalar(column), writeScalar(column)]]);
    const join = writeMap([
      ['model', model.name],
      ['on', pair],
    ]);
    suggested.set(column, `No foreign key says so, but by name there is a join: ${roleOf(column)}: ${join}`);
  }
  return suggested;
}

/** `channel_id` → `channel` */
function roleOf(column: string): string {
  return toName(column.replace(KEY_ENDING, ''), 'join');
}

/** Joins equate tenants by themselves, where both tables have a column for them. */
function pairsOf(
  { columns, targetColumns }: PhysicalForeignKey,
  { tenant }: KnownModel,
  own: string | null,
): JoinDraft['on'] {
  const pairs = columns.map((column, index) => [column, targetColumns[index] ?? ''] as const);
  const theirs = tenant.kind === 'column' ? tenant.column : null;
  const others = pairs.filter(([column, target]) => own === null || column !== own || target !== theirs);
  return others.length === 0 ? pairs : others;
}

function leadsToKey(on: JoinDraft['on'], { keys, tenant }: KnownModel, own: string | null): boolean {
  const named = new Set(on.map(([, target]) => target));
  if (own !== null && tenant.kind === 'column') named.add(tenant.column);
  return keys.some((key) => key.length > 0 && key.every((column) => named.has(column)));
}

interface NamingContext {
  readonly model: KnownModel;
  readonly table: PhysicalTable;
  readonly joins: readonly JoinDraft[];
  readonly roles: ReadonlyMap<string, string>;
}

/** `channel_id` → `channel`; over several columns, the name of the target. */
function chooseName(on: JoinDraft['on'], { model, table, joins, roles }: NamingContext): string {
  const [[column] = ['']] = on;
  const ownWish = roleOf(column);
  const target = toName(model.name, 'join');
  const longer = `${target}_by_${on.map(([own]) => toName(own, 'column')).join('_')}`.slice(0, 63);
  const columns = new Set([...table.columns.keys()].map((name) => toName(name, 'column')));
  const keys = new Set(on.map(([own]) => toName(own, 'column')));
  return chooseFree(on.length === 1 ? [ownWish, target, longer] : [target, longer], (name) => {
    const leadsElsewhere = roles.has(name) && roles.get(name) !== model.name;
    const isColumn = columns.has(name) && !keys.has(name);
    return leadsElsewhere || isColumn || joins.some((join) => join.name === name);
  });
}
