/** What became of models and their dimensions, for those from whom nothing of it is hidden. */
import { ADMINS } from '../catalog/access-book.ts';
import type { Catalog, ReleaseReason } from '../catalog/catalog.ts';
import { isKnownMember } from '../catalog/find-dimension.ts';
import { nameDimension } from '../query/bind-member.ts';
import { satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';

export interface ModelChange extends ReleaseReason {
  /** Unique, and in the order of time. */
  readonly name: string;
  readonly model: string;
  /** `null` is the model itself. */
  readonly changes: readonly { readonly dimension: string | null; readonly what: string | null }[];
}

export interface DimensionChange extends ReleaseReason {
  /** Unique, and in the order of time. */
  readonly name: string;
  /** As it was asked for: `channel.name`. */
  readonly dimension: string;
  /** Hash of all that decides it; `null` where it was gone. */
  readonly hash: string | null;
  /** What differs from before, a sentence each; `null` for those from whom members are hidden. */
  readonly changes: readonly string[] | null;
}

/** Releases in which something changed. */
export function describeModelChanges(catalog: Catalog, principal: Principal): readonly ModelChange[] {
  const unseen = namesUnseen(catalog);
  return [...catalog.modelReleases].flatMap(([model, releases]) =>
    releases.flatMap(({ at, by, why, changes }, index): readonly ModelChange[] => {
      const seen = changes
        .filter(({ member }) => isSeen(model, member, { catalog, principal }))
        .map(({ member, what }) => ({
          dimension: member === null ? null : `${model}.${member}`,
          what: tellsWords(what, unseen) ? what : null,
        }));
      const name = inOrder(`${at} models/${model}`, index);
      return seen.length === 0 ? [] : [{ name, model, at, by, why, changes: seen }];
    }),
  );
}

/** From the first release that has it. @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function describeDimensionChanges(written: string, catalog: Catalog): readonly DimensionChange[] {
  const { model, member } = nameDimension(written, catalog, '/by/0');
  const releases = catalog.modelReleases.get(model) ?? [];
  const first = releases.findIndex(({ members }) => members.has(member.name));
  const unseen = namesUnseen(catalog);
  return releases.flatMap(({ at, by, why, members, changes }, index): readonly DimensionChange[] => {
    const own = changes.filter((change) => change.member === member.name).map(({ what }) => what);
    if (own.length === 0 && index !== first) return [];
    const name = inOrder(`${at} ${written}`, index);
    const told = own.every((what) => tellsWords(what, unseen)) ? own : null;
    const hash = members.get(member.name) ?? null;
    return [{ name, dimension: written, at, by, why, hash, changes: told }];
  });
}

/** Releases of one second follow each other as they were made. */
function inOrder(name: string, index: number): string {
  return `${name} ${String(index).padStart(9, '0')}`;
}

interface Seeing {
  readonly catalog: Catalog;
  readonly principal: Principal;
}

/** Of what is gone no rule says any more whose it is: it is a matter for admins. */
function isSeen(model: string, member: string | null, { catalog, principal }: Seeing): boolean {
  const found = catalog.models.get(model);
  if (!found || (member !== null && !found.members.has(member))) return satisfiesRule(principal, ADMINS);
  if (catalog.veil.models.has(model)) return false;
  return member === null || isKnownMember(model, member, catalog);
}

/** What sentences may not name; `null` where they may name nothing, for whoever asks is shown a part of all only. */
function namesUnseen(catalog: Catalog): ReadonlySet<string> | null {
  const { veil, models } = catalog;
  if (veil.key !== '' || veil.dimensions !== null) return null;
  const members = [...models.values()].flatMap((model) =>
    [...model.members.values()].filter(({ name }) => !isKnownMember(model.name, name, catalog)),
  );
  return new Set(members.map(({ name }) => name));
}

const WORDS = /\w+/g;

/** Formulas name other members, and members that are gone. */
function tellsWords(what: string, unseen: ReadonlySet<string> | null): boolean {
  return unseen !== null && (what.match(WORDS) ?? []).every((word) => !unseen.has(word));
}
