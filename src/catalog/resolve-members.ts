/**
 * Second pass over models: formulas of dimensions and facts become typed trees. A member at fault is reported
 * once and then stands as a column of its declared type, so that what uses it is checked all the same.
 */
import { toposort } from '../base/toposort.ts';
import { isNumeric } from '../base/value-type.ts';
import { plannedRow } from '../formula/attribute-tree.ts';
import { countParts, MAXIMUM_PARTS } from '../formula/count-parts.ts';
import { forEachLeaf, type MemberReference } from '../formula/expression.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import type { FormulaModel, FormulaNames, MetricNames } from '../formula/formula-names.ts';
import { unifyTypes } from '../formula/operator-types.ts';
import type { OperandType } from '../formula/operator-typing.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { refuseFanOut } from '../formula/refuse-fan-out.ts';
import { refuseUnplannedAttribute } from '../formula/refuse-unplanned.ts';
import { typeAttribute } from '../formula/type-attribute.ts';
import { buildPathIndex } from './build-path-index.ts';
import type { Member, MemberValue } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import type { Report } from './report.ts';

type Members = Map<string, Map<string, Member>>;

interface MemberContext {
  readonly models: ReadonlyMap<string, DeclaredModel>;
  readonly members: Members;
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
}

/** Members by model and name. */
export function resolveMembers(
  models: ReadonlyMap<string, DeclaredModel>,
  faulty: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, ReadonlyMap<string, Member>> {
  const members: Members = new Map();
  const context = { models, members, faulty, report };
  const names = attributeNames(models, faulty);
  for (const model of models.values()) {
    const own = new Map<string, Member>();
    for (const declared of model.members.values()) {
      const { kind, name, type, title, description, unit, values } = declared;
      const value = resolveValue(model, declared, { names, report });
      own.set(name, { kind, name, type, value, title, description, unit, values });
    }
    members.set(model.name, own);
  }
  checkFormulas(breakCycles(context), context);
  return members;
}

function resolveValue(
  model: DeclaredModel,
  member: DeclaredMember,
  { names, report }: { names: MetricNames; report: Report },
): MemberValue {
  if (member.formula === null) return columnOf(member);
  const text = member.formula;
  const expression = report.attempt(model.file, [...member.path, 'formula'], () => {
    const syntax = parseFormula(text);
    const tree = typeAttribute(syntax, { names, root: model, qualified: false });
    refuseType(member, tree.type, syntax.span);
    refuseUnplannedAttribute(syntax);
    return plannedRow(tree);
  });
  return expression ? { kind: 'formula', expression, text } : columnOf(member);
}

function columnOf({ column, zone }: DeclaredMember): MemberValue {
  return { kind: 'column', column, zone };
}

/** Formulas of models name no metrics and no roles, but models that lead to their own. */
function attributeNames(
  models: ReadonlyMap<string, DeclaredModel>,
  faulty: ReadonlySet<string>,
): MetricNames {
  const graph = new Map([...models].map(([name, { joins }]) => [name, { joins, settlements: new Map() }]));
  const index = buildPathIndex(graph, { roles: new Map() });
  const findPath: MetricNames['findPath'] = (start, root) => index.findModel(root, start.name);
  return { models, metrics: new Map(), roles: new Map(), faulty, findPath };
}

function refuseType({ name, type }: DeclaredMember, actual: OperandType, span: Span): void {
  if (actual !== 'null' && unifyTypes(type, actual) === type) return;
  const params = { operation: `"${name}"`, expected: type, actual };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span });
}

/** Members that define each other would never end. Returns all, each after those it is made of. */
function breakCycles(context: MemberContext): readonly string[] {
  const { models, members, report } = context;
  for (;;) {
    const keys = [...members].flatMap(([model, own]) => [...own.keys()].map((name) => `${model}.${name}`));
    const order = toposort(keys, (key) => memberKeys(key, context));
    if (order.kind === 'sorted') return order.nodes;
    const [first = ''] = order.walk;
    const [model = '', name = ''] = first.split('.');
    const declared = models.get(model);
    const path = [...(declared?.members.get(name)?.path ?? []), 'formula'];
    const walk = order.walk.join(' → ');
    if (declared) report.add('DEF_MEMBER_CYCLE', { walk }, declared.file.place(path));
    for (const key of order.walk) replaceByColumn(key, context);
  }
}

/** What needs the formulas of other members as well: the size, and facts that come by way of a join. */
function checkFormulas(order: readonly string[], context: MemberContext): void {
  const parts = new Map<string, number>();
  const models: ReadonlyMap<string, FormulaModel> = new Map(
    [...context.models].map(([name, model]) => [
      name,
      { ...model, members: context.members.get(name) ?? new Map() },
    ]),
  );
  const names: FormulaNames = { models, metrics: new Map(), faulty: context.faulty };
  for (const key of order) {
    const [name = '', memberName = ''] = key.split('.');
    const declared = context.models.get(name);
    const root = models.get(name);
    const member = context.members.get(name)?.get(memberName);
    if (!declared || !root || member?.value.kind !== 'formula') continue;
    const { expression, text } = member.value;
    const path = [...(declared.members.get(memberName)?.path ?? []), 'formula'];
    const fits = context.report.attempt(declared.file, path, () => {
      const span = { start: 0, end: text.length };
      const size = countParts(expression, (leaf) => parts.get(keyOf(name, leaf, context)) ?? 0);
      if (size > MAXIMUM_PARTS)
        throw new FormulaFault('FORMULA_TOO_LARGE', { limit: MAXIMUM_PARTS }, { span });
      if (isNumeric(member.type)) refuseFanOut({ function: 'sum', argument: expression, root, names, span });
      parts.set(key, size);
      return true;
    });
    if (!fits) replaceByColumn(key, context);
  }
}

function replaceByColumn(key: string, { models, members }: MemberContext): void {
  const [model = '', name = ''] = key.split('.');
  const member = members.get(model)?.get(name);
  const declared = models.get(model)?.members.get(name);
  if (member && declared) members.get(model)?.set(name, { ...member, value: columnOf(declared) });
}

function memberKeys(key: string, context: MemberContext): string[] {
  const [model = '', name = ''] = key.split('.');
  const value = context.members.get(model)?.get(name)?.value;
  if (value?.kind !== 'formula') return [];
  const keys: string[] = [];
  forEachLeaf(value.expression, (leaf: MemberReference) => keys.push(keyOf(model, leaf, context)));
  return keys;
}

function keyOf(root: string, { path, member }: MemberReference, { models }: MemberContext): string {
  const model = path.reduce((name, join) => models.get(name)?.joins.get(join)?.target ?? '', root);
  return `${model}.${member}`;
}
