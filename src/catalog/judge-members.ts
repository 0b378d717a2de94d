/** What needs the formulas of other members as well: size, units, sensitive values, facts by way of a join. */
import { isNumeric } from '../base/value-type.ts';
import { type AttributeLeaf, type AttributeTree, partsUnder } from '../formula/attribute-tree.ts';
import { countParts, MAXIMUM_PARTS } from '../formula/count-parts.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import type { FormulaModel, FormulaNames } from '../formula/formula-names.ts';
import { refuseFanOut } from '../formula/refuse-fan-out.ts';
import type { Syntax } from '../formula/syntax.ts';
import { carriedMembers } from './carried-members.ts';
import type { Member } from './catalog.ts';
import { inferRowUnit } from './infer-unit.ts';
import { keyOf, type MemberContext, replaceByColumn } from './member-context.ts';
import type { KeyedModel } from './primary-key-members.ts';
import { refuseAttributes } from './refuse-attributes.ts';
import type { Unit } from './unit.ts';

/** A model whose members are resolved, but for what their formulas still need. */
interface ResolvedModel extends FormulaModel, KeyedModel {
  readonly primaryKey: readonly string[];
  readonly members: ReadonlyMap<string, Member>;
}

/** Judges members one by one, each after those that it is made of. */
export class MemberJudge {
  private readonly context: MemberContext;
  /** Their members are replaced as they are judged. */
  private readonly models: ReadonlyMap<string, ResolvedModel>;
  /** How large formulas are, by `model.member`. */
  private readonly parts = new Map<string, number>();

  constructor(context: MemberContext) {
    this.context = context;
    this.models = new Map(
      [...context.models].map(([name, model]) => [
        name,
        {
          ...model,
          tenantColumn: model.tenant.kind === 'column' ? model.tenant.column : null,
          members: context.members.get(name) ?? new Map<string, Member>(),
        },
      ]),
    );
  }

  /** A formula at fault is reported; one that is sound has its unit afterwards. */
  judge(key: string): void {
    const [name = '', memberName = ''] = key.split('.');
    const { models, members, syntaxes, report } = this.context;
    const declared = models.get(name);
    const root = this.models.get(name);
    const member = members.get(name)?.get(memberName);
    const syntax = syntaxes.get(key);
    if (!declared || !root || !syntax || member?.value.kind !== 'formula') return;
    const { expression, text } = member.value;
    const { path = [], metric = null, unit: own = null } = declared.members.get(memberName) ?? {};
    const place = [...path, metric === null ? 'formula' : 'metric'];
    const judging = { member, expression, syntax, root, end: text.length };
    const unit = report.attempt(declared.file, place, () => this.unitOf(key, judging));
    if (!unit) replaceByColumn(key, this.context);
    else if (own === null) members.get(name)?.set(memberName, { ...member, unit });
  }

  /** @throws FormulaFault */
  private unitOf(key: string, { member, expression, syntax, root, end }: Judging): Unit {
    const { models } = this;
    const { faulty, calendars } = this.context;
    const names = { models, metrics: new Map(), faulty, calendars } satisfies FormulaNames;
    const span = { start: 0, end };
    const size = this.sizeOf(expression, root.name);
    if (size > MAXIMUM_PARTS) throw new FormulaFault('FORMULA_TOO_LARGE', { limit: MAXIMUM_PARTS }, { span });
    if (isNumeric(member.type)) refuseFanOut({ function: 'sum', argument: expression, root, names, span });
    this.parts.set(key, size);
    refuseShowing(member, expression, { root, models, syntax });
    refuseAttributes(expression, syntax, { root, names });
    return inferRowUnit(expression, syntax, { root, models });
  }

  /** Counts what the formula names, each as large as it was found to be, and what it says of other rows. */
  private sizeOf(tree: AttributeTree, model: string): number {
    return countParts<AttributeLeaf>(tree, (leaf) => {
      if (leaf.kind === 'member') return this.parts.get(keyOf(model, leaf, this.context)) ?? 0;
      const sizes = partsUnder(leaf).map(({ root, expression }) => this.sizeOf(expression, root ?? model));
      return sizes.reduce((sum, size) => sum + size, 0);
    });
  }
}

interface Judging {
  readonly member: Member;
  readonly expression: AttributeTree;
  readonly syntax: Syntax;
  readonly root: ResolvedModel;
  /** Of the formula's text. */
  readonly end: number;
}

interface Shown {
  readonly root: ResolvedModel;
  readonly models: ReadonlyMap<string, ResolvedModel>;
  readonly syntax: Syntax;
}

/** A member made of sensitive values shows them, unless it is sensitive itself or a condition. */
function refuseShowing(
  { name, sensitive, kind, type }: Member,
  expression: AttributeTree,
  { root, models, syntax }: Shown,
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
