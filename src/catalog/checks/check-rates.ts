/** `rates`: one rate for each pair of currencies and day. */
import { isNumeric, type ValueType } from '../../base/value-type.ts';
import type { Check } from './check.ts';
import { requireMember, requireModel } from './require-member.ts';

export const checkRates: Check = ({ definitions: { project }, models, faulty }, report) => {
  const rates = project?.value.rates;
  if (!project || !rates) return;
  const place = project.place(['rates', 'model']);
  const model = requireModel(rates.model, place, { models, faulty, report });
  if (!model) return;
  const dimension = (key: 'from' | 'to' | 'date', wanted: ValueType) =>
    requireMember(
      {
        model,
        name: rates[key],
        expected: `a dimension of type ${wanted} over a column`,
        fits: ({ kind, type, formula }) => kind === 'dimension' && type === wanted && formula === null,
        place: project.place(['rates', key]),
      },
      report,
    );
  const members = [dimension('from', 'string'), dimension('to', 'string'), dimension('date', 'date')];
  requireMember(
    {
      model,
      name: rates.rate,
      expected: 'a fact over a column',
      fits: ({ kind, type, formula }) => kind === 'fact' && isNumeric(type) && formula === null,
      place: project.place(['rates', 'rate']),
    },
    report,
  );
  const columns = new Set(members.map((member) => member?.column));
  if (model.tenant.kind === 'column') columns.add(model.tenant.column);
  const keys = [model.primaryKey, ...model.uniqueKeys].filter((key) => key.length > 0);
  if (columns.has(undefined) || keys.some((key) => key.every((column) => columns.has(column)))) return;
  const reason = 'a pair of currencies may have several rates on a day';
  const own = members.map((member) => member?.column).join(', ');
  const hint = `Declare (${own}) as a key of ${model.name}.`;
  report.add('DEF_PROJECT_MODEL', { key: 'rates', model: model.name, reason }, { ...place, hint });
};
