/** What policies hold for exists: one for a name that is misspelt would protect nothing, and nobody would know. */
import { suggest } from '../../base/did-you-mean.ts';
import { currentNames } from '../catalog.ts';
import { findPolicyMember } from '../find-policy-member.ts';
import type { BuiltCheck } from './check.ts';
import { requireModel } from './require-member.ts';

export const checkPolicies: BuiltCheck = ({ definitions, catalog: { metrics, models }, faulty }, report) => {
  const tags = new Set(definitions.metrics.flatMap(({ value }) => value.tags ?? []));
  const declared = new Set(definitions.metrics.map(({ value }) => value.metric));
  for (const file of definitions.policies) {
    const { applies_to: applies = {}, access, rows, sensitive, benchmarks } = file.value;
    // A policy says who may see something, which rows, how sensitive values, or what of each other; half of the first
    // says nothing.
    const isWhole = access !== undefined && file.value.applies_to !== undefined;
    const isAbsent =
      access === undefined && file.value.applies_to === undefined && (rows ?? sensitive ?? benchmarks);
    if (!isWhole && !isAbsent) {
      const key = access === undefined ? 'access' : 'applies_to';
      const hint =
        'A policy has "applies_to" and "access", or "rows", "sensitive" or "benchmarks", or several of these.';
      report.add('DEF_MISSING_KEY', { key }, { ...file.place([]), hint });
    }
    const placeOf = (key: string, index: number) => file.place(['applies_to', key, index]);
    for (const [index, metric] of (applies.metrics ?? []).entries()) {
      if (declared.has(metric) || faulty.has(metric)) continue;
      const hint = suggest(metric, currentNames(metrics));
      report.add('DEF_UNKNOWN_METRIC', { metric }, { ...placeOf('metrics', index), hint });
    }
    for (const [index, tag] of (applies.tags ?? []).entries()) {
      // Metrics that cannot be read may have it.
      if (tags.has(tag) || faulty.size > 0) continue;
      report.add('DEF_UNKNOWN_TAG', { tag }, { ...placeOf('tags', index), hint: suggest(tag, tags) });
    }
    for (const [index, model] of (applies.models ?? []).entries())
      requireModel(model, placeOf('models', index), { models, faulty, report });
    for (const [index, key] of (applies.members ?? []).entries())
      findPolicyMember(key, { models, faulty, report, place: placeOf('members', index) });
  }
};
