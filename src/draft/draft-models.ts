/** The warehouse's own schema → drafts of models. Pure: it reads no database and writes no file. */
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalForeignKey, PhysicalTable } from '../warehouse/physical-table.ts';
import { chooseFree, toName } from './choose-name.ts';
import { draftJoins } from './draft-joins.ts';
import { draftKeys } from './draft-keys.ts';
import { draftMembers } from './draft-members.ts';
import { draftTenants, type TenantRule } from './draft-tenants.ts';
import { guessTime } from './guess-time.ts';
import type { DraftRequest, KnownModel, ModelDraft, TenantDraft } from './model-draft.ts';

export function draftModels(tables: readonly PhysicalTable[], request: DraftRequest): readonly ModelDraft[] {
  const names = chooseNames(tables, request);
  const rules = draftTenants(tables, request);
  const ruleOf = ({ source }: PhysicalTable): TenantRule =>
    rules.get(sourceKey(source)) ?? { kind: 'unknown' };
  const models = new Map(request.existing.map((model) => [sourceKey(model.source), model]));
  for (const table of tables) {
    const rule = ruleOf(table);
    const { primaryKey, uniqueKeys } = draftKeys(table, tables, columnOf(rule));
    const key = sourceKey(table.source);
    const tenant: KnownModel['tenant'] = rule.kind === 'parent' ? { kind: 'through' } : rule;
    const name = names.get(key) ?? '';
    models.set(key, { name, source: table.source, tenant, keys: [primaryKey, ...uniqueKeys] });
  }
  return tables.map((table) =>
    draftModel(table, {
      name: names.get(sourceKey(table.source)) ?? '',
      rule: ruleOf(table),
      models,
      tables,
      request,
    }),
  );
}

interface Surroundings {
  readonly name: string;
  readonly rule: TenantRule;
  readonly models: ReadonlyMap<string, KnownModel>;
  readonly tables: readonly PhysicalTable[];
  readonly request: DraftRequest;
}

function draftModel(table: PhysicalTable, { name, rule, models, tables, request }: Surroundings): ModelDraft {
  const tenantColumn = columnOf(rule);
  const { primaryKey, uniqueKeys } = draftKeys(table, tables, tenantColumn);
  const drafted = draftJoins(table, { models, tenantColumn, roles: request.roles });
  const { joins, byForeignKey, notes, noted } = drafted;
  const joined = joins.flatMap(({ on }) => on.map(([column]) => column));
  const keys = [
    ...primaryKey,
    ...uniqueKeys.flat(),
    ...joined,
    ...(tenantColumn === null ? [] : [tenantColumn]),
  ];
  const members = draftMembers(table, { keys: new Set(keys), noted, zone: request.zone });
  const guess = guessTime(members.dimensions);
  const isGuess = guess !== null && 'member' in guess;
  const undecided =
    guess === null || isGuess ? [] : [`Which of these do its metrics go by? time: ${guess.join(' | ')}`];
  const keyless =
    primaryKey.length > 0
      ? []
      : ['No primary key is declared in the database; without one, nothing can join to this model.'];
  return {
    name,
    source: table.source,
    description: table.comment === null || table.comment.trim() === '' ? null : table.comment,
    primaryKey,
    uniqueKeys,
    tenant: describeTenant(rule, byForeignKey),
    time: isGuess ? guess : null,
    joins,
    dimensions: members.dimensions,
    facts: members.facts,
    notes: [...undecided, ...keyless, ...notes, ...members.notes],
  };
}

function describeTenant(
  rule: TenantRule,
  byForeignKey: ReadonlyMap<PhysicalForeignKey, string>,
): TenantDraft {
  if (rule.kind !== 'parent') return rule;
  const join = byForeignKey.get(rule.foreignKey);
  return join === undefined ? { kind: 'unknown' } : { kind: 'join', join };
}

function columnOf(rule: TenantRule): string | null {
  return rule.kind === 'column' ? rule.column : null;
}

/** A table that a model reads already keeps that model's name. */
function chooseNames(
  tables: readonly PhysicalTable[],
  { existing }: DraftRequest,
): ReadonlyMap<string, string> {
  const names = new Map(existing.map(({ source, name }) => [sourceKey(source), name]));
  for (const { source } of tables) {
    const key = sourceKey(source);
    if (names.has(key)) continue;
    const own = toName(source.table, 'table');
    const wishes = [own, `${toName(source.schema, 'schema')}_${own}`.slice(0, 63)];
    names.set(
      key,
      chooseFree(wishes, (name) => [...names.values()].includes(name)),
    );
  }
  return names;
}
