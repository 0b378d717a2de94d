/**
 * The rules, in order. `drop-idle-combine` goes first because it makes trees smaller for those after it;
 * `accumulate-slots` looks at what `sum-slots-before-windows` makes; and `join-totals-to-rows` is last because
 * there is one tree less for the others before it has looked.
 */
import { accumulateSlots } from './accumulate-slots.ts';
import { dropIdleCombine } from './drop-idle-combine.ts';
import { joinTotalsToRows } from './join-totals-to-rows.ts';
import { pushConditionsIntoScan } from './push-conditions-into-scan.ts';
import type { Rule } from './rule.ts';
import { sumSlotsBeforeWindows } from './sum-slots-before-windows.ts';

export const RULES: readonly Rule[] = [
  dropIdleCombine,
  pushConditionsIntoScan,
  sumSlotsBeforeWindows,
  accumulateSlots,
  joinTotalsToRows,
];
