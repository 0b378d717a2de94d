/**
 * Today's catalog and the versions that were released before → the catalog with both. Current metrics and all that they
 * rest on stay as they are. A version is for those alone who may see its metric, and all that it rests on, today.
 */
import { hashOf } from '../base/hash.ts';
import type { AccessBook } from '../catalog/access-book.ts';
import { buildPathIndex } from '../catalog/build-path-index.ts';
import type { Catalog, CatalogHash, Metric } from '../catalog/catalog.ts';
import { isFrozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import { refuseAggregates } from '../catalog/refuse-aggregates.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';
import { type Grafted, graftVersion, type OldMetric } from './graft-version.ts';

/** Whose rules nobody wrote down: of what the project does not have any more. */
const ADMINS: AccessRule = { groups: null, capability: 'admin' };

interface Attached {
  readonly metric: Metric;
  readonly parts: readonly string[];
}

/** `versions` are those that are not current, by `name@version`. */
export function attachVersions(today: Catalog, versions: ReadonlyMap<string, OldMetric>): Catalog {
  if (versions.size === 0) return today;
  const attached = new Map<string, Attached>();
  const gone = new Map<string, string>();
  let catalog = today;
  for (const [key, old] of versions) {
    const keyOf = nameInputs(old, today, versions);
    const grafted = graftOne(old, { catalog, keyOf });
    if (grafted.kind === 'gone') {
      gone.set(key, grafted.reason);
      continue;
    }
    catalog = { ...catalog, models: grafted.models };
    const expression = grafted.expression;
    attached.set(key, {
      metric: nameVersion(key, { ...old.metric, expression }, { today, keyOf }),
      parts: grafted.parts,
    });
  }
  removeResting(attached, gone);
  const metrics = new Map([
    ...today.metrics,
    ...[...attached].map(([key, { metric }]) => [key, metric] as const),
  ]);
  const { models } = catalog;
  const access = withRules(today, attached, models);
  const paths = buildPathIndex(models, today.project);
  const hash = hashOf([today.hash, [...attached.values()].map(({ metric }) => metric), gone]) as CatalogHash;
  return Object.freeze({ ...today, hash, models, metrics, paths, access, gone });
}

function graftOne(
  old: OldMetric,
  { catalog, keyOf }: { readonly catalog: Catalog; readonly keyOf: (name: string) => string | null },
): Grafted {
  const missing = old.metric.inputs.find((input) => keyOf(input) === null);
  if (missing !== undefined) return { kind: 'gone', reason: `${missing} as it was then was not released` };
  const grafted = graftVersion(old, { catalog, nameMetric: (name) => keyOf(name) ?? name });
  if (grafted.kind === 'gone' || !showsSensitive(old.metric.formula, grafted)) return grafted;
  return { kind: 'gone', reason: 'it shows what is sensitive now' };
}

/** What an input of the version is called today: the current one if it is the same number, else the one that was released. */
function nameInputs(
  old: OldMetric,
  today: Catalog,
  versions: ReadonlyMap<string, OldMetric>,
): (name: string) => string | null {
  return (name) => {
    const input = old.catalog.metrics.get(name);
    if (!input) return null;
    const key = `${name}@${input.version}`;
    if (today.metrics.get(name)?.hash === input.hash) return name;
    return versions.get(key)?.metric.hash === input.hash ? key : null;
  };
}

/** What was no secret then may be one today. */
function showsSensitive(
  formula: string,
  { expression, models }: Extract<Grafted, { kind: 'grafted' }>,
): boolean {
  // What a fact is for is no question of a number that is released.
  const free = new Map(
    [...models].map(([name, model]) => [
      name,
      {
        ...model,
        members: new Map([...model.members].map(([own, member]) => [own, { ...member, only: null }])),
      },
    ]),
  );
  try {
    refuseAggregates(expression, parseFormula(formula), { models: free });
    return false;
  } catch (fault) {
    if (fault instanceof FormulaFault) return true;
    throw fault;
  }
}

/** Texts that guide its use are those of today. */
function nameVersion(
  key: string,
  old: Metric,
  { today, keyOf }: { readonly today: Catalog; readonly keyOf: (name: string) => string | null },
): Metric {
  const current = today.metrics.get(old.name);
  return {
    ...old,
    key,
    inputs: old.inputs.map((input) => keyOf(input) ?? input),
    tags: current?.tags ?? [],
    synonyms: current?.synonyms ?? [],
    dimensions: current?.dimensions ?? null,
    deprecated: current?.deprecated ?? new Map(),
    // What is retired is for other versions only.
    isPrivate: current?.isPrivate ?? true,
    isDraft: current?.isDraft ?? false,
    aliases: [],
    target: null,
  };
}

/** What rests on something that is gone is gone itself. */
function removeResting(attached: Map<string, Attached>, gone: Map<string, string>): void {
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const [key, { metric }] of attached) {
      const missing = metric.inputs.find((input) => gone.has(input));
      if (missing === undefined) continue;
      gone.set(key, `${missing} is gone`);
      attached.delete(key);
    }
  }
}

/** The rules of today on its metric, and on whatever it rests on by name; what has no name today is for admins. */
function withRules(
  today: Catalog,
  attached: ReadonlyMap<string, Attached>,
  models: Catalog['models'],
): AccessBook {
  const { access } = today;
  const [metrics, members, under] = [new Map(access.metrics), new Map(access.members), new Map(access.under)];
  const rulesOfMember = (model: string, name: string): readonly AccessRule[] =>
    today.models.get(model)?.members.has(name)
      ? [...(access.members.get(`${model}.${name}`) ?? []), ...(access.models.get(model) ?? [])]
      : [ADMINS];
  for (const model of models.values())
    for (const name of model.members.keys())
      if (isFrozenName(name))
        members.set(`${model.name}.${name}`, rulesOfMember(model.name, withoutFrozenNames(name)));
  const rulesOfMetric = (key: string): readonly AccessRule[] => {
    const found = attached.get(key);
    const current = today.metrics.get(found?.metric.name ?? key);
    const own = current
      ? [...(access.metrics.get(current.name) ?? []), ...(access.under.get(current.name) ?? [])]
      : [ADMINS];
    if (!found) return own;
    const parts = found.parts.flatMap((part) => {
      const [, model = '', name = ''] = /^member (\w+)\.(.*)$/s.exec(part) ?? [];
      return model === '' ? [] : rulesOfMember(model, name);
    });
    const roots = found.metric.models.flatMap((model) => access.models.get(model) ?? []);
    return [...own, ...parts, ...roots, ...found.metric.inputs.flatMap(rulesOfMetric)];
  };
  for (const key of attached.keys()) {
    const rules = [...new Map(rulesOfMetric(key).map((rule) => [hashOf(rule), rule])).values()];
    if (rules.length === 0) continue;
    metrics.set(key, rules);
    under.set(key, rules);
  }
  return { ...access, metrics, members, under };
}
