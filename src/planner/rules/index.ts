/**
 * The rules, in order. `drop-idle-combine` goes first because it makes trees smaller for those after it;
 * the order of the others does not matter.
 */
import { dropIdleCombine } from './drop-idle-combine.ts';
import { pushConditionsIntoScan } from './push-conditions-into-scan.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [dropIdleCombine, pushConditionsIntoScan];
