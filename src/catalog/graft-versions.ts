/** All versions that were released before → metrics of today's catalog, beside the current ones; or why one is gone. */
import { canonicalJson } from '../base/hash.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { buildPathIndex } from './build-path-index.ts';
import type { Catalog, Metric, Model, Project } from './catalog.ts';
import { contentOf } from './content-hash.ts';
import { withoutFrozenNames } from './frozen-name.ts';
import { graftVersion, type OldMetric } from './graft-version.ts';
import { readTexts } from './metric-texts.ts';
import { refuseAggregates } from './refuse-aggregates.ts';

export interface OldVersions {
  /** By key: `roas@1`. */
  readonly versions: ReadonlyMap<string, OldMetric>;
  /** The current definitions, by name; of what was retired there is none. */
  readonly definitions: ReadonlyMap<string, MetricDefinition>;
}

export interface GraftedVersions {
  /** Today's, with what old versions alone have. */
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Why a version has no number any more, by its key. */
  readonly gone: Catalog['gone'];
}

export function graftVersions(
  { versions, definitions }: OldVersions,
  today: { readonly models: ReadonlyMap<string, Model>; readonly project: Project },
): GraftedVersions {
  const { project } = today;
  let models = today.models;
  const metrics = new Map<string, Metric>();
  const gone = new Map<string, string>();
  for (const [key, old] of versions) {
    const keyOf = (name: string): string => {
      const version = old.catalog.metrics.get(name)?.version;
      return definitions.get(name)?.version === version ? name : `${name}@${version}`;
    };
    const paths = buildPathIndex(models, project);
    const grafted = graftVersion(old, { models, paths, calendars: project.calendars, nameMetric: keyOf });
    if (grafted.kind === 'gone') {
      gone.set(key, grafted.reason);
      continue;
    }
    const context = { models: grafted.models, paths: buildPathIndex(grafted.models, project), project };
    if (!isSameNumber(old, grafted.expression, { ...context, keyOf })) {
      gone.set(key, 'names in it lead elsewhere, or rows are told apart otherwise');
      continue;
    }
    if (showsSensitive(old.metric.formula, grafted.expression, grafted.models)) {
      gone.set(key, 'it shows what is sensitive now');
      continue;
    }
    models = grafted.models;
    const definition = definitions.get(old.metric.name);
    metrics.set(
      key,
      nameVersion(key, { ...old.metric, expression: grafted.expression }, { definition, keyOf }),
    );
  }
  removeResting(metrics, gone);
  return { models, metrics, gone };
}

/** What was no secret then may be one today. */
function showsSensitive(
  formula: string,
  expression: Metric['expression'],
  models: ReadonlyMap<string, Model>,
): boolean {
  try {
    refuseAggregates(expression, parseFormula(formula), { models });
    return false;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault.code === 'DEF_SENSITIVE_SHOWN';
    throw fault;
  }
}

/** Whether it is decided by the same, all the way down: the last word on whether it is grafted right. */
function isSameNumber(
  { metric, catalog: old }: OldMetric,
  expression: Metric['expression'],
  today: {
    readonly models: ReadonlyMap<string, Model>;
    readonly paths: Catalog['paths'];
    readonly project: Project;
    readonly keyOf: (name: string) => string;
  },
): boolean {
  const inputs = new Map([...old.metrics].map(([name, input]) => [today.keyOf(name), input]));
  const { models, paths, project } = today;
  const own = {
    models: old.models,
    metrics: old.metrics,
    paths: old.paths,
    calendars: old.project.calendars,
  };
  const now = contentOf(expression, { models, metrics: inputs, paths, calendars: project.calendars });
  return bare(contentOf(metric.expression, own)) === bare(now);
}

/** With names as they were, and inputs without their versions. */
function bare(content: object): string {
  return withoutFrozenNames(canonicalJson(content)).replace(/("metric(?: |":"))([a-z0-9_]+)@\d+"/g, '$1$2"');
}

function nameVersion(
  key: string,
  old: Metric,
  {
    definition,
    keyOf,
  }: { readonly definition: MetricDefinition | undefined; readonly keyOf: (name: string) => string },
): Metric {
  const { tags, synonyms, dimensions, isPrivate, deprecated } = definition
    ? readTexts(definition)
    : { ...old, isPrivate: true };
  return {
    ...old,
    key,
    inputs: old.inputs.map(keyOf),
    tags,
    synonyms,
    dimensions,
    isPrivate,
    deprecated,
    aliases: [],
    target: null,
    isDraft: false,
  };
}

/** What rests on something that is gone is gone itself. */
function removeResting(metrics: Map<string, Metric>, gone: Map<string, string>): void {
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const [key, { inputs }] of metrics) {
      const missing = inputs.find((input) => gone.has(input));
      if (missing === undefined) continue;
      gone.set(key, `${missing} is gone`);
      metrics.delete(key);
    }
  }
}
