/** Formulas that name versions which are on their way out. Their numbers stay right: nothing is refused. */
import { type Catalog, findVersion } from '../catalog/catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { forEachName, type NameSyntax } from '../formula/syntax.ts';

/** Warnings; `catalog` is what the definitions make. */
export function warnDeprecated({ metrics }: ProjectDefinitions, catalog: Catalog): readonly Diagnostic[] {
  return metrics.flatMap((file): Diagnostic[] =>
    versionsIn(file.value.formula).flatMap(({ segments: [metric = ''], version, span }) => {
      const found = findVersion(catalog.metrics, metric, version);
      const { since, sunset, use } = found?.deprecated.get(String(version)) ?? {};
      if (since === undefined) return [];
      const until = sunset ? `, and is not served from ${sunset} on` : '';
      const hint = use ? `Name ${use} instead.` : undefined;
      const place = { ...file.placeWithin(['formula'], span.start, span.end - span.start), hint };
      const params = { metric, version, since, until };
      return [{ ...diagnose('DEF_VERSION_DEPRECATED', params, place), severity: 'warning' }];
    }),
  );
}

function versionsIn(formula: string): readonly (NameSyntax & { readonly version: number })[] {
  const found: (NameSyntax & { readonly version: number })[] = [];
  forEachName(parseFormula(formula), (name) => {
    const { version } = name;
    if (version !== null) found.push({ ...name, version });
  });
  return found;
}
