/** What tokens for embedding are narrowed to, for tests that say only what matters to them. */
import type { Embedding } from '../../src/tenancy/embedding.ts';

export function embeddingOf(change: Partial<Embedding> = {}): Embedding {
  return {
    metrics: ['revenue'],
    dimensions: [],
    filters: [],
    window: null,
    finestGrain: null,
    rows: null,
    origins: [],
    ...change,
  };
}
