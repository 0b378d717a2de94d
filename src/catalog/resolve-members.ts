/** Second pass over models: formulas of dimensions and facts become typed trees. */
import { toposort } from '../base/toposort.ts';
import { isNumeric } from '../base/value-type.ts';
import { forEachLeaf, type MemberReference, type RowExpression } from '../formula/expression.ts';
import type { FormulaNames } from '../formula/formula-names.ts';
import { unifyTypes } from '../formula/operator-types.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { refuseFanOut } from '../formula/refuse-fan-out.ts';
import { typeRow } from '../formula/type-row.ts';
import type { Member, MemberValue } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import type { Report } from './report.ts';

/** Members by model and name; a member whose formula is at fault is reported and absent. */
export function resolveMembers(
  models: ReadonlyMap<string, DeclaredModel>,
  report: Report,
): ReadonlyMap<string, ReadonlyMap<string, Member>> {
  const names: FormulaNames = { models, metrics: new Map() };
  const resolved = new Map<string, ReadonlyMap<string, Member>>();
  for (const model of models.values()) {
    const members = new Map<string, Member>();
    for (const declared of model.members.values()) {
      const value = resolveValue(model, declared, { names, report });
      if (!value) continue;
      const { kind, name, type, description, unit, values } = declared;
      members.set(name, { kind, name, type, value, description, unit, values });
    }
    resolved.set(model.name, members);
  }
  reportCycle(models, resolved, report);
  return resolved;
}

function resolveValue(
  model: DeclaredModel,
  member: DeclaredMember,
  { names, report }: { names: FormulaNames; report: Report },
): MemberValue | null {
  if (member.formula === null) return { kind: 'column', column: member.column, zone: member.zone };
  const path = [...member.path, 'formula'];
  const text = member.formula;
  const expression = report.attempt(model.file, path, () => {
    const syntax = parseFormula(text);
    const typed = typeRow(syntax, { names, root: model, qualified: false });
    if (isNumeric(member.type))
      refuseFanOut({ function: 'sum', argument: typed, root: model, names, syntax });
    return typed;
  });
  if (!expression) return null;
  if (unifyTypes(member.type, expression.type) !== member.type) {
    const params = { operation: `"${member.name}"`, expected: member.type, actual: expression.type };
    report.add('FORMULA_TYPE_MISMATCH', params, model.file.place(path));
    return null;
  }
  return { kind: 'formula', expression, text };
}

/** Members that are defined by each other would never end: one report for the first such cycle. */
function reportCycle(
  models: ReadonlyMap<string, DeclaredModel>,
  resolved: ReadonlyMap<string, ReadonlyMap<string, Member>>,
  report: Report,
): void {
  const keys = [...resolved].flatMap(([model, members]) =>
    [...members.keys()].map((member) => `${model}.${member}`),
  );
  const order = toposort(keys, (key) => {
    const [model = '', member = ''] = key.split('.');
    const value = resolved.get(model)?.get(member)?.value;
    return value?.kind === 'formula' ? memberKeys(model, value.expression, models) : [];
  });
  if (order.kind === 'sorted') return;
  const [model = '', member = ''] = (order.walk[0] ?? '').split('.');
  const declared = models.get(model);
  const path = declared?.members.get(member)?.path ?? [];
  if (declared)
    report.add(
      'DEF_MEMBER_CYCLE',
      { walk: order.walk.join(' → ') },
      declared.file.place([...path, 'formula']),
    );
}

function memberKeys(
  root: string,
  expression: RowExpression,
  models: ReadonlyMap<string, DeclaredModel>,
): string[] {
  const keys: string[] = [];
  forEachLeaf(expression, (leaf: MemberReference) => {
    const model = leaf.path.reduce((name, join) => models.get(name)?.joins.get(join)?.target ?? '', root);
    keys.push(`${model}.${leaf.member}`);
  });
  return keys;
}
