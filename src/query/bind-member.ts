/** Names of dimensions in queries → members, and paths to them from the root of each leg (S4). */
import { suggest } from '../base/did-you-mean.ts';
import type { Catalog, Member, Model } from '../catalog/catalog.ts';
import { findStartPath } from '../catalog/lower-condition.ts';
import type { PathAnswer } from '../catalog/path-index.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference } from '../formula/expression.ts';
import type { RowTenant } from './bound-query.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

/** A name whose start, further joins and member exist; the way to its start differs from leg to leg. */
export interface NamedMember {
  readonly written: string;
  readonly start: { readonly kind: 'role' | 'model' | 'tenant'; readonly name: string };
  readonly joins: readonly string[];
  /** The model that has the member. */
  readonly model: string;
  readonly member: Member;
  readonly pointer: string;
}

/** The root of a leg and the metrics for whose sake it is read, for messages. */
export interface LegRoot {
  readonly root: string;
  readonly metrics: readonly string[];
}

/** @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function nameMember(written: string, catalog: Catalog, pointer: string): NamedMember {
  const segments = written.split('.');
  const memberName = segments.pop() ?? '';
  const [first = '', ...joins] = segments;
  const start = findStart(first, catalog);
  const model = start && followJoins(start.model, joins, catalog);
  const member = model?.members.get(memberName);
  if (start && model && member)
    return { written, start: start.reference, joins, model: model.name, member, pointer };
  const hint = suggest(written, dimensionNames(catalog)) ?? barePrefixHint(written, catalog);
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written.slice(0, 200) }, { path: pointer, hint });
}

/** `tenant`, which only queries over several tenants know. */
export function nameTenant(pointer: string): NamedMember {
  const start = { kind: 'tenant', name: TENANT.name } as const;
  return { written: TENANT.name, start, joins: [], model: '', member: TENANT, pointer };
}

const TENANT: Member = {
  kind: 'dimension',
  name: TENANT_COLUMN,
  type: 'string',
  value: { kind: 'column', column: '', zone: null },
  title: null,
  description: null,
  unit: null,
  values: null,
};

/** What can be grouped by: any member but a fact. @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function nameDimension(written: string, catalog: Catalog, pointer: string): NamedMember {
  const named = nameMember(written, catalog, pointer);
  if (named.member.kind !== 'fact') return named;
  const hint = 'It is a fact: facts are aggregated and filtered, not grouped by.';
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written }, { path: pointer, hint });
}

/** @throws SemanticError QUERY_NO_PATH, QUERY_AMBIGUOUS_PATH, QUERY_NO_TENANT */
export function reachMember(named: NamedMember, leg: LegRoot, catalog: Catalog): MemberReference | RowTenant {
  if (named.start.kind === 'tenant') return reachTenant(named, leg, catalog);
  const path = findPath(named, leg.root, catalog);
  if (path.kind === 'path') {
    const { name, type } = named.member;
    return { kind: 'member', path: [...path.path, ...named.joins], member: name, type };
  }
  const params = { member: named.written, root: leg.root };
  if (path.kind === 'none') {
    const metrics = leg.metrics.join(', ');
    const hint =
      'Every metric of a query must know all of its dimensions: ask for the others in a query of their own.';
    throw new SemanticError('QUERY_NO_PATH', { ...params, metrics }, { path: named.pointer, hint });
  }
  const paths = path.paths.map((joins) => [leg.root, ...joins].join('.'));
  const hint = `Spell the path, for example ${paths[0]}.${[...named.joins, named.member.name].join('.')}, or settle the role in the model.`;
  throw new SemanticError(
    'QUERY_AMBIGUOUS_PATH',
    { ...params, paths: paths.join(', ') },
    { path: named.pointer, hint },
  );
}

function reachTenant({ pointer }: NamedMember, { root, metrics }: LegRoot, catalog: Catalog): RowTenant {
  if (catalog.models.get(root)?.scope.kind !== 'shared') return { kind: 'row_tenant', type: 'string' };
  const hint = `Ask for ${metrics.join(', ')} without tenants.`;
  throw new SemanticError('QUERY_NO_TENANT', { model: root }, { path: pointer, hint });
}

/** The path to the start of `named` from `root`, without its further joins. */
export function findPath(named: Pick<NamedMember, 'start'>, root: string, catalog: Catalog): PathAnswer {
  const { kind, name } = named.start;
  return kind === 'tenant' ? { kind: 'none' } : findStartPath({ kind, name }, root, catalog);
}

/** Every `role.dimension` and `model.dimension` of the catalog, roles first. */
export function dimensionNames(catalog: Catalog): readonly string[] {
  const starts = [
    ...catalog.project.roles,
    ...[...catalog.models.keys()].map((name): [string, string] => [name, name]),
  ];
  return starts.flatMap(([start, model]) =>
    groupableMembers(catalog.models.get(model)).map((member) => `${start}.${member}`),
  );
}

function groupableMembers(model: Model | undefined): string[] {
  return [...(model?.members.values() ?? [])].filter(({ kind }) => kind !== 'fact').map(({ name }) => name);
}

function findStart(
  name: string,
  catalog: Catalog,
): { reference: NamedMember['start']; model: Model } | undefined {
  const target = catalog.project.roles.get(name);
  const model = catalog.models.get(target ?? name);
  return model && { reference: { kind: target === undefined ? 'model' : 'role', name }, model };
}

function followJoins(start: Model, joins: readonly string[], catalog: Catalog): Model | undefined {
  return joins.reduce<Model | undefined>(
    (model, join) => catalog.models.get(model?.joins.get(join)?.target ?? ''),
    start,
  );
}

/** `status` alone: say where it could be from. */
function barePrefixHint(written: string, catalog: Catalog): string | undefined {
  if (written.includes('.')) return undefined;
  const homes = dimensionNames(catalog)
    .filter((name) => name.endsWith(`.${written}`))
    .slice(0, 3);
  return homes.length === 0 ? undefined : `Say whose: ${homes.map((name) => `"${name}"`).join(' or ')}.`;
}
