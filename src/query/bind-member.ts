/** Names of dimensions in queries → members, and paths to them from the root of each leg (S4). */
import { assertNever } from '../base/assert-never.ts';
import { suggest } from '../base/did-you-mean.ts';
import type { Disguise } from '../base/disguise.ts';
import { listSome } from '../base/list-some.ts';
import type { Catalog, Member } from '../catalog/catalog.ts';
import {
  dimensionNames,
  type FoundDimension,
  findDimension,
  findDimensionPath,
} from '../catalog/find-dimension.ts';
import { PLAIN } from '../catalog/unit.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { refuseCrossing } from '../formula/crossed-bridges.ts';
import type { Expression, Literal, MemberReference } from '../formula/expression.ts';
import type { RowTenant } from './bound-query.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

/** A name that a query uses, and where it stands there. */
export interface NamedMember extends Omit<FoundDimension, 'start'> {
  readonly written: string;
  readonly start: { readonly kind: 'role' | 'model' | 'tenant'; readonly name: string };
  readonly pointer: string;
}

/** Of shorter values, nothing stays: most of a value is hidden. */
const LEAST_TIMES_KEPT = 3;

/** What a leg has of a member: itself, or what is shown in its place. */
export type ReachedMember = Expression<MemberReference | RowTenant>;

/** The root of a leg and the metrics for whose sake it is read, for messages. */
export interface LegRoot {
  readonly root: string;
  readonly metrics: readonly string[];
}

/** @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function nameMember(written: string, catalog: Catalog, pointer: string): NamedMember {
  const found = findDimension(written, catalog);
  if (found) return { written, ...found, pointer };
  const names = [...new Set(dimensionNames(catalog))];
  const hint = suggest(written, names) ?? bareNameHint(written, names) ?? firstWordHint(written, names);
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written.slice(0, 200) }, { path: pointer, hint });
}

/** `tenant`, which only queries over several tenants know. */
export function nameTenant(pointer: string): NamedMember {
  const start = { kind: 'tenant', name: TENANT.name } as const;
  return { written: TENANT.name, start, joins: [], model: '', member: TENANT, disguise: null, pointer };
}

const TENANT: Member = {
  kind: 'dimension',
  name: TENANT_COLUMN,
  type: 'string',
  value: { kind: 'column', column: '', zone: null },
  title: null,
  description: null,
  unit: PLAIN,
  values: null,
  sensitive: false,
  only: null,
  period: null,
  spread: false,
};

/** What can be grouped by: any member but a fact. @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function nameDimension(written: string, catalog: Catalog, pointer: string): NamedMember {
  const named = nameMember(written, catalog, pointer);
  if (named.member.kind !== 'fact') return named;
  const hint = 'It is a fact: facts are aggregated and filtered, not grouped by.';
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written }, { path: pointer, hint });
}

/** The member as it is shown. @throws SemanticError QUERY_NO_PATH, QUERY_AMBIGUOUS_PATH, QUERY_NO_TENANT */
export function reachMember(named: NamedMember, leg: LegRoot, catalog: Catalog): ReachedMember {
  const reached = reachPlain(named, leg, catalog);
  return named.disguise ? disguise(reached, named.disguise) : reached;
}

function disguise(plain: MemberReference | RowTenant, as: Disguise): ReachedMember {
  switch (as.kind) {
    case 'clear':
      return plain;
    case 'pseudonym':
      return { kind: 'operation', operator: 'pseudonym', operands: [plain], type: 'string' };
    case 'masked': {
      const numbers = as.keepLast === 0 ? [] : [as.keepLast, LEAST_TIMES_KEPT * as.keepLast];
      const literals = numbers.map(
        (value): Literal => ({ kind: 'literal', type: 'integer', value: `${value}` }),
      );
      return { kind: 'operation', operator: 'masked', operands: [plain, ...literals], type: 'string' };
    }
    default:
      return assertNever(as);
  }
}

function reachPlain(named: NamedMember, leg: LegRoot, catalog: Catalog): MemberReference | RowTenant {
  const { start } = named;
  if (start.kind === 'tenant') return reachTenant(named, leg, catalog);
  const path = findDimensionPath(
    { start: { kind: start.kind, name: start.name }, joins: named.joins },
    leg.root,
    catalog,
  );
  if (path.kind === 'path') {
    const { name } = named.member;
    const type = catalog.models.get(named.model)?.members.get(name)?.type ?? named.member.type;
    return { kind: 'member', path: [...path.path, ...named.joins], member: name, type };
  }
  const params = { member: named.written, root: leg.root };
  if (path.kind === 'none') {
    const metrics = leg.metrics.join(', ');
    const hint =
      acrossHint({ kind: start.kind, name: start.name }, named, { leg, catalog }) ??
      `Every metric of a query must know all of its dimensions: ask for the others in a query of their own. ${knownDimensions(named, leg.root, catalog)}`;
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

/** What keeps rows from what lies across a bridge, or from rows that lead to them. */
function acrossHint(
  start: FoundDimension['start'],
  { joins, member, model }: NamedMember,
  { leg: { root }, catalog }: { readonly leg: LegRoot; readonly catalog: Catalog },
): string | undefined {
  const { models, paths, project } = catalog;
  const own = models.get(root);
  const found = findDimensionPath({ start, joins: [] }, root, catalog);
  const path = found.kind === 'path' ? [...found.path, ...joins] : joins;
  const problem = own && refuseCrossing(own, path, models);
  if (problem) return `It lies across a bridge, and ${problem}.`;
  const bridge = [...(own?.bridges.values() ?? [])].find(({ target }) => target === model);
  if (bridge) return `A bridge leads there: write "${root}.${bridge.name}.${member.name}".`;
  const first = start.kind === 'role' ? (project.roles.get(start.name) ?? start.name) : start.name;
  const back = paths.findModel(first, root);
  if (back.kind !== 'path' || back.path.length === 0) return undefined;
  const way = [first, ...back.path].join('.');
  return `${way} leads the other way: a row of ${root} may have many of ${first}. Declare a bridge on ${root} to group by them, or an attribute of ${root} made of them.`;
}

function reachTenant({ pointer }: NamedMember, { root, metrics }: LegRoot, catalog: Catalog): RowTenant {
  if (catalog.models.get(root)?.scope.kind !== 'shared') return { kind: 'row_tenant', type: 'string' };
  const hint = `Ask for ${metrics.join(', ')} without tenants.`;
  throw new SemanticError('QUERY_NO_TENANT', { model: root }, { path: pointer, hint });
}

/** Some dimensions that a leg does know, those of the same name first. */
function knownDimensions({ member }: NamedMember, root: string, catalog: Catalog): string {
  const isAlike = (name: string): boolean => name.endsWith(`.${member.name}`);
  const known = [...new Set(dimensionNames(catalog))].filter((name) => {
    const found = findDimension(name, catalog);
    return found && findDimensionPath(found, root, catalog).kind === 'path';
  });
  const shown = [...known.filter(isAlike), ...known.filter((name) => !isAlike(name))];
  return `${root} can be grouped by: ${listSome(shown) || 'nothing'}.`;
}

/** `status` alone: say where it could be from. */
function bareNameHint(written: string, names: readonly string[]): string | undefined {
  if (written.includes('.')) return undefined;
  const homes = names.filter((name) => name.endsWith(`.${written}`)).slice(0, 3);
  return homes.length === 0 ? undefined : `Say whose: ${homes.map((name) => `"${name}"`).join(' or ')}.`;
}

/** What a role or model has, or which there are. */
function firstWordHint(written: string, names: readonly string[]): string | undefined {
  const firstOf = (name: string): string => name.split('.')[0] ?? '';
  const first = firstOf(written);
  const own = names.filter((name) => firstOf(name) === first);
  if (own.length > 0) return `There are: ${listSome(own)}.`;
  const known = [...new Set(names.map(firstOf))];
  return known.length === 0
    ? undefined
    : `A dimension begins with a role or a model: ${listSome(known, 12)}.`;
}
