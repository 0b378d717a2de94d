/** What routes work with; made once by the server. */
import type { Engine } from '../../engine/engine.ts';
import type { EmbedTokens } from '../../identity/embed-tokens.ts';
import type { Store } from '../../store/store.ts';
import type { OperatorServices } from './operator-services.ts';

export interface RouteServices {
  readonly engine: Engine;
  readonly keys: Pick<Store, 'createKey' | 'listKeys' | 'findKey' | 'replaceKey' | 'revokeKey'>;
  readonly embedTokens: Pick<EmbedTokens, 'mint'>;
  /** Writes that may be sent again. */
  readonly writes: Pick<Store, 'claimWrite' | 'finishWrite' | 'releaseWrite'>;
  /** What was asked, by whom. */
  readonly audit: Pick<Store, 'readAudit' | 'countUsage'>;
  /** Which catalog was served when. */
  readonly deployments: Pick<Store, 'readDeployments'>;
  /** Fills the warehouse with the demo's data, where that is what this server shows. */
  readonly seed: () => Promise<void>;
  /** The OpenAPI document as JSON text. */
  readonly openapi: string;
  /** Whether the server has begun to shut down. */
  readonly isDraining: () => boolean;
  /** Why new requests are turned away now; `null` while they are not. */
  readonly findOverload: () => string | null;
}

/** Routes of the command line are given more than any other: scope over all tenants. */
export interface ProcessServices extends RouteServices {
  readonly operator: OperatorServices;
  /** Reads the project again, whole or not at all; what came of it, as it is told. */
  readonly reload: () => Promise<object>;
}

/** What there is before any request. */
export interface MountedServices extends Omit<ProcessServices, 'engine'> {
  /** The engine in force. */
  readonly engine: () => Engine;
}
