/** A metric's formula as it is told to somebody who may not see all that it is made of. */
import { versionKey } from '../base/version-key.ts';
import { findJoined } from '../formula/find-joined.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { forEachName, type NameSyntax } from '../formula/syntax.ts';
import type { Catalog, Metric } from './catalog.ts';
import { RESTRICTED } from './veil.ts';

/** A dotted name, perhaps of one version. */
const NAME = /[a-z_][\w]*(\s*\.\s*[\w]+)*(\s*@\s*\d+)?/iy;

/** As written, with `‹restricted›` for each name that is hidden. */
export function veilFormula({ formula }: Metric, catalog: Catalog): string {
  if (catalog.veil.key === '') return formula;
  const starts: number[] = [];
  forEachName(parseFormula(formula), (name) => {
    if (isHiddenName(name, catalog)) starts.push(name.span.start);
  });
  let told = formula;
  for (const start of starts.sort((a, b) => b - a)) {
    NAME.lastIndex = start;
    const length = NAME.exec(formula)?.[0].length ?? 0;
    told = told.slice(0, start) + RESTRICTED + told.slice(start + length);
  }
  return told;
}

/** A metric, a model, or a member with the joins to it: hidden if anything on the way is. */
function isHiddenName({ segments, version }: NameSyntax, { veil, models, project }: Catalog): boolean {
  const [first = '', ...rest] = segments;
  if (rest.length === 0 && veil.metrics.has(first)) return true;
  if (version !== null && veil.metrics.has(versionKey(first, version))) return true;
  const start = models.get(first) ?? models.get(project.roles.get(first) ?? '');
  return [start, ...rest.map((_, index) => findJoined(start, rest.slice(0, index + 1), models))].some(
    (model, index) => {
      if (!model) return false;
      return veil.models.has(model.name) || veil.members.has(`${model.name}.${rest[index] ?? ''}`);
    },
  );
}
