/** A fiscal year is understood, but years and quarters are cut in january only. */
import type { Check } from './check.ts';

export const checkFiscalYear: Check = ({ definitions: { project } }, report) => {
  const month = project?.value.fiscal_year_starts ?? 'january';
  if (!project || month === 'january') return;
  const hint = 'Leave it out: quarters and years start in january.';
  const place = { ...project.place(['fiscal_year_starts']), hint };
  report.add('DEF_NOT_SERVED', { feature: `A fiscal year that starts in ${month}` }, place);
};
