/** Keys of `refresh` that say how to read a watermark need one. */
import type { Check } from './check.ts';

export const checkRefresh: Check = ({ definitions }, report) => {
  for (const file of definitions.models) {
    const { refresh } = file.value;
    if (!refresh || refresh.watermark !== undefined) continue;
    for (const key of ['late_after', 'lag', 'settles_after', 'per'] as const) {
      if (refresh[key] === undefined) continue;
      const hint = 'Name the column that says how far the data is complete: `watermark: loaded_at`.';
      const params = { key, expected: 'left out where there is no "watermark"' };
      report.add('DEF_WRONG_VALUE', params, { ...file.place(['refresh', key]), hint });
    }
  }
};
