/** Names of dimensions in queries → members, and paths to them from the root of each leg (S4). */
import { suggest } from '../base/did-you-mean.ts';
import type { Catalog } from '../catalog/catalog.ts';
import {
  dimensionNames,
  type FoundDimension,
  findDimension,
  findDimensionPath,
} from '../catalog/find-dimension.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference } from '../formula/expression.ts';

/** A name that a query uses, and where it stands there. */
export interface NamedMember extends FoundDimension {
  readonly written: string;
  readonly pointer: string;
}

/** The root of a leg and the metrics for whose sake it is read, for messages. */
export interface LegRoot {
  readonly root: string;
  readonly metrics: readonly string[];
}

/** @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function nameMember(written: string, catalog: Catalog, pointer: string): NamedMember {
  const found = findDimension(written, catalog);
  if (found) return { written, ...found, pointer };
  const hint = suggest(written, dimensionNames(catalog)) ?? barePrefixHint(written, catalog);
  throw new SemanticError('QUERY_UNKNOWN_MEMBER', { member: written.slice(0, 200) }, { path: pointer, hint });
}

/** @throws SemanticError QUERY_NO_PATH, QUERY_AMBIGUOUS_PATH */
export function reachMember(named: NamedMember, leg: LegRoot, catalog: Catalog): MemberReference {
  const path = findDimensionPath(named, leg.root, catalog);
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

/** `status` alone: say where it could be from. */
function barePrefixHint(written: string, catalog: Catalog): string | undefined {
  if (written.includes('.')) return undefined;
  const homes = dimensionNames(catalog)
    .filter((name) => name.endsWith(`.${written}`))
    .slice(0, 3);
  return homes.length === 0 ? undefined : `Say whose: ${homes.map((name) => `"${name}"`).join(' or ')}.`;
}
