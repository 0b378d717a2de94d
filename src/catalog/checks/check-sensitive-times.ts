/** Buckets show the time they are cut from, so a sensitive time cannot be the time of a model or metric. */

import { forEachLeaf, type MemberReference } from '../../formula/expression.ts';
import { findJoined } from '../../formula/find-joined.ts';
import type { Catalog, Model } from '../catalog.ts';
import type { BuiltCheck } from './check.ts';

export const checkSensitiveTimes: BuiltCheck = ({ definitions, catalog }, report) => {
  for (const file of definitions.models) {
    const model = catalog.models.get(file.value.model);
    if (model?.time && isSensitive(model, model.time, catalog))
      report.add('DEF_SENSITIVE_SHOWN', { member: file.value.time ?? '' }, file.place(['time']));
  }
  for (const file of definitions.metrics) {
    const metric = catalog.metrics.get(file.value.metric);
    if (!metric || file.value.time === undefined) continue;
    let shown = false;
    forEachLeaf(metric.expression, (leaf) => {
      const root = leaf.kind === 'aggregate' ? catalog.models.get(leaf.root) : undefined;
      if (leaf.kind === 'aggregate' && root && leaf.time) shown ||= isSensitive(root, leaf.time, catalog);
    });
    if (shown) report.add('DEF_SENSITIVE_SHOWN', { member: file.value.time }, file.place(['time']));
  }
};

function isSensitive(root: Model, { path, member }: MemberReference, { models }: Catalog): boolean {
  const home = findJoined(root, path, models);
  return home?.members.get(member)?.sensitive ?? false;
}
