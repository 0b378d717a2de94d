/**
 * Two states of a project → a flat list of what differs, the worst first. Each edit of a definition is one change; so is
 * what follows from edits elsewhere. No metric is another number without a change that says so.
 */
import { isCurrent } from '../../catalog/catalog.ts';
import type { Located } from '../../definitions/definition-types.ts';
import { type Change, type ProjectSide, VERDICTS } from './change.ts';
import {
  type Comparison,
  type Entries,
  judgeEdit,
  listEdits,
  listKeyEdits,
  type NamedEntries,
} from './edit.ts';
import { METRICS, RELEASES } from './judge-metric.ts';
import { MODELS } from './judge-model.ts';
import { POLICIES, PROJECT } from './judge-project.ts';
import { always } from './judges.ts';
import { listConsequences } from './list-consequences.ts';
import { MovedMetrics } from './moved-metrics.ts';
import { Users } from './users.ts';

/** Empty where both say the same. */
export function diffProjects(before: ProjectSide, after: ProjectSide): readonly Change[] {
  const moved = new MovedMetrics(before, after);
  const comparison: Comparison = { before, after, moved, users: new Users(before, after) };
  const edits = [
    ...listKeyEdits(PROJECT, projectOf(before, after), ['project']),
    ...KINDS.flatMap(([kind, { read, entries }]) =>
      listEdits(entries, { before: read(before), after: read(after) }, [kind]),
    ),
  ];
  const changes = [...edits.map((edit) => judgeEdit(edit, comparison)), ...listConsequences(comparison)];
  return [...changes, ...listUnexplained(changes, comparison)].sort(compareChanges);
}

/** Metrics that are another number under the same version, drafts aside, by name. */
export function movedWithoutVersion(before: ProjectSide, after: ProjectSide): readonly string[] {
  return [...after.catalog.metrics.values()]
    .filter(isCurrent)
    .filter((metric) => {
      const old = before.catalog.metrics.get(metric.name);
      const isInUse = old && !(old.isDraft && metric.isDraft);
      return isInUse && old.hash !== metric.hash && old.version === metric.version;
    })
    .map(({ name }) => name)
    .sort();
}

const TESTS: NamedEntries = { whole: always('text', 'no answer changes'), keys: {} };

interface Kind {
  readonly read: (side: ProjectSide) => Entries;
  readonly entries: NamedEntries;
}

const KINDS: readonly (readonly [string, Kind])[] = [
  [
    'models',
    { read: ({ definitions }) => byName(definitions.models, ({ model }) => model), entries: MODELS },
  ],
  [
    'metrics',
    { read: ({ definitions }) => byName(definitions.metrics, ({ metric }) => metric), entries: METRICS },
  ],
  [
    'policies',
    { read: ({ definitions }) => byName(definitions.policies, ({ policy }) => policy), entries: POLICIES },
  ],
  ['releases', { read: readReleases, entries: RELEASES }],
  ['tests', { read: readTests, entries: TESTS }],
];

function byName<Definition>(
  files: readonly Located<Definition>[],
  nameOf: (definition: Definition) => string,
): Entries {
  return Object.fromEntries(files.map(({ value }) => [nameOf(value), value]));
}

function projectOf(before: ProjectSide, after: ProjectSide): { before: Entries; after: Entries } {
  const read = ({ definitions }: ProjectSide): Entries => ({ ...definitions.project?.value });
  return { before: read(before), after: read(after) };
}

/** By version: which there are; that they are as they were is for others to say. */
function readReleases({ definitions }: ProjectSide): Entries {
  return Object.fromEntries(
    definitions.releases.flatMap(({ value: { metric, releases } }) =>
      releases.map(({ version, seal }) => [`${metric}@${version}`, { seal }] as const),
    ),
  );
}

function readTests({ definitions }: ProjectSide): Entries {
  const files = [...definitions.metricTests, ...definitions.policyTests];
  return Object.fromEntries(files.map(({ file, value }) => [file, [value]]));
}

/** What moves must be told, whatever moves it. */
function listUnexplained(changes: readonly Change[], { moved }: Comparison): readonly Change[] {
  const told = new Set(
    changes.flatMap(({ verdict, touches }) => (verdict === 'numbers_move' ? touches : [])),
  );
  return [...moved.metrics.keys()]
    .filter((name) => !told.has(name))
    .map((name) => ({
      verdict: 'numbers_move',
      path: `metrics.${name}`,
      what: 'what it rests on',
      reason: 'names in it lead elsewhere, or rows are told apart otherwise',
      touches: [name],
    }));
}

function compareChanges(a: Change, b: Change): number {
  const rank = VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict);
  return rank !== 0 ? rank : a.path < b.path ? -1 : 1;
}
