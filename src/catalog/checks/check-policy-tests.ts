/** Tests beside policies: what somebody would see is what the project's authors mean them to. */
import { suggest } from '../../base/did-you-mean.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { DataPath, Located } from '../../definitions/definition-types.ts';
import type { PolicyTestDefinition } from '../../definitions/policy-test-schema.ts';
import type { Principal } from '../../tenancy/principal.ts';
import { claimOf, valuesIn } from '../../tenancy/row-condition.ts';
import { sourceKey } from '../../tenancy/scope.ts';
import { type Catalog, currentNames } from '../catalog.ts';
import { findPolicyMember } from '../find-policy-member.ts';
import type { Report } from '../report.ts';
import { viewCatalog } from '../view-catalog.ts';
import type { BuiltCheck } from './check.ts';
import { requireModel } from './require-member.ts';

type Case = PolicyTestDefinition['cases'][number];

interface Testing {
  /** What the asker may see. */
  readonly view: Catalog;
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
  readonly file: Located<PolicyTestDefinition>;
  readonly name: string;
}

export const checkPolicyTests: BuiltCheck = ({ definitions, catalog, faulty }, report) => {
  const policies = new Set(definitions.policies.map(({ value }) => value.policy));
  for (const file of definitions.policyTests) {
    const { policy, cases } = file.value;
    if (!policies.has(policy) && !faulty.has(policy))
      report.add(
        'DEF_UNKNOWN_POLICY',
        { policy },
        { ...file.place(['policy']), hint: suggest(policy, policies) },
      );
    for (const [index, each] of cases.entries()) {
      const view = viewCatalog(catalog, principalOf(each));
      runCase(each, ['cases', index], { view, faulty, report, file, name: each.name });
    }
  }
};

function principalOf({ as: { capability = 'viewer', groups = [], claims = {} } }: Case): Principal {
  return { kind: 'service_key', id: '', tenants: [], capability, groups, claims };
}

function runCase(
  { sees = [], hides = [], shows = {}, rows = {} }: Case,
  path: DataPath,
  testing: Testing,
): void {
  const isSeen = (name: string, at: DataPath): boolean | null =>
    name.includes('.') ? isMemberSeen(name, at, testing) : isMetricSeen(name, at, testing);
  for (const [place, name] of sees.entries())
    if (isSeen(name, [...path, 'sees', place]) === false)
      fail(`${name} is hidden`, [...path, 'sees', place], testing);
  for (const [place, name] of hides.entries())
    if (isSeen(name, [...path, 'hides', place]) === true)
      fail(`${name} is seen`, [...path, 'hides', place], testing);
  for (const [name, meant] of Object.entries(shows)) {
    const shown = disguiseOf(name, [...path, 'shows', name], testing);
    if (shown !== null && shown !== meant)
      fail(`${name} is ${shown}, and not ${meant}`, [...path, 'shows', name], testing);
  }
  for (const [name, meant] of Object.entries(rows)) {
    const claims = claimsOf(name, [...path, 'rows', name], testing);
    const said = (all: readonly string[]): string => all.join(', ') || 'none';
    if (claims && canonicalJson(claims) !== canonicalJson([...new Set(meant)].sort()))
      fail(
        `rows of ${name} are told by ${said(claims)}, and not ${said(meant)}`,
        [...path, 'rows', name],
        testing,
      );
  }
}

function fail(problem: string, at: DataPath, { report, file, name }: Testing): void {
  report.add('DEF_POLICY_TEST', { case: name, problem }, file.place(at));
}

/** `null` after reporting that there is no such metric, and of one that cannot be read. */
function isMetricSeen(name: string, at: DataPath, { view, faulty, report, file }: Testing): boolean | null {
  if (view.metrics.has(name)) return !view.veil.metrics.has(name);
  if (!faulty.has(name)) {
    const hint = suggest(name, currentNames(view.metrics));
    report.add('DEF_UNKNOWN_METRIC', { metric: name }, { ...file.place(at), hint });
  }
  return null;
}

/** Likewise. */
function isMemberSeen(key: string, at: DataPath, testing: Testing): boolean | null {
  const disguise = disguiseOf(key, at, testing);
  return disguise === null ? null : disguise !== 'hidden';
}

function disguiseOf(key: string, at: DataPath, { view, faulty, report, file }: Testing): string | null {
  const member = findPolicyMember(key, { models: view.models, faulty, report, place: file.place(at) });
  if (!member) return null;
  if (view.veil.members.has(key)) return 'hidden';
  return member.sensitive ? (view.shown.members.get(key)?.kind ?? 'hidden') : 'clear';
}

/** Each once, in code-point order. */
function claimsOf(
  name: string,
  at: DataPath,
  { view, faulty, report, file }: Testing,
): readonly string[] | null {
  const model = requireModel(name, file.place(at), { models: view.models, faulty, report });
  if (!model) return null;
  const conditions = view.rows.bySource.get(sourceKey(model.source)) ?? [];
  return [...new Set(conditions.map((condition) => claimOf(valuesIn(condition).name)))].sort();
}
