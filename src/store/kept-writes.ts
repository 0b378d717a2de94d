/** Writes that callers may repeat: the first is done, the others are answered as it was. */
import type { RunStatement } from './run-statement.ts';
import { Seal } from './sealed-text.ts';
import type { KeptWrite, WriteClaim } from './store.ts';

/** After this a write that never ended counts as lost with its server. */
const LOST_MS = 60_000;
/** How long a write is remembered. */
const KEPT_MS = 86_400_000;

export class KeptWrites {
  readonly #run: RunStatement;
  readonly #seal: Seal;
  readonly #now: () => Date;

  constructor(run: RunStatement, { secret, now }: { readonly secret: string; readonly now: () => Date }) {
    this.#run = run;
    this.#seal = new Seal(secret, 'vitrine kept writes v1');
    this.#now = now;
  }

  async claim({ owner, key, request }: KeptWrite): Promise<WriteClaim> {
    const now = this.#now().getTime();
    const [begun, lost, old] = [now, now - LOST_MS, now - KEPT_MS].map((at) => new Date(at).toISOString());
    const claimed = await this.#run(
      'read_write',
      `WITH forgotten AS (
         DELETE FROM vitrine.kept_writes WHERE begun_at < $6 AND (owner, key) <> ($1, $2)
       )
       INSERT INTO vitrine.kept_writes AS kept (owner, key, request, begun_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (owner, key)
       DO UPDATE SET request = excluded.request, reply = NULL, begun_at = excluded.begun_at
       WHERE kept.begun_at < $6 OR (kept.reply IS NULL AND kept.begun_at < $5)
       RETURNING owner`,
      [owner, key, request, begun ?? '', lost ?? '', old ?? ''],
    );
    if (claimed.length > 0) return { kind: 'new' };
    const [row] = await this.#run(
      'read_only',
      'SELECT request, reply FROM vitrine.kept_writes WHERE owner = $1 AND key = $2',
      [owner, key],
    );
    const [known = null, sealed = null] = row ?? [];
    if (known !== null && known !== request) return { kind: 'differs' };
    const reply = sealed === null ? null : this.#seal.open(sealed, placeOf({ owner, key, request }));
    return reply === null ? { kind: 'under_way' } : { kind: 'done', reply };
  }

  async finish(write: KeptWrite, reply: string): Promise<void> {
    await this.#run(
      'read_write',
      'UPDATE vitrine.kept_writes SET reply = $4 WHERE owner = $1 AND key = $2 AND request = $3',
      [write.owner, write.key, write.request, this.#seal.seal(reply, placeOf(write))],
    );
  }

  async release({ owner, key, request }: KeptWrite): Promise<void> {
    await this.#run(
      'read_write',
      'DELETE FROM vitrine.kept_writes WHERE owner = $1 AND key = $2 AND request = $3 AND reply IS NULL',
      [owner, key, request],
    );
  }
}

function placeOf({ owner, key, request }: KeptWrite): string {
  return JSON.stringify([owner, key, request]);
}
