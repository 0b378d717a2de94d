/** Which sources' keys were proven, as the store remembers; read again from time to time. */
import type { Catalog } from '../catalog/catalog.ts';
import { hashKeys } from '../catalog/hash-keys.ts';
import { walk } from '../planner/node.ts';
import type { KeyProofRecord } from '../store/store.ts';
import type { MetricDescription, SourceDescription } from './describe.ts';
import type { PreparedQuery } from './prepare-query.ts';

/** Milliseconds after which a proof made elsewhere is seen at the latest. */
const REMEMBER_MS = 5_000;

/** A source with the moment its keys were proven at. */
export type ProvenSource = SourceDescription & { readonly keys_proven_at: string | null };

/** A metric with what is known of its sources' keys. */
export type ProvenDescription = Omit<MetricDescription, 'sources'> & {
  readonly sources: readonly ProvenSource[];
};

export class ProofBook {
  private readonly read: () => Promise<readonly KeyProofRecord[]>;
  private readonly now: () => Date;
  /** By model. */
  private readonly definitions: ReadonlyMap<string, string>;
  private known: Promise<ReadonlyMap<string, string>> | null = null;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor({
    catalog,
    read,
    now,
  }: {
    readonly catalog: Catalog;
    readonly read: () => Promise<readonly KeyProofRecord[]>;
    readonly now: () => Date;
  }) {
    this.read = read;
    this.now = now;
    this.definitions = new Map([...catalog.models].map(([name, model]) => [name, hashKeys(model)]));
  }

  /** Whether the keys of every source that the plan reads were proven, as they are defined now. */
  async coversPlan({ plan }: PreparedQuery): Promise<boolean> {
    const proofs = await this.proofs();
    return walk(plan.rows).every(
      (node) => node.kind !== 'scan' || proofs.has(this.definitions.get(node.model) ?? ''),
    );
  }

  async complete(descriptions: readonly MetricDescription[]): Promise<readonly ProvenDescription[]> {
    const proofs = await this.proofs();
    return descriptions.map((description) => ({
      ...description,
      sources: description.sources.map((source) => ({
        ...source,
        keys_proven_at: proofs.get(this.definitions.get(source.model) ?? '') ?? null,
      })),
    }));
  }

  /** Moments by definition. A failure to read is told to those who asked, and not remembered. */
  private proofs(): Promise<ReadonlyMap<string, string>> {
    const moment = this.now().getTime();
    const age = moment - this.readAt;
    if (this.known !== null && age >= 0 && age < REMEMBER_MS) return this.known;
    this.readAt = moment;
    const reading = this.read().then(
      (records) => new Map(records.map(({ definition, provenAt }) => [definition, provenAt])),
    );
    this.known = reading;
    reading.catch(() => {
      if (this.known === reading) this.known = null;
    });
    return reading;
  }
}
