/** Members as policies name them: `model.member`. */
import { suggest } from '../base/did-you-mean.ts';
import type { DiagnosticPlace } from '../errors/diagnostic.ts';
import type { Member, Model } from './catalog.ts';
import { requireModel } from './checks/require-member.ts';
import type { Report } from './report.ts';

interface PolicyContext {
  readonly models: ReadonlyMap<string, Model>;
  /** Names of what could not be read. */
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
  readonly place: DiagnosticPlace;
}

/** `null` after reporting that there is none; those of models whose files cannot be read are not judged. */
export function findPolicyMember(
  key: string,
  { models, faulty, report, place }: PolicyContext,
): Member | null {
  const [name = '', member = ''] = key.split('.');
  const model = requireModel(name, place, { models, faulty, report });
  if (!model || faulty.has(name)) return null;
  const found = model.members.get(member);
  if (found) return found;
  report.add(
    'DEF_UNKNOWN_MEMBER',
    { model: name, member },
    { ...place, hint: suggest(member, model.members.keys()) },
  );
  return null;
}
