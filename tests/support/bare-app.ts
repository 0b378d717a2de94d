/** The server over an engine and a store of a test's own, with nothing else that the test does not give. */
import type { FastifyInstance } from 'fastify';
import { EmbedTokens } from '../../src/identity/embed-tokens.ts';
import { type AppOptions, buildApp } from '../../src/serving/app.ts';

type Given = Pick<AppOptions, 'engine' | 'store'> & Partial<AppOptions>;

export function buildBareApp(given: Given): Promise<FastifyInstance> {
  return buildApp({
    tokens: null,
    embedTokens: new EmbedTokens({
      secret: 's'.repeat(32),
      now: () => new Date(),
      findMaker: (id) => given.store.findBearer(id),
    }),
    reload: async () => ({}),
    seed: async () => {},
    operator: { inspect: async () => [], saveKeyProofs: async () => {} },
    processToken: null,
    isDraining: () => false,
    version: '0.0.0-test',
    logger: false,
    ...given,
  });
}
