/** `rows:` of policies → conditions on the rows of sources, and for whom. */
import { suggest } from '../base/did-you-mean.ts';
import type { Located } from '../definitions/definition-types.ts';
import type { PolicyDefinition } from '../definitions/policy-schema.ts';
import { valuesOfClaim } from '../tenancy/row-condition.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { ruleOf } from './access-book.ts';
import type { Model, Project } from './catalog.ts';
import { requireModel } from './checks/require-member.ts';
import { conditionOnRows } from './condition-on-rows.ts';
import type { Report } from './report.ts';
import { followJoins } from './resolve-path.ts';
import type { RowRule } from './row-rule.ts';

interface RowRuleContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly project: Project;
  /** Names of what could not be read. */
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
}

type WrittenRule = NonNullable<PolicyDefinition['rows']>[number];

/** Those that hold; the others are reported. */
export function resolveRowRules(
  policies: readonly Located<PolicyDefinition>[],
  context: RowRuleContext,
): readonly RowRule[] {
  return policies.flatMap((file) =>
    (file.value.rows ?? []).flatMap(
      (written, index) => resolveRule(written, { ...context, file, index }) ?? [],
    ),
  );
}

function resolveRule(
  { model: name, member: written, claim, except }: WrittenRule,
  context: RowRuleContext & { readonly file: Located<PolicyDefinition>; readonly index: number },
): RowRule | null {
  const { models, report, file, index } = context;
  const placeOf = (key: string) => file.place(['rows', index, key]);
  const model = requireModel(name, placeOf('model'), context);
  if (!model) return null;
  const path = written.split('.');
  const member = path.pop() ?? '';
  const place = placeOf('member');
  const target = followJoins(model, path, { models, report, place });
  if (!target) return null;
  if (!target.members.has(member)) {
    const hint = suggest(member, target.members.keys());
    report.add('DEF_UNKNOWN_MEMBER', { model: target.name, member }, { ...place, hint });
    return null;
  }
  const refuse = (reason: string): null => {
    report.add('DEF_ROW_RULE', { model: name, member: written, reason }, place);
    return null;
  };
  const rows = conditionOnRows(model, { path, member, values: valuesOfClaim(claim) }, models);
  if (rows.kind === 'unsupported') return refuse(rows.reason);
  const use = wholeUseOf(model, context);
  if (use !== null) return refuse(use);
  return {
    source: sourceKey(model.source),
    condition: rows.condition,
    except: except ? ruleOf(except) : null,
  };
}

/** What of the project reads all rows of a model's source, whoever asks; `null` for nothing. */
export function wholeUseOf(
  model: Model,
  { models, project }: Pick<RowRuleContext, 'models' | 'project'>,
): string | null {
  const { tenants, rates, calendars } = project;
  const uses: (readonly [string | undefined, string])[] = [
    [tenants?.model, 'the project reads zones and currencies of tenants there'],
    [rates?.model, 'the project reads exchange rates there'],
    ...[...calendars.values()].map(
      (calendar) =>
        [
          calendar.kind === 'days' ? calendar.model : calendar.holidays?.model,
          'a calendar of the project is read there',
        ] as const,
    ),
  ];
  const source = sourceKey(model.source);
  const isSame = (name: string | undefined): boolean => {
    const other = models.get(name ?? '');
    return other !== undefined && sourceKey(other.source) === source;
  };
  return uses.find(([name]) => isSame(name))?.[1] ?? null;
}
