/** A version that was released before → a metric among those of today: its own number, under the texts of today. */
import { versionKey } from '../base/version-key.ts';
import type { Metric } from '../catalog/catalog.ts';
import { findCounterparts, modelsOver } from '../catalog/find-counterparts.ts';
import { addFrozenParts } from '../catalog/frozen-parts.ts';
import { showsSensitive } from '../catalog/refuse-aggregates.ts';
import type {
  AttachedVersion,
  GoneVersion,
  GuidingTexts,
  RulingParts,
  TodaysParts,
} from '../catalog/released-versions.ts';
import { graftVersion } from './graft-version.ts';
import { renameModels } from './rename-models.ts';
import { type OldMetric, readPart, usesOf } from './used-parts.ts';

interface AttachContext {
  readonly today: TodaysParts;
  /** What the same number is called among other versions; `null` where it is none of them. */
  readonly keyOf: (number: Metric) => string | null;
}

/** By their own names: `name@version`. */
export function keysAmong(
  find: (key: string) => { readonly metric: Metric | null } | null,
): AttachContext['keyOf'] {
  return ({ name, version, hash }) => {
    const key = versionKey(name, version);
    return find(key)?.metric?.hash === hash ? key : null;
  };
}

export function attachVersion(
  key: string,
  released: OldMetric,
  context: AttachContext,
): AttachedVersion | GoneVersion {
  const { today } = context;
  const { old, models: renamed } = renameModels(released, today.models);
  const missing = old.metric.inputs.find((input) => nameInput(input, old, context) === null);
  if (missing !== undefined) return { kind: 'gone', reason: `${missing} as it was then was not released` };
  const nameMetric = (name: string): string => nameInput(name, old, context) ?? name;
  const grafted = graftVersion(old, { catalog: today, nameMetric, renamed });
  if (grafted.kind === 'gone') return grafted;
  const { expression, frozen } = grafted;
  if (showsSensitive(expression, addFrozenParts(today.models, [frozen])))
    return { kind: 'gone', reason: 'it shows what is sensitive now' };
  const inputs = old.metric.inputs.map(nameMetric);
  const guided = guide({ ...old.metric, key, expression, inputs }, today.textsOf(old.metric.name));
  const ruling = { ...findRuling(old, today.models), models: readModels(old, { today, renamed }) };
  return { kind: 'attached', metric: guided, frozen, ruling };
}

function findRuling(
  old: OldMetric,
  models: TodaysParts['models'],
): Pick<RulingParts, 'members' | 'isOrphan'> {
  const found = [...usesOf(old).keys()].map(readPart).map(({ kind, model, name }) => {
    const member = kind === 'member' ? old.catalog.models.get(model)?.members.get(name) : undefined;
    const home = models.get(model);
    return member && home ? findCounterparts(member, home, models).map(({ key }) => key) : null;
  });
  return {
    members: [...new Set(found.flatMap((keys) => keys ?? []))],
    isOrphan: found.some((keys) => keys?.length === 0),
  };
}

/** Those whose rows it reads; of one that is known by its table alone, all that read that table. */
function readModels(
  { metric }: OldMetric,
  { today: { models }, renamed }: { readonly today: TodaysParts; readonly renamed: ReadonlySet<string> },
): readonly string[] {
  return [...new Set([...metric.models, ...metric.lookedAt])].flatMap((name) => {
    const model = models.get(name);
    return model && renamed.has(name) ? modelsOver(model, models).map((other) => other.name) : [name];
  });
}

/** What an input is called today: by its name where that is the same version, else by the one that was released. */
function nameInput(name: string, old: OldMetric, { today, keyOf }: AttachContext): string | null {
  const input = old.catalog.metrics.get(name);
  if (!input) return null;
  const current = today.metrics.get(input.name);
  const isSame = current?.hash === input.hash;
  if (isSame && current.version === input.version) return input.name;
  return keyOf(input) ?? (isSame ? input.name : null);
}

/** Texts that guide its use are those of today. */
function guide(metric: Metric, current: GuidingTexts | undefined): Metric {
  return {
    ...metric,
    tags: current?.tags ?? [],
    synonyms: current?.synonyms ?? [],
    dimensions: current?.dimensions ?? null,
    deprecated: current?.deprecated ?? new Map(),
    // What is retired is for formulas only.
    isPrivate: current?.isPrivate ?? true,
    isDraft: current?.isDraft ?? false,
    aliases: [],
    target: null,
  };
}
