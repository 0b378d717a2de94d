/** Members that keys of the project's files name: that they exist and are what the key needs. */
import { suggest } from '../../base/did-you-mean.ts';
import type { DiagnosticPlace } from '../../errors/diagnostic.ts';
import type { DeclaredMember, DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';
import type { CheckContext } from './check.ts';

interface Requirement {
  readonly model: DeclaredModel;
  readonly name: string;
  /** What it must be, in words: `a dimension of type date`. */
  readonly expected: string;
  readonly fits: (member: DeclaredMember) => boolean;
  readonly place: DiagnosticPlace;
}

/** The member, or `null` after reporting why it will not do. */
export function requireMember(
  { model, name, expected, fits, place }: Requirement,
  report: Report,
): DeclaredMember | null {
  const member = model.members.get(name);
  if (!member) {
    const hint = suggest(name, model.members.keys());
    report.add('DEF_UNKNOWN_MEMBER', { model: model.name, member: name }, { ...place, hint });
    return null;
  }
  if (fits(member)) return member;
  const sensitive = member.sensitive ? 'sensitive ' : '';
  const kind = member.kind === 'key' ? 'a key that is not declared' : `a ${sensitive}${member.kind}`;
  const actual = member.kind === 'key' ? kind : `${kind} of type ${member.type}`;
  report.add('DEF_MEMBER_UNFIT', { member: `${model.name}.${name}`, expected, actual }, place);
  return null;
}

interface ModelContext<Model> extends Pick<CheckContext, 'faulty'> {
  readonly models: ReadonlyMap<string, Model>;
  readonly report: Report;
}

/** The model, or `null` after reporting that there is none; one whose file cannot be read is not judged. */
export function requireModel<Model>(
  name: string,
  place: DiagnosticPlace,
  { models, faulty, report }: ModelContext<Model>,
): Model | null {
  const model = models.get(name);
  if (model) return model;
  if (!faulty.has(name))
    report.add('DEF_UNKNOWN_MODEL', { model: name }, { ...place, hint: suggest(name, models.keys()) });
  return null;
}
