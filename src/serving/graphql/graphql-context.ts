/** What resolvers know of a request. */
import type { Principal } from '../../tenancy/principal.ts';

/** Who asks, and until when anyone waits for the answer. */
export interface GraphqlCaller {
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

/** What resolvers are given; mercurius adds its own keys beside `caller`. */
export interface GraphqlContext {
  readonly caller: GraphqlCaller;
}
