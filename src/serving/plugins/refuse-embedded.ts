/** Where and for whose pages the bearer of a token for embedding may ask at all. */
import type { FastifyRequest } from 'fastify';
import { invariant } from '../../base/invariant.ts';
import { SemanticError } from '../../errors/semantic-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether tokens for embedding may be used here. */
    embeds?: boolean;
  }
}

/** Others pass. @throws SemanticError TENANT_EMBEDDING */
export function refuseEmbedded({ principal, routeOptions, headers }: FastifyRequest): void {
  if (principal?.kind !== 'embed') return;
  const { embedding } = principal;
  invariant(embedding, 'a token for embedding is narrowed to something');
  if (routeOptions.config.embeds !== true)
    throw new SemanticError('TENANT_EMBEDDING', { problem: 'it is not taken at this address' });
  const { origins } = embedding;
  if (origins.length > 0 && !origins.includes(headers.origin ?? ''))
    throw new SemanticError('TENANT_EMBEDDING', { problem: 'it is for pages of other origins' });
}
