/** What resolvers know of a request. */
import type { Engine } from '../../engine/engine.ts';
import type { Principal } from '../../tenancy/principal.ts';
import type { Trail } from '../trail.ts';

/** Who asks, and until when anyone waits for the answer. */
export interface GraphqlCaller {
  readonly principal: Principal;
  /** The engine that the request began with. */
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly trail: Trail;
}

/** What resolvers are given. */
export interface GraphqlContext {
  readonly caller: GraphqlCaller;
}
