/**
 * A view of the catalog narrowed to what a token for embedding lists, or to what is public: the rest is under the veil,
 * and fixed filters are conditions on the rows of every source that they can tell.
 */
import { LRUCache } from 'lru-cache';
import { standInOf } from '../base/disguise.ts';
import { hashOf } from '../base/hash.ts';
import { type Embedding, filterName } from '../tenancy/embedding.ts';
import type { RowCondition } from '../tenancy/row-condition.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { Catalog, Model } from './catalog.ts';
import { conditionOnRows, type RowsAlong } from './condition-on-rows.ts';
import { type FoundDimension, findDimension, findDimensionPath, findMember } from './find-dimension.ts';
import { wholeUseOf } from './resolve-row-rules.ts';
import { bookRows } from './row-rule.ts';
import type { Veil } from './veil.ts';

/** Metrics and dimensions by their names. Values of filters are no part of it: they are bound when a statement runs. */
export interface Confinement extends Pick<Embedding, 'metrics' | 'dimensions'> {
  readonly filters: readonly { readonly dimension: string }[];
}

/** More than portals of one partner are made of. */
const MOST_CONFINED = 200;

const known = new WeakMap<Catalog, LRUCache<string, Catalog>>();

/** The same object for all that list the same. */
export function confineCatalog(view: Catalog, { metrics, dimensions, filters }: Confinement): Catalog {
  const drawn = known.get(view) ?? new LRUCache<string, Catalog>({ max: MOST_CONFINED });
  known.set(view, drawn);
  const names = filters.map(({ dimension }) => dimension);
  const key = hashOf([metrics, dimensions, names]);
  const confined = drawn.get(key) ?? drawConfined(view, { metrics, dimensions, names });
  drawn.set(key, confined);
  return confined;
}

interface Listed extends Pick<Embedding, 'metrics' | 'dimensions'> {
  /** Of the dimensions of filters. */
  readonly names: readonly string[];
}

function drawConfined(view: Catalog, { names, ...listed }: Listed): Catalog {
  const told = names.flatMap((name) => tellRows(name, view));
  const rules = told.flatMap(({ source, rows }) =>
    rows.kind === 'condition' ? [{ source, condition: rows.condition }] : [],
  );
  const unreached = told.flatMap(({ model, name, rows }) =>
    rows.kind === 'unsupported' ? [[model, name] as const] : [],
  );
  const veil = drawVeil(view, listed);
  const rows = bookRows([...ownRules(view), ...rules]);
  return Object.freeze({ ...view, veil, rows, unreached: new Map(unreached) });
}

function ownRules({ rows: { bySource } }: Catalog): readonly { source: string; condition: RowCondition }[] {
  return [...bySource].flatMap(([source, conditions]) =>
    conditions.map((condition) => ({ source, condition })),
  );
}

/** Of each model, which of its rows the filter keeps, or why it cannot say. */
function tellRows(name: string, view: Catalog) {
  const found = findDimension(name, view);
  return [...view.models.values()].map((model) => ({
    model: model.name,
    name,
    source: sourceKey(model.source),
    rows: found ? rowsOfFilter(name, { model, found, view }) : unsupported('there is no such dimension'),
  }));
}

/** Why no rows are told by a filter on `name`, even of its own model; `null` where some are. */
export function whyNoFilter(
  name: string,
  found: Omit<FoundDimension, 'start'>,
  view: Catalog,
): string | null {
  const model = view.models.get(found.model);
  const start = { kind: 'model', name: found.model } as const;
  const rows = model && rowsOfFilter(name, { model, found: { ...found, start, joins: [] }, view });
  return rows?.kind === 'unsupported' ? rows.reason : null;
}

function rowsOfFilter(
  name: string,
  { model, found, view }: { readonly model: Model; readonly found: FoundDimension; readonly view: Catalog },
): RowsAlong {
  if (standInOf(found.disguise) !== null) return unsupported('its values are not shown in clear');
  const use = wholeUseOf(model, view);
  if (use !== null) return unsupported(use);
  const path = findDimensionPath(found, model.name, view);
  if (path.kind !== 'path') return unsupported('no one path leads there');
  const along = { path: [...path.path, ...found.joins], member: found.member.name, values: filterName(name) };
  return conditionOnRows(model, along, view.models);
}

function unsupported(reason: string): RowsAlong {
  return { kind: 'unsupported', reason };
}

/** Of models nothing is told by name: where a number comes from is not a portal's business. */
function drawVeil(view: Catalog, { metrics, dimensions }: Pick<Listed, 'metrics' | 'dimensions'>): Veil {
  const seen = new Set(
    dimensions.flatMap((name) => {
      const found = findMember(name, view);
      return found ? [`${found.model}.${found.member.name}`] : [];
    }),
  );
  const all = [...view.models.values()].flatMap((model) =>
    [...model.members.keys()].map((member) => `${model.name}.${member}`),
  );
  const listed = new Set(metrics);
  return Object.freeze({
    key: hashOf([view.veil.key, metrics, dimensions]),
    metrics: new Set(
      [...view.metrics.keys()].filter((name) => !listed.has(name) || view.veil.metrics.has(name)),
    ),
    models: new Set(view.models.keys()),
    members: new Set(all.filter((member) => !seen.has(member))),
    dimensions: new Set(dimensions),
  });
}
