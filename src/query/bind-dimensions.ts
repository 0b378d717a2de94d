/**
 * Queries without metrics: the values that dimensions have, on the model of the first of them. That model is
 * the one leg; every row in scope makes its group exist, and nothing is aggregated.
 */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { NamedMember } from './bind-member.ts';
import type { BoundTime } from './bind-time.ts';
import { WITHOUT_TIME } from './collect-legs.ts';
import type { CollectedLeg } from './collected-metrics.ts';
import { findSpread } from './spread-days.ts';

/**
 * `timed` is whether the query looks at time, which is then the model's own.
 * @throws SemanticError QUERY_NO_TIME, QUERY_INVALID where there is only `tenant`
 */
export function collectDimensionLeg(
  first: NamedMember | undefined,
  catalog: Catalog,
  { timed, asked }: { readonly timed: boolean; readonly asked: BoundTime },
): CollectedLeg {
  if (!first) {
    const problem = 'Without a metric, "by" needs a dimension of a model beside "tenant"';
    const hint = 'The model of that dimension says which rows are read.';
    throw new SemanticError('QUERY_INVALID', { problem }, { path: '/by', hint });
  }
  const { kind, name } = first.start;
  const root = kind === 'role' ? catalog.project.roles.get(name) : name;
  const model = catalog.models.get(root ?? '');
  invariant(model, `the start of ${first.written} was resolved`);
  if (timed && !model.time) {
    const params = { metric: model.name, asked: 'a range or grain' };
    throw new SemanticError('QUERY_NO_TIME', params, { path: '/time', hint: WITHOUT_TIME });
  }
  const rows = { root: model.name, time: timed ? model.time : null, window: [] };
  return {
    ...rows,
    name: model.name,
    spread: findSpread(rows, { catalog, asked }),
    choice: null,
    level: null,
    disregard: null,
    aggregates: [],
    metrics: new Set([`the values of ${first.written}`]),
  };
}
