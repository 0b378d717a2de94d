/** What became of models and their dimensions, for those from whom nothing of it is hidden. */
import type { Catalog, ModelReleaseNote, ReleaseReason } from '../catalog/catalog.ts';
import { isKnownMember } from '../catalog/find-dimension.ts';
import { nameDimension } from '../query/bind-member.ts';

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
export function describeModelChanges(catalog: Catalog): readonly ModelChange[] {
  return [...catalog.modelReleases].flatMap(([model, releases]) =>
    releases.flatMap(({ at, by, why, changes }, index): readonly ModelChange[] => {
      const seen = changes
        .filter(({ member }) => isSeen(model, member, catalog))
        .map(({ member, what }) => ({
          dimension: member === null ? null : `${model}.${member}`,
          what: tellsWords(catalog) ? what : null,
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
  return releases.flatMap((release, index): readonly DimensionChange[] => {
    const isOther = release.changes.some((change) => change.member === member.name);
    if (!isOther && index !== first) return [];
    const name = inOrder(`${release.at} ${written}`, index);
    return [{ name, ...describeChange(release, { written, member: member.name, catalog }) }];
  });
}

/** Releases of one second follow each other as they were made. */
function inOrder(name: string, index: number): string {
  return `${name} ${String(index).padStart(9, '0')}`;
}

function describeChange(
  { at, by, why, members, changes }: ModelReleaseNote,
  {
    written,
    member,
    catalog,
  }: { readonly written: string; readonly member: string; readonly catalog: Catalog },
): Omit<DimensionChange, 'name'> {
  const own = changes.filter((change) => change.member === member).map(({ what }) => what);
  return {
    dimension: written,
    at,
    by,
    why,
    hash: members.get(member) ?? null,
    changes: tellsWords(catalog) ? own : null,
  };
}

/** Of what is gone no rule says any more whose it is: it is told where nothing is hidden. */
function isSeen(model: string, member: string | null, catalog: Catalog): boolean {
  const found = catalog.models.get(model);
  if (!found || (member !== null && !found.members.has(member))) return catalog.veil.key === '';
  if (catalog.veil.models.has(model)) return false;
  return member === null ? tellsWords(catalog) : isKnownMember(model, member, catalog);
}

/** Formulas name other members. */
function tellsWords({ veil }: Catalog): boolean {
  return veil.dimensions === null && veil.members.size === 0 && veil.models.size === 0;
}
