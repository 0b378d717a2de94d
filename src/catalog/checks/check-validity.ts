/**
 * Rows that are valid for a while, and the joins that ask which of them was valid at a time: bounds are columns of one
 * type, the time compares with them, and a key tells apart rows that begin together.
 */
import { isTemporal, type ValueType } from '../../base/value-type.ts';
import type { MemberReference } from '../../formula/expression.ts';
import { findJoined } from '../../formula/find-joined.ts';
import type { Join } from '../catalog.ts';
import type { DeclaredMember, DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';
import type { Check } from './check.ts';
import { requireMember } from './require-member.ts';

export const checkValidity: Check = ({ models }, report) => {
  for (const model of models.values()) {
    checkBounds(model, report);
    for (const join of model.joins.values()) {
      const target = models.get(join.target);
      if (!target || model.file.value.joins?.[join.name]?.at === undefined) continue;
      checkTarget(join, { model, target }, report);
      if (join.at) checkTime(join.at, { join, model, target, models }, report);
    }
  }
};

/** A model with validity is read like any other; only joins look at it. */
function checkBounds(model: DeclaredModel, report: Report): void {
  const [first, second] = (model.file.value.valid ?? []).map((name, index) =>
    requireMember(
      {
        model,
        name,
        expected: 'a column of a date or a time that is not sensitive',
        fits: ({ type, formula, sensitive }) => isTemporal(type) && formula === null && !sensitive,
        place: model.file.place(['valid', index]),
      },
      report,
    ),
  );
  if (!first || !second || first.type === second.type) return;
  const params = { key: 'valid', expected: 'two members of one type' };
  report.add('DEF_WRONG_VALUE', params, model.file.place(['valid']));
}

interface JoinEnds {
  readonly model: DeclaredModel;
  readonly target: DeclaredModel;
}

function checkTarget({ name, on }: Join, { model, target }: JoinEnds, report: Report): void {
  if (target.file.value.valid === undefined) {
    const params = {
      key: 'at',
      expected: `left out: ${target.name} does not say when its rows are valid`,
    };
    const hint = `Say it in ${target.name}: \`valid: [valid_from, valid_to]\`.`;
    report.add('DEF_WRONG_VALUE', params, { ...model.file.place(['joins', name, 'at']), hint });
  } else if (target.primaryKey.length === 0) {
    const params = { columns: on.map((pair) => pair.target).join(', '), model: target.name };
    const hint = `Declare primary_key on ${target.name}: of rows that begin together, it says which is meant.`;
    report.add('DEF_JOIN_TARGET_NOT_KEY', params, { ...model.file.place(['joins', name, 'on']), hint });
  }
}

/** Of a time that meets days, its day in the reporting zone is looked for; of a day nobody knows the time. */
function checkTime(
  at: MemberReference,
  { join, model, target, models }: JoinEnds & { join: Join; models: ReadonlyMap<string, DeclaredModel> },
  report: Report,
): void {
  const member = findJoined(model, at.path, models)?.members.get(at.member);
  const bound = target.members.get(target.file.value.valid?.[0] ?? '');
  if (!member || !bound) return;
  const place = model.file.place(['joins', join.name, 'at']);
  const written = [...at.path, at.member].join('.');
  if (member.sensitive) report.add('DEF_SENSITIVE_SHOWN', { member: written }, place);
  if (!isTemporal(bound.type) || fits(at.type, bound)) return;
  const params = {
    member: written,
    expected: `of type ${bound.type}, like the validity of ${target.name}`,
    actual: `of type ${at.type}`,
  };
  report.add('DEF_MEMBER_UNFIT', params, place);
}

function fits(type: ValueType, bound: DeclaredMember): boolean {
  return type === bound.type || bound.type === 'date';
}
