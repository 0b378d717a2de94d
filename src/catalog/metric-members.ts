/** Members that are metrics of the rows that lead to theirs, and members made of such: resolved as metrics are built. */
import { isVersionKey } from '../base/version-key.ts';
import { findJoined } from '../formula/find-joined.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import { forEachName, type NameSyntax, type Syntax } from '../formula/syntax.ts';
import type { Metric } from './catalog.ts';
import type { DeclaredMember, DeclaredModel } from './declare-models.ts';
import type { MemberJudge } from './judge-members.ts';
import { keyMetric } from './key-metric.ts';
import { keyOf, type MemberContext, memberKeys, refuseType, replaceByColumn } from './member-context.ts';
import type { PathIndex } from './path-index.ts';

interface MetricContext {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly paths: PathIndex;
}

/** Known by `model.member`, which no metric is called. */
export class MetricMembers {
  private readonly context: MemberContext;
  private readonly judge: MemberJudge;
  private readonly pending = new Set<string>();

  constructor(context: MemberContext, judge: MemberJudge) {
    this.context = context;
    this.judge = judge;
  }

  /** Takes a member that rests on metrics; those that it is made of have been offered before. */
  add(key: string): boolean {
    const rests =
      this.declared(key)?.metric != null ||
      memberKeys(key, this.context).some((each) => this.pending.has(each));
    if (rests) this.pending.add(key);
    return rests;
  }

  get keys(): readonly string[] {
    return [...this.pending];
  }

  /** What must be built before: its metric, or members among these. */
  inputsOf(key: string): readonly string[] {
    const metric = this.declared(key)?.metric ?? null;
    if (metric !== null) return [metric];
    return memberKeys(key, this.context).filter((each) => this.pending.has(each));
  }

  /** Those that a metric's formula names, or counts time by. */
  namedIn(syntax: Syntax, roles: ReadonlyMap<string, string> | null): readonly string[] {
    const keys: string[] = [];
    if (this.pending.size > 0) forEachName(syntax, (name) => keys.push(...this.keysOf(name, roles)));
    return keys.filter((key) => this.pending.has(key));
  }

  /** A member at fault is reported, one that needs a metric at fault is not. */
  build(key: string, context: MetricContext): void {
    const declared = this.declared(key);
    if (!declared) return;
    const { metric } = declared;
    if (metric === null || this.resolve(key, { ...declared, metric }, context)) this.judge.judge(key);
    else replaceByColumn(key, this.context);
  }

  private resolve(
    key: string,
    declared: DeclaredMember & { readonly metric: string },
    { metrics, paths }: MetricContext,
  ): boolean {
    const { models, members, syntaxes, report } = this.context;
    const model = models.get(key.split('.')[0] ?? '');
    const metric = metrics.get(declared.metric);
    const member = model && members.get(model.name)?.get(declared.name);
    if (!model || !metric || !member) return false;
    const text = declared.metric;
    const span = { start: 0, end: text.length };
    const path = [...declared.path, 'metric'];
    if (metric.isDraft) {
      const hint = `Take it off, or finish ${text}.`;
      report.add('DEF_DRAFT_USED', { metric: key, draft: text }, { ...model.file.place(path), hint });
      return false;
    }
    const expression = report.attempt(model.file, path, () => {
      refuseVersions(metric, span);
      const tree = keyMetric(metric.expression, { model, models, metrics, paths, metric: text, span });
      refuseType(declared, tree.type, span);
      return tree;
    });
    if (!expression) return false;
    members.get(model.name)?.set(declared.name, { ...member, value: { kind: 'formula', expression, text } });
    syntaxes.set(key, {
      kind: 'name',
      segments: [text],
      version: null,
      filter: null,
      filterSpan: null,
      span,
    });
    return true;
  }

  private declared(key: string): DeclaredMember | undefined {
    const [model = '', member = ''] = key.split('.');
    return this.context.models.get(model)?.members.get(member);
  }

  /** `orders.customer.order_count`, `customer.order_count`, or the time of the model that a name begins with. */
  private keysOf({ segments }: NameSyntax, roles: ReadonlyMap<string, string> | null): readonly string[] {
    const [first = '', ...rest] = segments;
    const { models } = this.context;
    const start = models.get(first) ?? models.get(roles?.get(first) ?? '');
    const member = rest.at(-1);
    const home = findJoined<DeclaredModel>(start, rest.slice(0, -1), models);
    const named = home && member !== undefined ? [`${home.name}.${member}`] : [];
    const time = start?.time ? [keyOf(start.name, start.time, this.context)] : [];
    return [...named, ...time];
  }
}

/** Members and joins that old versions alone have are known once all members are. @throws FormulaFault */
function refuseVersions({ inputs }: Metric, span: Span): void {
  const version = inputs.find(isVersionKey);
  if (version === undefined) return;
  const feature = `A metric that rests on ${version}, for each row of a model,`;
  const hint = 'Name a metric that is made of current ones.';
  throw new FormulaFault('FORMULA_NOT_PLANNED', { feature }, { span, hint });
}
