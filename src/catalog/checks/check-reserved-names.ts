/** Names that answers use themselves cannot be metrics. */
import type { Check } from './check.ts';

const RESERVED = new Set(['time', 'tenant', 'others']);

export const checkReservedNames: Check = ({ definitions }, report) => {
  for (const file of definitions.metrics) {
    if (!RESERVED.has(file.value.metric)) continue;
    report.add('DEF_NAME_RESERVED', { name: file.value.metric }, file.place(['metric']));
  }
};
