/** Members while they are resolved: by model and name, with the texts of their formulas, and what each is made of. */
import { type AttributeLeaf, type AttributeTree, partsUnder } from '../formula/attribute-tree.ts';
import { forEachLeaf, type MemberReference } from '../formula/expression.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import { unifyTypes } from '../formula/operator-types.ts';
import type { OperandType } from '../formula/operator-typing.ts';
import type { Syntax } from '../formula/syntax.ts';
import type { Member, MemberValue, Project } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import type { Report } from './report.ts';

/** By model and name. */
export type Members = Map<string, Map<string, Member>>;

/** What is known on the way; `members` change until all are resolved. */
export interface MemberContext {
  readonly models: ReadonlyMap<string, DeclaredModel>;
  readonly members: Members;
  /** The texts of formulas, by `model.member`. */
  readonly syntaxes: Map<string, Syntax>;
  readonly faulty: ReadonlySet<string>;
  readonly calendars: Project['calendars'] | null;
  readonly report: Report;
}

/** The column that a member of another sort stands for while it is not resolved. */
export function columnOf({ column, zone }: DeclaredMember): MemberValue {
  return { kind: 'column', column, zone };
}

/** @throws FormulaFault where the formula of a member is of another type than the member */
export function refuseType({ name, type }: DeclaredMember, actual: OperandType, span: Span): void {
  if (actual !== 'null' && unifyTypes(type, actual) === type) return;
  const params = { operation: `"${name}"`, expected: type, actual };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span });
}

/** A member at fault stands as a column, so that what uses it is checked all the same. */
export function replaceByColumn(key: string, { models, members }: MemberContext): void {
  const [model = '', name = ''] = key.split('.');
  const member = members.get(model)?.get(name);
  const declared = models.get(model)?.members.get(name);
  if (member && declared) members.get(model)?.set(name, { ...member, value: columnOf(declared) });
}

/** The members that a member is made of; none for a column. */
export function memberKeys(key: string, context: MemberContext): string[] {
  const [model = '', name = ''] = key.split('.');
  const value = context.members.get(model)?.get(name)?.value;
  if (value?.kind !== 'formula') return [];
  return keysUnder(value.expression, model, context);
}

/** Members that a formula reads: of its own model, of those that it joins, and of those whose rows it looks at. */
function keysUnder(tree: AttributeTree, model: string, context: MemberContext): string[] {
  const keys: string[] = [];
  forEachLeaf<AttributeLeaf>(tree, (leaf) => {
    if (leaf.kind === 'member') keys.push(keyOf(model, leaf, context));
    for (const { root, expression } of partsUnder(leaf))
      keys.push(...keysUnder(expression, root ?? model, context));
    const time = context.models.get(model)?.time;
    if (time && (leaf.kind === 'previous' || leaf.kind === 'ordinal')) keys.push(keyOf(model, time, context));
  });
  return keys;
}

/** `model.member` of what a formula of `root` names. */
export function keyOf(root: string, { path, member }: MemberReference, { models }: MemberContext): string {
  const model = path.reduce((name, join) => models.get(name)?.joins.get(join)?.target ?? '', root);
  return `${model}.${member}`;
}
