/** What a verifier of plans or of SQL says. */
import { PlanRefused } from '../../src/planner/verify-plan.ts';

/** Why `verify` refuses; `null` where it passes. */
export function refusedReason(verify: () => void): string | null {
  try {
    verify();
    return null;
  } catch (error) {
    if (error instanceof PlanRefused) return error.reason;
    throw error;
  }
}
