/**
 * First pass over models: names, columns, keys, joins and members with their declared types.
 * Formulas are still text here, so that they can refer to each other across models.
 */
import { unambiguousZone } from '../base/time-zone.ts';
import type { DataPath, Located } from '../definitions/definition-types.ts';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import type { FormulaModel } from '../formula/formula-names.ts';
import type { PhysicalSource } from '../tenancy/scope.ts';
import type { Bridge, Join, Member, Project } from './catalog.ts';
import { PLAIN, type Unit, unitOf } from './unit.ts';

export interface DeclaredModel extends FormulaModel {
  readonly file: Located<ModelDefinition>;
  readonly source: PhysicalSource;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly tenant:
    | { readonly kind: 'column'; readonly column: string }
    | { readonly kind: 'join'; readonly join: string }
    | { readonly kind: 'shared' };
  readonly joins: ReadonlyMap<string, Join>;
  readonly bridges: ReadonlyMap<string, Bridge>;
  readonly members: ReadonlyMap<string, DeclaredMember>;
}

export interface DeclaredMember extends Omit<Member, 'value' | 'unit'> {
  /** `null` where the declaration names none. */
  readonly unit: Unit | null;
  readonly column: string;
  readonly zone: string | null;
  readonly formula: string | null;
  /** A metric of the rows that lead to each row, in place of a column. */
  readonly metric: string | null;
  /** Where it is declared; the model's own place for undeclared keys. */
  readonly path: DataPath;
}

export interface DeclareContext {
  readonly project: Project;
  /** Schemas as sources name them → where they really are. */
  readonly schemas: ReadonlyMap<string, string>;
}

/** What one model's file says, before any name in it is looked up elsewhere: times of models and joins are absent. */
export function declareModel(file: Located<ModelDefinition>, context: DeclareContext): DeclaredModel {
  const { value } = file;
  const primaryKey = value.primary_key === undefined ? [] : [value.primary_key].flat();
  const uniqueKeys = value.unique_keys ?? [];
  const joins = new Map(
    Object.entries(value.joins ?? {}).map(([name, join]): [string, Join] => [
      name,
      {
        name,
        target: join.model,
        on: Object.entries(join.on).map(([column, target]) => ({ column, target })),
        at: null,
      },
    ]),
  );
  const tenant = declareTenant(value.tenant);
  const members = declareMembers(value, context.project);
  for (const column of keyColumns(primaryKey, uniqueKeys, joins)) {
    const hidden =
      tenant.kind === 'column' && tenant.column === column && !isKeyAlone(column, primaryKey, uniqueKeys);
    if (!hidden && !members.has(column)) members.set(column, undeclaredKey(column));
  }
  return {
    name: value.model,
    file,
    source: declareSource(value.source, context.schemas),
    primaryKey,
    uniqueKeys,
    tenant,
    joins,
    // Each rests on joins of another model, and is resolved when all are declared.
    bridges: new Map(),
    members,
    time: null,
  };
}

/** Whether `column` alone is a declared key: the tenant column then stays a member (`clients.id`). */
export function isKeyAlone(
  column: string,
  primaryKey: readonly string[],
  uniqueKeys: readonly (readonly string[])[],
): boolean {
  return [primaryKey, ...uniqueKeys].some((key) => key.length === 1 && key[0] === column);
}

function declareSource(
  source: ModelDefinition['source'],
  schemas: DeclareContext['schemas'],
): PhysicalSource {
  // Files are refused already; the model stays, so that what uses it is checked all the same.
  if (typeof source !== 'string') return { schema: '', table: source.files };
  const [schema = '', table = ''] = source.split('.');
  return { schema: schemas.get(schema) ?? schema, table };
}

function declareTenant(tenant: ModelDefinition['tenant']): DeclaredModel['tenant'] {
  if (tenant === 'shared') return { kind: 'shared' };
  if (typeof tenant === 'string') return { kind: 'column', column: tenant };
  if ('join' in tenant) return { kind: 'join', join: tenant.join };
  return { kind: 'column', column: tenant.column };
}

function declareMembers(value: ModelDefinition, project: Project): Map<string, DeclaredMember> {
  const members = new Map<string, DeclaredMember>();
  for (const [name, dimension] of Object.entries(value.dimensions ?? {})) {
    members.set(name, {
      kind: 'dimension',
      name,
      type: dimension.type,
      column: dimension.column ?? name,
      zone: dimension.zone === undefined ? null : unambiguousZone(dimension.zone),
      formula: dimension.formula ?? null,
      metric: dimension.metric ?? null,
      title: dimension.title ?? null,
      description: dimension.description ?? null,
      unit: null,
      values: dimension.values ?? null,
      sensitive: dimension.sensitive !== undefined,
      only: null,
      period: dimension.grain ?? null,
      spread: dimension.spread !== undefined,
      path: ['dimensions', name],
    });
  }
  for (const [name, fact] of Object.entries(value.facts ?? {})) {
    if (members.has(name)) continue;
    members.set(name, {
      kind: 'fact',
      name,
      type: fact.type,
      column: fact.column ?? name,
      zone: null,
      formula: fact.formula ?? null,
      metric: fact.metric ?? null,
      title: fact.title ?? null,
      description: fact.description ?? null,
      unit: declareUnit(value, fact.unit, project),
      values: null,
      sensitive: false,
      only: fact.only ?? null,
      period: null,
      spread: false,
      path: ['facts', name],
    });
  }
  return members;
}

type UnitDefinition = NonNullable<ModelDefinition['facts']>[string]['unit'];

/** `null` where a fact says nothing: that of its formula follows from it. */
function declareUnit(model: ModelDefinition, unit: UnitDefinition, project: Project): Unit | null {
  if (unit === undefined) return null;
  if (typeof unit === 'string' && unit !== 'currency') return unitOf({ kind: 'label', label: unit });
  if (typeof unit === 'string') return currencyOf(project);
  if ('currency' in unit) return unitOf({ kind: 'currency', code: unit.currency });
  const member = findCurrencyDimension(model, unit.currency_column);
  return member === undefined ? PLAIN : unitOf({ kind: 'currency_column', model: model.model, member });
}

/** What `unit: currency` stands for. */
function currencyOf({ currency, tenants }: Project): Unit {
  if (tenants?.currency) return unitOf({ kind: 'tenant_currency', code: currency });
  return currency === null ? PLAIN : unitOf({ kind: 'currency', code: currency });
}

/** The dimension over `column`, by which queries group and filter to one currency. */
export function findCurrencyDimension({ dimensions }: ModelDefinition, column: string): string | undefined {
  return Object.entries(dimensions ?? {}).find(
    ([name, dimension]) =>
      dimension.type === 'string' &&
      dimension.formula === undefined &&
      dimension.sensitive === undefined &&
      (dimension.column ?? name) === column,
  )?.[0];
}

function keyColumns(
  primaryKey: readonly string[],
  uniqueKeys: readonly (readonly string[])[],
  joins: ReadonlyMap<string, Join>,
): Set<string> {
  const joined = [...joins.values()].flatMap((join) => join.on.map(({ column }) => column));
  return new Set([...primaryKey, ...uniqueKeys.flat(), ...joined]);
}

function undeclaredKey(column: string): DeclaredMember {
  return {
    kind: 'key',
    name: column,
    type: 'key',
    column,
    zone: null,
    formula: null,
    metric: null,
    title: null,
    description: null,
    unit: null,
    values: null,
    sensitive: false,
    only: null,
    period: null,
    spread: false,
    path: [],
  };
}
