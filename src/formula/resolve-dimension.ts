/** Dimensions in formulas of metrics, named as queries name them, and whether every leg reaches them (S4, S10). */
import { suggest } from '../base/did-you-mean.ts';
import { type Crossed, crossedBy, refuseBridge, refuseCrossing } from './crossed-bridges.ts';
import type { DimensionReference, DimensionStart } from './expression.ts';
import { FormulaFault, FormulaUnjudged } from './formula-fault.ts';
import type { FormulaModel, MetricNames } from './formula-names.ts';
import type { ConditionSubject } from './metric-tree.ts';
import type { NameSyntax } from './syntax.ts';
import { refuseExtras, resolveMember } from './type-row.ts';

/** What is filtered or grouped, for messages, and the models its legs are rooted at. */
export interface ReadModels {
  readonly metric: string;
  readonly models: readonly string[];
}

/** `channel.name`, `orders.status`, `orders.customer.country`. @throws FormulaFault FORMULA_UNKNOWN_NAME */
export function resolveDimension(name: NameSyntax, names: MetricNames): DimensionReference {
  refuseExtras(name);
  const [first = '', ...rest] = name.segments;
  const found = rest.length > 0 ? findStart(first, names) : undefined;
  if (!found) throw unknownDimension(name, names);
  // Errors call the model as the formula does, by its role.
  const root = { ...found.model, name: first };
  const { path, member, type } = resolveMember(name, { names, root, qualified: true, bridges: true });
  return { kind: 'dimension', start: found.start, joins: path, member, type };
}

/** `channel.name`, or the role or model alone: all that it leads to. @throws FormulaFault FORMULA_UNKNOWN_NAME */
export function resolveSubject(name: NameSyntax, names: MetricNames): ConditionSubject {
  const [first = '', ...rest] = name.segments;
  const found = rest.length === 0 ? findStart(first, names) : undefined;
  if (!found) {
    const { start, joins, member } = resolveDimension(name, names);
    return { start, joins, member };
  }
  refuseExtras(name);
  return { start: found.start, joins: [], member: null };
}

function findStart(
  name: string,
  { roles, models }: MetricNames,
): { start: DimensionStart; model: FormulaModel } | undefined {
  const target = roles?.get(name);
  const model = models.get(target ?? name);
  return model && { start: { kind: target === undefined ? 'model' : 'role', name }, model };
}

function unknownDimension({ segments, span }: NameSyntax, names: MetricNames): Error {
  const [first = '', ...rest] = segments;
  const { roles, models, metrics, faulty } = names;
  // Where roles are not known, the name may be one; and what is at fault itself is told elsewhere.
  if (roles === null || faulty.has(first) || faulty.has(roles.get(first) ?? '')) return new FormulaUnjudged();
  const known = [...roles.keys(), ...models.keys()];
  const hint = rest.length > 0 ? suggest(first, known) : bareHint(first, { known, models, metrics, roles });
  return new FormulaFault('FORMULA_UNKNOWN_NAME', { name: segments.join('.') }, { span, hint });
}

/** `is_paid` alone: say where it could be from. */
function bareHint(
  name: string,
  {
    known,
    models,
    metrics,
    roles,
  }: Pick<MetricNames, 'models' | 'metrics' | 'roles'> & { known: readonly string[] },
): string {
  if (metrics.has(name))
    return 'A condition on a metric looks at dimensions of its rows, not at values of metrics.';
  const homes = known.filter((start) => models.get(roles?.get(start) ?? start)?.members.has(name));
  if (homes.length === 0)
    return (
      suggest(name, known) ?? 'Name a dimension as queries do: the role or model, a dot, and the dimension.'
    );
  const list = homes.slice(0, 3).map((home) => `${home}.${name}`);
  return `Say whose: ${list.join(' or ')}.`;
}

/** @throws FormulaFault FORMULA_NO_PATH, FORMULA_AMBIGUOUS_PATH where some leg does not reach it by one path */
export function refuseNoPath(
  { start, joins, member }: DimensionReference,
  { name, read, names }: { name: NameSyntax; read: ReadModels; names: MetricNames },
): void {
  for (const root of read.models) {
    const path = names.findPath(start, root);
    if (path.kind === 'path') {
      refuseUnfit([...path.path, ...joins], { root, name, names });
      continue;
    }
    const params = { member: name.segments.join('.'), root, metric: read.metric };
    if (path.kind === 'none') {
      const hint =
        read.models.length > 1
          ? 'Every model that the metric reads must know it: filter the inputs that do, each by itself.'
          : 'Name what the model or its joins know, or declare the join.';
      throw new FormulaFault('FORMULA_NO_PATH', params, { span: name.span, hint });
    }
    const paths = path.paths.map((each) => [root, ...each].join('.'));
    const example = [paths[0], ...joins, member].join('.');
    const hint = `Spell the path, for example ${example}, or settle the role in the model.`;
    const ambiguous = { ...params, paths: paths.join(', ') };
    throw new FormulaFault('FORMULA_AMBIGUOUS_PATH', ambiguous, { span: name.span, hint });
  }
}

/** @throws FormulaFault FORMULA_BRIDGE where rows of the root cannot be asked for partners at the path's end */
function refuseUnfit(
  path: readonly string[],
  { root, name, names }: { readonly root: string; readonly name: NameSyntax; readonly names: MetricNames },
): void {
  const { models } = names;
  const model = models.get(root);
  const problem = model ? refuseCrossing(model, path, models) : null;
  const crossed = crossedBy(model, path, { models, member: name.segments.at(-1) ?? '' });
  if (problem !== null && crossed) refuseBridge(crossed, problem, { span: name.span });
}

/** The bridge between the rows of some leg and the dimension; `null` where there is none. */
export function crossedFrom(
  { start, joins, member }: DimensionReference,
  { models }: ReadModels,
  names: MetricNames,
): Crossed | null {
  for (const root of models) {
    const found = names.findPath(start, root);
    const path = found.kind === 'path' ? [...found.path, ...joins] : [];
    const crossed = crossedBy(names.models.get(root), path, { models: names.models, member });
    if (crossed) return crossed;
  }
  return null;
}
