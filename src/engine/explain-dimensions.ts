/** Which way each leg takes to each dimension of a query, and why that one (S4). */
import type { Catalog } from '../catalog/catalog.ts';
import { type FoundDimension, findDimension, findDimensionPath } from '../catalog/find-dimension.ts';
import type { PathReason } from '../catalog/path-index.ts';
import { bridgesAlong, findTarget } from '../formula/find-joined.ts';
import type { BoundLeg } from '../query/bound-query.ts';
import type { DimensionExplanation } from './explain.ts';

interface Legs {
  readonly catalog: Catalog;
  readonly legs: readonly BoundLeg[];
}

/** `names` as written in the query, each once; whoever bound it has reached them all. */
export function explainDimensions(
  names: readonly string[],
  { catalog, legs }: Legs,
): readonly DimensionExplanation[] {
  return legs.flatMap((leg) =>
    names.flatMap((written) => {
      const found = findDimension(written, catalog);
      return found ? explainDimension({ written, found }, leg, catalog) : [];
    }),
  );
}

function explainDimension(
  { written, found }: { readonly written: string; readonly found: FoundDimension },
  { name, root }: BoundLeg,
  catalog: Catalog,
): readonly DimensionExplanation[] {
  const answer = findDimensionPath(found, root, catalog);
  if (answer.kind !== 'path') return [];
  const { start, joins: spelled } = found;
  const { path, reason } = answer;
  const instead = start.kind === 'role' ? catalog.paths.findPassedOver(root, start.name) : [];
  const sentences = [sayStart({ start: start.name, root, path, reason }, catalog)];
  if (instead.length > 0)
    sentences.push(`Passed over: ${instead.map((other) => other.join('.')).join(', ')}.`);
  if (spelled.length > 0) sentences.push(`From there the query spells ${spelled.join('.')}.`);
  const whole = [...path, ...spelled];
  const { models: all } = catalog;
  for (const way of bridgesAlong(all.get(root), whole, all))
    sentences.push(`${way.join('.')} is a bridge: a row counts once in each group that it reaches.`);
  const models = modelsAlong(root, whole, catalog);
  const because = sentences.join(' ');
  return [{ leg: name, dimension: written, path: whole, models, reason, spelled, instead, because }];
}

interface ChosenPath {
  /** The role or model with which the dimension's name begins. */
  readonly start: string;
  readonly root: string;
  readonly path: readonly string[];
  readonly reason: PathReason;
}

function sayStart({ start, root, path, reason }: ChosenPath, catalog: Catalog): string {
  switch (reason) {
    case 'settlement':
      return `${root} settles the role ${start} as ${path.join('.')}.`;
    case 'own_join': {
      const what = catalog.models.get(root)?.bridges.has(start) ? 'bridge' : 'join';
      return `${root} has a ${what} of its own named ${start}.`;
    }
    case 'root':
      return start === root
        ? `${root} is the root of the leg.`
        : `The role ${start} leads to ${root}, the root of the leg.`;
    case 'only_path': {
      const between = modelsAlong(root, path, catalog).slice(1, -1);
      const through = between.length === 0 ? '' : `, through ${between.join(' and ')}`;
      return `${path.join('.')} is the only path from ${root} to ${start}${through}.`;
    }
  }
}

/** The root, and where each join leads. */
function modelsAlong(root: string, path: readonly string[], { models }: Catalog): readonly string[] {
  const along = [root];
  for (const join of path) {
    const target = findTarget(models.get(along.at(-1) ?? ''), join);
    if (target !== undefined) along.push(target);
  }
  return along;
}
