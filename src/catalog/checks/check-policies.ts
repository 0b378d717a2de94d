/** What policies hold for exists: one for a name that is misspelt would protect nothing, and nobody would know. */
import { suggest } from '../../base/did-you-mean.ts';
import type { BuiltCheck } from './check.ts';
import { requireModel } from './require-member.ts';

export const checkPolicies: BuiltCheck = ({ definitions, catalog: { metrics, models }, faulty }, report) => {
  const tags = new Set(definitions.metrics.flatMap(({ value }) => value.tags ?? []));
  const declared = new Set(definitions.metrics.map(({ value }) => value.metric));
  for (const file of definitions.policies) {
    const { applies_to: applies = {}, access, rows } = file.value;
    // A policy says who may see something, or which rows, or both; half of the one says nothing.
    const isWhole = access !== undefined && file.value.applies_to !== undefined;
    const isAbsent = access === undefined && file.value.applies_to === undefined && rows !== undefined;
    if (!isWhole && !isAbsent) {
      const key = access === undefined ? 'access' : 'applies_to';
      const hint = 'A policy has "applies_to" and "access", or "rows", or all of them.';
      report.add('DEF_MISSING_KEY', { key }, { ...file.place([]), hint });
    }
    const placeOf = (key: string, index: number) => file.place(['applies_to', key, index]);
    for (const [index, metric] of (applies.metrics ?? []).entries()) {
      if (declared.has(metric) || faulty.has(metric)) continue;
      const hint = suggest(metric, metrics.keys());
      report.add('DEF_UNKNOWN_METRIC', { metric }, { ...placeOf('metrics', index), hint });
    }
    for (const [index, tag] of (applies.tags ?? []).entries()) {
      // Metrics that cannot be read may have it.
      if (tags.has(tag) || faulty.size > 0) continue;
      report.add('DEF_UNKNOWN_TAG', { tag }, { ...placeOf('tags', index), hint: suggest(tag, tags) });
    }
    for (const [index, model] of (applies.models ?? []).entries())
      requireModel(model, placeOf('models', index), { models, faulty, report });
    for (const [index, key] of (applies.members ?? []).entries()) {
      const [model = ''] = key.split('.', 1);
      const member = key.slice(model.length + 1);
      const place = placeOf('members', index);
      const found = requireModel(model, place, { models, faulty, report });
      if (!found || faulty.has(model) || found.members.has(member)) continue;
      const hint = suggest(member, found.members.keys());
      report.add('DEF_UNKNOWN_MEMBER', { model, member }, { ...place, hint });
    }
  }
};
