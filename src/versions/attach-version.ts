/** A version that was released before → a metric among those of today: its own number, under the texts of today. */
import { versionKey } from '../base/version-key.ts';
import type { Metric } from '../catalog/catalog.ts';
import { addFrozenParts } from '../catalog/frozen-parts.ts';
import { showsSensitive } from '../catalog/refuse-aggregates.ts';
import type {
  AttachedVersion,
  GoneVersion,
  GuidingTexts,
  TodaysParts,
} from '../catalog/released-versions.ts';
import { graftVersion } from './graft-version.ts';
import type { OldMetric } from './used-parts.ts';

interface AttachContext {
  readonly today: TodaysParts;
  /** The content hash of a version that was released, by key. */
  readonly hashOf: (key: string) => string | undefined;
}

export function attachVersion(
  key: string,
  old: OldMetric,
  context: AttachContext,
): AttachedVersion | GoneVersion {
  const { today } = context;
  const missing = old.metric.inputs.find((input) => nameInput(input, old, context) === null);
  if (missing !== undefined) return { kind: 'gone', reason: `${missing} as it was then was not released` };
  const nameMetric = (name: string): string => nameInput(name, old, context) ?? name;
  const grafted = graftVersion(old, { catalog: today, nameMetric });
  if (grafted.kind === 'gone') return grafted;
  const { expression, frozen, parts } = grafted;
  if (showsSensitive(expression, addFrozenParts(today.models, [frozen])))
    return { kind: 'gone', reason: 'it shows what is sensitive now' };
  const inputs = old.metric.inputs.map(nameMetric);
  const guided = guide({ ...old.metric, key, expression, inputs }, today.textsOf(old.metric.name));
  return { kind: 'attached', metric: guided, frozen, parts };
}

/** What an input is called today: by its name where that is the same version, else by the one that was released. */
function nameInput(name: string, old: OldMetric, { today, hashOf }: AttachContext): string | null {
  const input = old.catalog.metrics.get(name);
  if (!input) return null;
  const current = today.metrics.get(input.name);
  const isSame = current?.hash === input.hash;
  if (isSame && current.version === input.version) return input.name;
  const key = versionKey(input.name, input.version);
  if (hashOf(key) === input.hash) return key;
  return isSame ? input.name : null;
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
