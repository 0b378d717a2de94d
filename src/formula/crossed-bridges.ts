/** What paths across a bridge must be like, and what filters may ask there. Knows nothing of queries. */
import { type Expression, forEachLeaf, isConstant, isOperation, type TypedLeaf } from './expression.ts';
import { bridgesAlong, type JoiningModel } from './find-joined.ts';
import { FormulaFault, type Span } from './formula-fault.ts';

interface KeyedModel extends JoiningModel {
  readonly name: string;
  readonly primaryKey?: readonly string[];
}

/** Why rows of `root` cannot be asked about what lies at the end of a path; `null` where they can. */
export function refuseCrossing<Model extends KeyedModel>(
  root: Model,
  path: readonly string[],
  models: ReadonlyMap<string, Model>,
): string | null {
  const bridges = bridgesAlong(root, path, models);
  if (bridges.length > 1) return 'a path crosses one bridge at most';
  if (bridges.length === 0 || (root.primaryKey ?? []).length > 0) return null;
  return `rows of ${root.name} have no primary_key by which each could count once`;
}

/** A member that lies across a bridge, for messages: by its name, and by the way to the bridge. */
export interface Crossed {
  readonly member: string;
  readonly way: readonly string[];
}

/** `null` for a member on this side of all bridges. */
export function crossedBy<Model extends KeyedModel>(
  root: Model | undefined,
  path: readonly string[],
  { models, member }: { readonly models: ReadonlyMap<string, Model>; readonly member: string },
): Crossed | null {
  const [way] = bridgesAlong(root, path, models);
  return way ? { member: [...path, member].join('.'), way } : null;
}

/** @throws FormulaFault FORMULA_BRIDGE, always */
export function refuseBridge({ member, way }: Crossed, problem: string, at: FaultPlace): never {
  throw new FormulaFault('FORMULA_BRIDGE', { member, bridge: way.at(-1) ?? '', problem }, at);
}

interface FaultPlace {
  readonly span: Span;
  readonly hint?: string;
}

interface FilterContext<Leaf> {
  readonly span: Span;
  readonly crossed: (leaf: Leaf) => Crossed | null;
}

/**
 * Across a bridge, each comparison of a filter asks for some partner; `not (…)` around it, whether there is none.
 * A comparison that denies by itself says neither of the two, and two comparisons not whether they are about one
 * partner.
 * @throws FormulaFault FORMULA_BRIDGE
 */
export function refuseUnclear<Leaf extends TypedLeaf>(
  condition: Expression<Leaf>,
  context: FilterContext<Leaf>,
): void {
  if (isConstant(condition) || !isOperation(condition)) return;
  const { operator, operands } = condition;
  if (operator !== 'and' && operator !== 'or' && operator !== 'not') return refuseDenials(condition, context);
  for (const operand of operands) refuseUnclear(operand, context);
  if (operator !== 'and') return;
  const asked = new Set<string>();
  for (const operand of operands) {
    const found = partnersAsked(operand, context);
    for (const crossed of found) {
      if (!asked.has(crossed.way.join('.'))) continue;
      const hint = 'Make one condition of them: a boolean dimension of the model behind the bridge.';
      const problem = 'nothing says whether one partner must meet both conditions';
      refuseBridge(crossed, problem, { span: context.span, hint });
    }
    for (const { way } of found) asked.add(way.join('.'));
  }
}

/** Within one comparison nothing may be denied. */
function refuseDenials<Leaf extends TypedLeaf>(
  part: Expression<Leaf>,
  { span, crossed }: FilterContext<Leaf>,
): void {
  if (isConstant(part) || !isOperation(part)) return;
  const { operator, operands } = part;
  if (operator === 'not_equal' || operator === 'is_not_null' || operator === 'not')
    forEachLeaf(part, (leaf) => {
      const found = crossed(leaf);
      const hint = 'Say what no partner may be: not (… = …), not (… is null).';
      if (found)
        refuseBridge(found, 'nothing says whether one partner must differ, or all of them', { span, hint });
    });
  for (const operand of operands) refuseDenials(operand, { span, crossed });
}

/** What is asked of some partner, and not of none. */
function partnersAsked<Leaf extends TypedLeaf>(
  part: Expression<Leaf>,
  { crossed }: FilterContext<Leaf>,
): readonly Crossed[] {
  if (!isConstant(part) && isOperation(part) && part.operator === 'not') return [];
  const found: Crossed[] = [];
  forEachLeaf(part, (leaf) => {
    const each = crossed(leaf);
    if (each) found.push(each);
  });
  return found;
}
