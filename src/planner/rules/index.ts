/**
 * The rules, in order. `drop-idle-combine` goes first because it makes trees smaller for those after it, and
 * `join-totals-to-rows` last because there is one tree less for the others then.
 */
import { dropIdleCombine } from './drop-idle-combine.ts';
import { joinTotalsToRows } from './join-totals-to-rows.ts';
import { pushConditionsIntoScan } from './push-conditions-into-scan.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [dropIdleCombine, pushConditionsIntoScan, joinTotalsToRows];
