/**
 * Second pass over models: formulas of dimensions and facts become typed trees. A member at fault is reported
 * once and then stands as a column of its declared type, so that what uses it is checked all the same.
 */
import { toposort } from '../base/toposort.ts';
import { isNumeric } from '../base/value-type.ts';
import { plannedRow } from '../formula/attribute-tree.ts';
import { countParts, MAXIMUM_PARTS } from '../formula/count-parts.ts';
import { forEachLeaf, type MemberReference, type RowExpression } from '../formula/expression.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import type { FormulaModel, FormulaNames, MetricNames } from '../formula/formula-names.ts';
import { unifyTypes } from '../formula/operator-types.ts';
import type { OperandType } from '../formula/operator-typing.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { refuseFanOut } from '../formula/refuse-fan-out.ts';
import { refuseUnplannedAttribute } from '../formula/refuse-unplanned.ts';
import type { Syntax } from '../formula/syntax.ts';
import { typeAttribute } from '../formula/type-attribute.ts';
import { buildPathIndex } from './build-path-index.ts';
import { carriedMembers } from './carried-members.ts';
import type { Member, MemberValue, Project } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import { inferRowUnit } from './infer-unit.ts';
import type { Report } from './report.ts';
import { PLAIN, type Unit } from './unit.ts';

type Members = Map<string, Map<string, Member>>;

interface MemberContext {
  readonly models: ReadonlyMap<string, DeclaredModel>;
  readonly members: Members;
  /** The texts of formulas, by `model.member`. */
  readonly syntaxes: Map<string, Syntax>;
  readonly faulty: ReadonlySet<string>;
  readonly calendars: Project['calendars'] | null;
  readonly report: Report;
}

/** A model whose members are resolved, but for what their formulas still need. */
interface ResolvedModel extends FormulaModel {
  readonly members: ReadonlyMap<string, Member>;
}

/** Members by model and name. */
export function resolveMembers(
  models: ReadonlyMap<string, DeclaredModel>,
  known: Pick<MemberContext, 'faulty' | 'calendars' | 'report'>,
): ReadonlyMap<string, ReadonlyMap<string, Member>> {
  const members: Members = new Map();
  const context: MemberContext = { models, members, syntaxes: new Map(), ...known };
  const names = attributeNames(models, known);
  for (const model of models.values()) {
    const own = new Map<string, Member>();
    for (const declared of model.members.values()) {
      const { kind, name, type, title, description, values, sensitive, only, period } = declared;
      const value = resolveValue(model, declared, { ...context, names });
      const unit = declared.unit ?? PLAIN;
      own.set(name, { kind, name, type, value, title, description, unit, values, sensitive, only, period });
    }
    members.set(model.name, own);
  }
  checkFormulas(breakCycles(context), context);
  return members;
}

function resolveValue(
  model: DeclaredModel,
  member: DeclaredMember,
  { names, report, syntaxes }: MemberContext & { readonly names: MetricNames },
): MemberValue {
  if (member.formula === null) return columnOf(member);
  const text = member.formula;
  const expression = report.attempt(model.file, [...member.path, 'formula'], () => {
    const syntax = parseFormula(text);
    const tree = typeAttribute(syntax, { names, root: model, qualified: false });
    refuseType(member, tree.type, syntax.span);
    refuseUnplannedAttribute(syntax);
    syntaxes.set(`${model.name}.${member.name}`, syntax);
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
  { faulty, calendars }: Pick<MemberContext, 'faulty' | 'calendars'>,
): MetricNames {
  const graph = new Map([...models].map(([name, { joins }]) => [name, { joins, settlements: new Map() }]));
  const index = buildPathIndex(graph, { roles: new Map() });
  const findPath: MetricNames['findPath'] = (start, root) => index.findModel(root, start.name);
  return { models, metrics: new Map(), roles: new Map(), faulty, calendars, findPath };
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
    const hint = 'One of them must be made of columns, or of members that are not among these.';
    if (declared) report.add('DEF_MEMBER_CYCLE', { walk }, { ...declared.file.place(path), hint });
    for (const key of order.walk) replaceByColumn(key, context);
  }
}

/** What needs the formulas of other members as well: size, units, sensitive values, facts by way of a join. */
function checkFormulas(order: readonly string[], context: MemberContext): void {
  const parts = new Map<string, number>();
  // Their members are replaced as they are judged, each after those it is made of.
  const models: ReadonlyMap<string, ResolvedModel> = new Map(
    [...context.models].map(([name, model]) => [
      name,
      { ...model, members: context.members.get(name) ?? new Map<string, Member>() },
    ]),
  );
  const { faulty, calendars } = context;
  const names: FormulaNames = { models, metrics: new Map(), faulty, calendars };
  for (const key of order) {
    const [name = '', memberName = ''] = key.split('.');
    const declared = context.models.get(name);
    const root = models.get(name);
    const member = context.members.get(name)?.get(memberName);
    const syntax = context.syntaxes.get(key);
    if (!declared || !root || !syntax || member?.value.kind !== 'formula') continue;
    const { expression, text } = member.value;
    const path = [...(declared.members.get(memberName)?.path ?? []), 'formula'];
    const whole = { start: 0, end: text.length };
    const unit = context.report.attempt(declared.file, path, (): Unit => {
      const size = countParts(expression, (leaf) => parts.get(keyOf(name, leaf, context)) ?? 0);
      if (size > MAXIMUM_PARTS)
        throw new FormulaFault('FORMULA_TOO_LARGE', { limit: MAXIMUM_PARTS }, { span: whole });
      if (isNumeric(member.type))
        refuseFanOut({ function: 'sum', argument: expression, root, names, span: whole });
      parts.set(key, size);
      refuseShowing(member, expression, { root, models, syntax });
      return inferRowUnit(expression, syntax, { root, models });
    });
    if (!unit) replaceByColumn(key, context);
    else if (declared.members.get(memberName)?.unit === null)
      context.members.get(name)?.set(memberName, { ...member, unit });
  }
}

interface Judging {
  readonly root: ResolvedModel;
  readonly models: ReadonlyMap<string, ResolvedModel>;
  readonly syntax: Syntax;
}

/** A member made of sensitive values shows them, unless it is sensitive itself or a condition. */
function refuseShowing(
  { name, sensitive, kind, type }: Member,
  expression: RowExpression,
  { root, models, syntax }: Judging,
): void {
  if (sensitive || type === 'boolean') return;
  const shown = carriedMembers(expression, root, models).find(({ member }) => member.sensitive);
  if (!shown) return;
  const hint =
    kind === 'dimension'
      ? `Say \`sensitive: pii\` on "${name}" as well, or make it a condition.`
      : 'Facts are not sensitive: take the value out of the formula.';
  throw new FormulaFault('DEF_SENSITIVE_SHOWN', { member: shown.member.name }, { span: syntax.span, hint });
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
