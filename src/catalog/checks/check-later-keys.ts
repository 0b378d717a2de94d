/**
 * Keys that are understood and not served yet. They are judged as far as that goes, so that nobody writes them
 * wrongly, and then refused: ignored, they would give plausible numbers that are wrong.
 */
import { suggest } from '../../base/did-you-mean.ts';
import { isTemporal } from '../../base/value-type.ts';
import type { DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';
import { resolveTime } from '../resolve-path.ts';
import type { Check, CheckContext } from './check.ts';
import { requireMember } from './require-member.ts';

export const checkLaterKeys: Check = (context, report) => {
  for (const model of context.models.values()) {
    checkValidity(model, report);
    checkMembers(model, context, report);
    for (const [name, { at }] of Object.entries(model.file.value.joins ?? {})) {
      if (at === undefined) continue;
      const place = model.file.place(['joins', name, 'at']);
      const time = resolveTime(model, at, { models: context.models, report, place });
      if (!time) continue;
      const target = context.models.get(model.joins.get(name)?.target ?? '');
      if (target && target.file.value.valid === undefined) {
        const params = {
          key: 'at',
          expected: `left out: ${target.name} does not say when its rows are valid`,
        };
        const hint = `Say it in ${target.name}: \`valid: [valid_from, valid_to]\`.`;
        report.add('DEF_WRONG_VALUE', params, { ...place, hint });
      } else report.add('DEF_NOT_SERVED', { feature: 'A join at a time' }, place);
    }
  }
};

/** A model with validity is read like any other; only joins look at it. */
function checkValidity(model: DeclaredModel, report: Report): void {
  const [first, second] = (model.file.value.valid ?? []).map((name, index) =>
    requireMember(
      {
        model,
        name,
        expected: 'a date or a time',
        fits: ({ type }) => isTemporal(type),
        place: model.file.place(['valid', index]),
      },
      report,
    ),
  );
  if (!first || !second || first.type === second.type) return;
  const params = { key: 'valid', expected: 'two members of one type' };
  report.add('DEF_WRONG_VALUE', params, model.file.place(['valid']));
}

function checkMembers(model: DeclaredModel, { definitions, faulty }: CheckContext, report: Report): void {
  const { dimensions = {}, facts = {} } = model.file.value;
  const refuse = (path: readonly string[], feature: string): void =>
    report.add('DEF_NOT_SERVED', { feature }, model.file.place(path));
  for (const [name, { grain }] of Object.entries(dimensions))
    if (grain !== undefined) refuse(['dimensions', name, 'grain'], 'A date that stands for a period');
  const metrics = new Set(definitions.metrics.map(({ value }) => value.metric));
  for (const [section, members] of Object.entries({ dimensions, facts })) {
    for (const [name, { metric }] of Object.entries(members)) {
      if (metric === undefined || metrics.has(metric) || faulty.has(metric)) continue;
      const place = { ...model.file.place([section, name, 'metric']), hint: suggest(metric, metrics) };
      report.add('DEF_UNKNOWN_METRIC', { metric }, place);
    }
  }
}
