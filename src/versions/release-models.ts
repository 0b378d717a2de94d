/** Models and their releases → the files that note what members became, and where they are read from now. */
import { hashOf } from '../base/hash.ts';
import type { Catalog, ReleaseReason } from '../catalog/catalog.ts';
import { usesOfMember } from '../catalog/content-hash.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MemberNote, ModelRelease, ModelReleaseFile } from '../definitions/model-release-schema.ts';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import { sealOf } from './seal-release.ts';

/** A file as it is to be, and what is new in it. */
export interface NewModelRelease {
  readonly model: string;
  readonly changes: ModelRelease['changes'];
  readonly file: ModelReleaseFile;
}

type ModelNote = Pick<ModelRelease, 'source' | 'members'>;

/** By model; a model that is as it was released is left out. `project` has no faults. */
export function releaseModels(
  { definitions, catalog }: { readonly definitions: ProjectDefinitions; readonly catalog: Catalog },
  reason: ReleaseReason,
): readonly NewModelRelease[] {
  const models = new Map(definitions.models.map(({ value }) => [value.model, value]));
  const files = new Map(definitions.modelReleases.map(({ value }) => [value.model, value]));
  const names = [...new Set([...models.keys(), ...files.keys()])].sort();
  return names.flatMap((model) => {
    const now = noteModel(models.get(model), catalog);
    const releases = files.get(model)?.releases ?? [];
    const last = releases.at(-1);
    const changes = last ? listChanges(last, now) : [];
    if (last && changes.length === 0) return [];
    const release = { ...reason, ...now, changes };
    const seal = sealOf(model, release, last?.seal ?? null);
    return [{ model, changes, file: { model, releases: [...releases, { ...release, seal }] } }];
  });
}

/** Of a model that is gone, nothing. */
function noteModel(definition: ModelDefinition | undefined, catalog: Catalog): ModelNote {
  if (!definition) return { source: null, members: {} };
  const { model, source, dimensions = {}, facts = {} } = definition;
  const { metrics, models, paths, project } = catalog;
  const context = { metrics, models, paths, calendars: project.calendars };
  const members = Object.entries({ ...dimensions, ...facts }).map(
    ([name, { type, column, formula, metric }]) => {
      const note: MemberNote = {
        hash: hashOf(usesOfMember(model, name, context)),
        type,
        ...(column === undefined ? {} : { column }),
        ...(formula === undefined ? {} : { formula }),
        ...(metric === undefined ? {} : { metric }),
      };
      return [name, note] as const;
    },
  );
  return {
    source: typeof source === 'string' ? source : source.files,
    members: Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function listChanges(before: ModelNote, after: ModelNote): ModelRelease['changes'] {
  const ofModel =
    before.source === after.source
      ? []
      : [{ member: null, what: sayBinding('source', before.source, after.source) }];
  const names = [...new Set([...Object.keys(before.members), ...Object.keys(after.members)])].sort();
  const ofMembers = names.flatMap((member) =>
    changesOf(member, before.members[member], after.members[member]).map((what) => ({ member, what })),
  );
  return [...ofModel, ...ofMembers];
}

function changesOf(
  name: string,
  old: MemberNote | undefined,
  now: MemberNote | undefined,
): readonly string[] {
  if (!old) return ['new'];
  if (!now) return ['gone'];
  const written = (['type', 'formula', 'metric'] as const).flatMap((key) =>
    old[key] === now[key] ? [] : [`${key}: ${old[key] ?? 'none'} → ${now[key] ?? 'none'}`],
  );
  const [from, to] = [columnOf(name, old), columnOf(name, now)];
  const bound = from === to ? [] : [sayBinding('column', from, to)];
  const changes = [...written, ...bound];
  return changes.length === 0 && old.hash !== now.hash ? ['what it rests on'] : changes;
}

/** Without another word, the column of the same name. */
function columnOf(name: string, { column, formula, metric }: MemberNote): string | null {
  return formula !== undefined || metric !== undefined ? null : (column ?? name);
}

/** Bindings are in no version. */
function sayBinding(key: string, from: string | null, to: string | null): string {
  return `${key}: ${from ?? 'none'} → ${to ?? 'none'}; numbers may move`;
}
