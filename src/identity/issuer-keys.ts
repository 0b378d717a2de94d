/** Public keys of one issuer: fetched when they are needed, kept a while, and never asked for in a hurry. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { SemanticError } from '../errors/semantic-error.ts';

/** In milliseconds. A key that an issuer withdraws is taken until its keys are fetched anew. */
const TIMEOUT_MS = 5_000;
const KEPT_MS = 600_000;
/** However many unknown keys are named, they are fetched no more often. */
const COOLDOWN_MS = 30_000;
/** After a fetch that failed. */
const PAUSE_MS = 5_000;

/** Fetches from `jwks`. @throws SemanticError TENANT_ISSUER_UNAVAILABLE while there are none to be had */
export function keysOf(jwks: URL, elapsedMs: () => number = () => performance.now()): JWTVerifyGetKey {
  const fetchKey = createRemoteJWKSet(jwks, {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: KEPT_MS,
    cooldownDuration: COOLDOWN_MS,
  });
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    if (elapsedMs() < pausedUntil) throw unavailable(undefined);
    try {
      return await fetchKey(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      pausedUntil = elapsedMs() + PAUSE_MS;
      throw unavailable(error);
    }
  };
}

/** Whether the keys are there, and the one that the token names is not among them or does not fit. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

function unavailable(cause: unknown): SemanticError {
  return Object.assign(new SemanticError('TENANT_ISSUER_UNAVAILABLE', {}), { cause });
}
