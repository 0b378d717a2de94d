/** Names of dimensions as queries and lists of dimensions write them: `role.name`, `model.name`, a spelled path. */
import type { Disguise } from '../base/disguise.ts';
import { invariant } from '../base/invariant.ts';
import { refuseCrossing } from '../formula/crossed-bridges.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { Catalog, Member, Model } from './catalog.ts';
import { isFrozenName } from './frozen-name.ts';
import { findStartPath } from './lower-condition.ts';
import type { PathAnswer } from './path-index.ts';

/** A dimension, fact or key by its name; the way to its start differs from leg to leg. */
export interface FoundDimension {
  readonly start: { readonly kind: 'role' | 'model'; readonly name: string };
  /** Further joins, from the start's model on. */
  readonly joins: readonly string[];
  /** The model that has the member. */
  readonly model: string;
  /** As it is shown: the values of one in disguise are texts. */
  readonly member: Member;
  /** How it is shown, where it is sensitive; `null` where it is not. */
  readonly disguise: Disguise | null;
}

/** What `written` names; a member that is hidden, or sensitive and not shown, is as unknown as one that does not exist. */
export function findDimension(written: string, catalog: Catalog): FoundDimension | undefined {
  const { dimensions } = catalog.veil;
  return dimensions === null || dimensions.has(written) ? findMember(written, catalog) : undefined;
}

/** As {@link findDimension}, for names that definitions write themselves. */
export function findMember(written: string, catalog: Catalog): FoundDimension | undefined {
  const named = readName(written, catalog);
  if (!named || isHidden(named.model, named.member, catalog)) return undefined;
  const { start, joins, model, member } = named;
  const found = { start, joins, model: model.name } as const;
  if (!member.sensitive) return { ...found, member, disguise: null };
  const disguise = catalog.shown.members.get(`${model.name}.${member.name}`);
  invariant(disguise, 'a sensitive member that no policy shows is hidden');
  return { ...found, member: disguiseMember(member, disguise), disguise };
}

/** Whether whoever looks may see values of it as they are; of what is no member any more, there is nothing to see. */
export function isInClear(written: string, catalog: Catalog): boolean {
  const named = readName(written, catalog);
  if (!named) return true;
  const { model, member } = named;
  if (isHidden(model, member, catalog)) return false;
  return !member.sensitive || catalog.shown.members.get(`${model.name}.${member.name}`)?.kind === 'clear';
}

/** The member that is called so, whoever may see it. */
function readName(
  written: string,
  { project, models }: Catalog,
): (Pick<FoundDimension, 'start' | 'joins' | 'member'> & { readonly model: Model }) | undefined {
  // What old versions alone have is nobody's to ask for.
  if (isFrozenName(written)) return undefined;
  const segments = written.split('.');
  const memberName = segments.pop() ?? '';
  const [first = '', ...joins] = segments;
  const role = project.roles.get(first);
  const model = findJoined(models.get(role ?? first), joins, models);
  const member = model?.members.get(memberName);
  if (!model || !member) return undefined;
  return { start: { kind: role === undefined ? 'model' : 'role', name: first }, joins, model, member };
}

function disguiseMember(member: Member, disguise: Disguise): Member {
  return disguise.kind === 'clear' ? member : { ...member, type: 'string', values: null };
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

/** Every `role.dimension` and `model.dimension` that queries know, roles first; where names are listed, those. */
export function dimensionNames(catalog: Catalog): readonly string[] {
  const { dimensions } = catalog.veil;
  if (dimensions) return [...dimensions].filter((name) => isGroupable(findDimension(name, catalog)));
  const starts = [
    ...catalog.project.roles,
    ...[...catalog.models.keys()].map((name): [string, string] => [name, name]),
  ];
  return starts.flatMap(([start, model]) =>
    groupableMembers(catalog.models.get(model), catalog).map((member) => `${start}.${member}`),
  );
}

function isGroupable(found: FoundDimension | undefined): boolean {
  return found !== undefined && found.member.kind !== 'fact';
}

function groupableMembers(model: Model | undefined, catalog: Catalog): string[] {
  if (!model) return [];
  return [...model.members.values()]
    .filter((member) => member.kind !== 'fact' && !isHidden(model, member, catalog))
    .map(({ name }) => name);
}

/** Whether queries may know of the member, fact or dimension. */
export function isKnownMember(modelName: string, name: string, catalog: Catalog): boolean {
  const model = catalog.models.get(modelName);
  const member = model?.members.get(name);
  return model !== undefined && member !== undefined && !isHidden(model, member, catalog);
}

function isHidden(model: Model, { name, sensitive }: Member, { veil, shown }: Catalog): boolean {
  const key = `${model.name}.${name}`;
  return isFrozenName(name) || veil.members.has(key) || (sensitive && !shown.members.has(key));
}
