/** Names of dimensions as queries and lists of dimensions write them: `role.name`, `model.name`, a spelled path. */
import { refuseCrossing } from '../formula/crossed-bridges.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { Catalog, Member, Model } from './catalog.ts';
import { findStartPath } from './lower-condition.ts';
import type { PathAnswer } from './path-index.ts';

/** A dimension, fact or key by its name; the way to its start differs from leg to leg. */
export interface FoundDimension {
  readonly start: { readonly kind: 'role' | 'model'; readonly name: string };
  /** Further joins, from the start's model on. */
  readonly joins: readonly string[];
  /** The model that has the member. */
  readonly model: string;
  readonly member: Member;
}

/** What `written` names; a member that is sensitive, or hidden, is as unknown as one that does not exist. */
export function findDimension(written: string, catalog: Catalog): FoundDimension | undefined {
  const segments = written.split('.');
  const memberName = segments.pop() ?? '';
  const [first = '', ...joins] = segments;
  const role = catalog.project.roles.get(first);
  const start = catalog.models.get(role ?? first);
  const model = findJoined(start, joins, catalog.models);
  const member = model?.members.get(memberName);
  if (!model || !member || member.sensitive || isHidden(model, member, catalog)) return undefined;
  const kind = role === undefined ? 'model' : 'role';
  return { start: { kind, name: first }, joins, model: model.name, member };
}

/**
 * The path to the start of a dimension from `root`, without its further joins (S4). None leads across two bridges,
 * or across one from rows that no key tells apart.
 */
export function findDimensionPath(
  { start, joins }: Pick<FoundDimension, 'start' | 'joins'>,
  root: string,
  catalog: Catalog,
): PathAnswer {
  const found = findStartPath(start, root, catalog);
  if (found.kind !== 'path') return found;
  const model = catalog.models.get(root);
  const path = joins.length > 0 ? [...found.path, ...joins] : found.path;
  const isFit = !model || refuseCrossing(model, path, catalog.models) === null;
  return isFit ? found : { kind: 'none' };
}

/** Every `role.dimension` and `model.dimension` that queries know, roles first. */
export function dimensionNames(catalog: Catalog): readonly string[] {
  const starts = [
    ...catalog.project.roles,
    ...[...catalog.models.keys()].map((name): [string, string] => [name, name]),
  ];
  return starts.flatMap(([start, model]) =>
    groupableMembers(catalog.models.get(model), catalog).map((member) => `${start}.${member}`),
  );
}

function groupableMembers(model: Model | undefined, catalog: Catalog): string[] {
  if (!model) return [];
  return [...model.members.values()]
    .filter((member) => member.kind !== 'fact' && !member.sensitive && !isHidden(model, member, catalog))
    .map(({ name }) => name);
}

function isHidden(model: Model, { name }: Member, { veil }: Catalog): boolean {
  return veil.members.has(`${model.name}.${name}`);
}
