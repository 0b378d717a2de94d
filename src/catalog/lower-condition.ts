/** Conditions on metrics name dimensions as queries do; here each leg gets its own way to them (S4). */
import { invariant } from '../base/invariant.ts';
import {
  type DimensionReference,
  type DimensionStart,
  type MemberReference,
  type MetricCondition,
  mapLeaves,
  type RowExpression,
} from '../formula/expression.ts';
import type { PathAnswer, PathIndex } from './path-index.ts';

/** The part of a catalog that knows paths. */
export interface Paths {
  readonly models: { has(name: string): boolean };
  readonly paths: PathIndex;
}

/** The path from `root` to where `start` leads; a role that leads nowhere may be the name of a model. */
export function findStartPath(start: DimensionStart, root: string, { models, paths }: Paths): PathAnswer {
  if (start.kind === 'model') return paths.findModel(root, start.name);
  const path = paths.findRole(root, start.name);
  return path.kind === 'none' && models.has(start.name) ? paths.findModel(root, start.name) : path;
}

/** The condition on the rows of `root`, which reaches all that it names: typing has seen to that. */
export function lowerMetricCondition(condition: MetricCondition, root: string, paths: Paths): RowExpression {
  return mapLeaves<DimensionReference, MemberReference>(condition, ({ start, joins, member, type }) => {
    const found = findStartPath(start, root, paths);
    invariant(found.kind === 'path', `${root} reaches ${start.name}`);
    return { kind: 'member', path: [...found.path, ...joins], member, type };
  });
}
