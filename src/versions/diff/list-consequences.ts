/** What follows from edits without being written in any one place: other ways, groups, units, and versions that are gone. */
import { type Catalog, isCurrent, type Metric } from '../../catalog/catalog.ts';
import { findStartPath } from '../../catalog/lower-condition.ts';
import type { PathAnswer } from '../../catalog/path-index.ts';
import { printUnit } from '../../catalog/unit.ts';
import type { DimensionStart } from '../../formula/expression.ts';
import { findJoined } from '../../formula/find-joined.ts';
import type { Change } from './change.ts';
import type { Comparison } from './edit.ts';

export function listConsequences(comparison: Comparison): readonly Change[] {
  return [
    ...listPaths(comparison),
    ...eachMetric(comparison).flatMap(({ old, now }) => [
      ...listForms(old, now),
      ...listGroups(old, now, comparison),
    ]),
    ...listGone(comparison),
  ];
}

/** Roles and models by which dimensions are named, of both sides. */
function startsOf({ before, after }: Comparison): readonly DimensionStart[] {
  const [old, now] = [before.catalog, after.catalog];
  const roles = [...old.project.roles.keys()].filter((role) => now.project.roles.has(role));
  const models = [...old.models.keys()].filter((model) => now.models.has(model));
  return [
    ...roles.map((name) => ({ kind: 'role', name }) as const),
    ...models.map((name) => ({ kind: 'model', name }) as const),
  ];
}

function listPaths(comparison: Comparison): readonly Change[] {
  const { before, after, users } = comparison;
  const starts = startsOf(comparison);
  const roots = [...before.catalog.models.keys()].filter((model) => after.catalog.models.has(model));
  return roots.flatMap((root) =>
    starts.flatMap((start): readonly Change[] => {
      const [old, now] = [before, after].map(({ catalog }) => findStartPath(start, root, catalog));
      if (old?.kind !== 'path' || !now || sayPath(now) === sayPath(old)) return [];
      if (now.kind === 'path') {
        const reason = `dimensions that begin with ${start.name} meet other rows`;
        return [change('numbers_may_move', { root, start, old, now, reason }, users.ofModel(root))];
      }
      // A way that is gone as such is told where it went.
      if (now.kind === 'none' && !findJoined(after.catalog.models.get(root), old.path, after.catalog.models))
        return [];
      const reason = `queries on ${root} that name ${start.name} are refused`;
      return [change('breaking', { root, start, old, now, reason }, users.ofModel(root))];
    }),
  );
}

interface OtherPath {
  readonly root: string;
  readonly start: DimensionStart;
  readonly old: PathAnswer;
  readonly now: PathAnswer;
  readonly reason: string;
}

function change(
  verdict: Change['verdict'],
  { root, start, old, now, reason }: OtherPath,
  touched: readonly string[],
): Change {
  const what = `${sayPath(old)} → ${sayPath(now)}`;
  const touches = [...new Set(touched)].sort();
  return { verdict, path: `models.${root}.paths.${start.name}`, what, reason, touches };
}

function sayPath(answer: PathAnswer): string {
  if (answer.kind === 'none') return 'no way';
  if (answer.kind === 'ambiguous') return answer.paths.map((path) => path.join('.')).join(' or ');
  return answer.path.length === 0 ? 'itself' : answer.path.join('.');
}

function eachMetric({
  before,
  after,
}: Comparison): readonly { readonly old: Metric; readonly now: Metric }[] {
  return [...after.catalog.metrics.values()].filter(isCurrent).flatMap((now) => {
    const old = before.catalog.metrics.get(now.name);
    return old && old.hash !== now.hash ? [{ old, now }] : [];
  });
}

/** Typed clients know a number by its type and unit. */
function listForms(old: Metric, now: Metric): readonly Change[] {
  const [from, to] = [old, now].map((metric) => [metric.type, printUnit(metric.unit)] as const);
  return (['type', 'unit'] as const).flatMap((key, index): readonly Change[] => {
    const [was, is] = [from?.[index] ?? 'none', to?.[index] ?? 'none'];
    if (was === is) return [];
    const reason = key === 'type' ? 'its values have another form' : 'its values are of another unit';
    const path = `metrics.${now.name}.${key}`;
    return [{ verdict: 'breaking', path, what: `${was} → ${is}`, reason, touches: [now.name] }];
  });
}

/** A leg more may not know what the others are grouped by. */
function listGroups(old: Metric, now: Metric, comparison: Comparison): readonly Change[] {
  const { before, after } = comparison;
  const added = now.models.filter((model) => !old.models.includes(model));
  if (added.length === 0) return [];
  const lost = startsOf(comparison).filter(
    (start) =>
      old.models.every((root) => isReached(start, root, before.catalog)) &&
      !now.models.every((root) => isReached(start, root, after.catalog)),
  );
  if (lost.length === 0) return [];
  const what = `no longer by ${lost.map(({ name }) => name).join(', ')}`;
  const reason = `${added.join(', ')} cannot tell`;
  return [{ verdict: 'breaking', path: `metrics.${now.name}.groups`, what, reason, touches: [now.name] }];
}

function isReached(start: DimensionStart, root: string, catalog: Catalog): boolean {
  return findStartPath(start, root, catalog).kind === 'path';
}

function listGone({ before, after }: Comparison): readonly Change[] {
  return [...after.catalog.gone]
    .filter(([key]) => before.catalog.metrics.has(key))
    .map(([key, reason]) => ({
      verdict: 'breaking' as const,
      path: `releases.${key}`,
      what: 'gone',
      reason,
      touches: [],
    }));
}
