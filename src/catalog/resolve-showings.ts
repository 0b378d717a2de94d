/** `sensitive:` of policies → how members are shown, and to whom. */
import type { Disguise } from '../base/disguise.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Located } from '../definitions/definition-types.ts';
import type { PolicyDefinition } from '../definitions/policy-schema.ts';
import { ruleOf } from './access-book.ts';
import type { Model } from './catalog.ts';
import { findPolicyMember } from './find-policy-member.ts';
import type { Report } from './report.ts';
import type { Showing } from './showing.ts';

interface ShowingContext {
  readonly models: ReadonlyMap<string, Model>;
  /** Names of what could not be read. */
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
}

type WrittenShowing = NonNullable<PolicyDefinition['sensitive']>[number];

/** What has a text that stands for it: of days and moments, so few are likely that a pseudonym would tell them. */
const DISGUISED_TYPES: readonly ValueType[] = ['string', 'integer', 'key'];

/** Those that hold; the others are reported. */
export function resolveShowings(
  policies: readonly Located<PolicyDefinition>[],
  context: ShowingContext,
): readonly Showing[] {
  return policies.flatMap((file) =>
    (file.value.sensitive ?? []).flatMap((written, index) => {
      if (written.keep_last !== undefined && written.show !== 'masked') {
        const params = { member: written.members.join(', '), reason: 'keep_last is of masked values only' };
        context.report.add('DEF_SHOWING', params, file.place(['sensitive', index, 'keep_last']));
      }
      const to = written.to ? ruleOf(written.to) : null;
      return written.members.flatMap((member, place) => {
        const isFit = isShowable(member, written, {
          ...context,
          place: file.place(['sensitive', index, 'members', place]),
        });
        return isFit ? [{ member, as: disguiseOf(written), to }] : [];
      });
    }),
  );
}

function disguiseOf({ show, keep_last: keepLast = 0 }: WrittenShowing): Disguise {
  return show === 'masked' ? { kind: show, keepLast } : { kind: show };
}

function isShowable(
  key: string,
  { show }: WrittenShowing,
  context: ShowingContext & { readonly place: ReturnType<Located<PolicyDefinition>['place']> },
): boolean {
  const member = findPolicyMember(key, context);
  if (!member) return false;
  const refuse = (reason: string): false => {
    context.report.add('DEF_SHOWING', { member: key, reason }, context.place);
    return false;
  };
  if (!member.sensitive) return refuse('it is not sensitive, and shown to whoever may see it');
  if (show === 'clear' || DISGUISED_TYPES.includes(member.type)) return true;
  return refuse(`its type is ${member.type}: it can be shown in clear only, or hidden`);
}
