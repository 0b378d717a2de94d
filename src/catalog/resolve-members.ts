/**
 * Second pass over models: formulas of dimensions and facts become typed trees. A member at fault is reported
 * once and then stands as a column of its declared type, so that what uses it is checked all the same.
 */
import { toposort } from '../base/toposort.ts';
import type { MetricNames } from '../formula/formula-names.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { typeAttribute } from '../formula/type-attribute.ts';
import { buildPathIndex } from './build-path-index.ts';
import type { Member, MemberValue } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import { MemberJudge } from './judge-members.ts';
import {
  columnOf,
  type MemberContext,
  type Members,
  memberKeys,
  refuseType,
  replaceByColumn,
} from './member-context.ts';
import { MetricMembers } from './metric-members.ts';
import { PLAIN } from './unit.ts';

/** Members by model and name, but for those that rest on metrics, which are resolved when those are built. */
export interface ResolvedMembers {
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Member>>;
  readonly later: MetricMembers;
}

export function resolveMembers(
  models: ReadonlyMap<string, DeclaredModel>,
  known: Pick<MemberContext, 'faulty' | 'calendars' | 'report'>,
): ResolvedMembers {
  const members: Members = new Map();
  const context: MemberContext = { models, members, syntaxes: new Map(), ...known };
  const names = attributeNames(models, known);
  for (const model of models.values()) {
    const own = new Map<string, Member>();
    for (const declared of model.members.values()) {
      const { kind, name, type, title, description, values, sensitive, only } = declared;
      const { period, spread } = declared;
      const value = resolveValue(model, declared, { ...context, names });
      const unit = declared.unit ?? PLAIN;
      const told = { title, description, unit, values, sensitive, only, period, spread };
      own.set(name, { kind, name, type, value, ...told });
    }
    members.set(model.name, own);
  }
  const judge = new MemberJudge(context);
  const later = new MetricMembers(context, judge);
  for (const key of breakCycles(context)) if (!later.add(key)) judge.judge(key);
  return { members, later };
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
    syntaxes.set(`${model.name}.${member.name}`, syntax);
    return tree;
  });
  return expression ? { kind: 'formula', expression, text } : columnOf(member);
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
