/** Proofs of keys in the store: which definitions held on which warehouse, and since when. */
import type { RunStatement } from './run-statement.ts';
import type { CheckedKeys, KeyProofRecord } from './store.ts';

export class KeyProofs {
  readonly #run: RunStatement;
  readonly #now: () => Date;

  constructor(run: RunStatement, now: () => Date) {
    this.#run = run;
    this.#now = now;
  }

  /** What holds is kept; what does not hold any more is forgotten. */
  async save(warehouse: string, checked: readonly CheckedKeys[]): Promise<void> {
    for (const { definition, source, physical, proven } of checked) {
      if (!proven) {
        await this.#run(
          'read_write',
          'DELETE FROM vitrine.key_proofs WHERE warehouse = $1 AND definition = $2',
          [warehouse, definition],
        );
        continue;
      }
      await this.#run(
        'read_write',
        `INSERT INTO vitrine.key_proofs (warehouse, definition, source, physical, proven_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (warehouse, definition)
         DO UPDATE SET source = excluded.source, physical = excluded.physical, proven_at = excluded.proven_at`,
        [warehouse, definition, source, physical, this.#now().toISOString()],
      );
    }
  }

  async list(warehouse: string): Promise<readonly KeyProofRecord[]> {
    const rows = await this.#run(
      'read_only',
      `SELECT definition, to_char(proven_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
       FROM vitrine.key_proofs WHERE warehouse = $1 ORDER BY definition`,
      [warehouse],
    );
    return rows.map(([definition, provenAt]) => ({ definition: definition ?? '', provenAt: provenAt ?? '' }));
  }
}
