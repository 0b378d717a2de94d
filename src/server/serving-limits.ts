/** The settings of limits as the HTTP server is given them. */
import type { Limits } from '../config/limits.ts';
import type { AppLimits } from '../serving/app.ts';

export function servingLimitsOf(limits: Limits): AppLimits {
  return {
    rates: {
      perPrincipal: limits.requestsPerPrincipal,
      perTenant: limits.requestsPerTenant,
      perAddress: limits.credentialsPerAddress,
    },
    load: { requests: limits.requestsUnderWay, lagMs: limits.eventLoopLag },
    trustedProxies: limits.trustedProxies,
  };
}
