/** Names of dimensions in queries → members, and paths to them from the root of each leg (S4). */
import { suggest } from '../base/did-you-mean.ts';
import type { Catalog, Member, Model } from '../catalog/catalog.ts';
import { findStartPath } from '../catalog/lower-condition.ts';
import type { PathAnswer } from '../catalog/path-index.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference } from '../formula/expression.ts';

/** A name whose start, further joins and member exist; the way to its start differs from leg to leg. */
export interface NamedMember {
  readonly written: string;
  readonly start: { readonly kind: 'role' | 'model'; readonly name: string };
  readonly joins: readonly string[];
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
  if (start && member) return { written, start: start.reference, joins, member, pointer };
  const hint = suggest(written, dimensionNames(catalog)) ?? barePrefixHint(written, catalog);
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written.slice(0, 200) }, { path: pointer, hint });
}

/** @throws SemanticError QUERY_NO_PATH, QUERY_AMBIGUOUS_PATH */
export function reachMember(named: NamedMember, leg: LegRoot, catalog: Catalog): MemberReference {
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

/** The path to the start of `named` from `root`, without its further joins. */
export function findPath(named: Pick<NamedMember, 'start'>, root: string, catalog: Catalog): PathAnswer {
  return findStartPath(named.start, root, catalog);
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
