/** Published answers in the store: added once, and read only where they are what they were. */
import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import type { TenantId } from '../tenancy/principal.ts';
import type { FreezePageRequest, KeptFreeze, NewFreeze, StoredFreezeHead } from './freeze.ts';
import type { RunStatement } from './run-statement.ts';

/** JSON, with moments in ISO 8601 in UTC: a text that needs no knowledge of PostgreSQL to read. */
const HEAD = `json_build_object(
  'id', id, 'project', project, 'name', name, 'note', note, 'tenants', tenants, 'madeBy', made_by,
  'madeAt', to_char(made_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'catalog', catalog, 'head', head)::text`;

const ID = /^[0-9a-f]{64}$/;

export class FreezeLog {
  readonly #run: RunStatement;

  constructor(run: RunStatement) {
    this.#run = run;
  }

  /** The id; `null` where the tenants have a freeze of that name. */
  async add({ content, ...head }: NewFreeze): Promise<string | null> {
    const contentHash = hashOf(content);
    const { project, name, note, tenants, madeBy, madeAt, catalog } = head;
    const rows = await this.#run(
      'read_write',
      `INSERT INTO vitrine.freezes (id, project, name, note, tenants, made_by, made_at, catalog, head, content,
         content_hash, tenants_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (project, tenants_hash, name) DO NOTHING RETURNING id`,
      [
        idOf(head, contentHash),
        project,
        name,
        note,
        tenants,
        madeBy,
        madeAt,
        catalog,
        head.head,
        content,
        contentHash,
        hashOf(tenants),
      ],
    );
    return rows[0]?.[0] ?? null;
  }

  /** @throws SemanticError SERVER_FREEZE_EDITED where it is not what it was */
  async find(id: string): Promise<KeptFreeze | null> {
    if (!ID.test(id)) return null;
    const [row] = await this.#run(
      'read_only',
      `SELECT ${HEAD}, content_hash, content FROM vitrine.freezes WHERE id = $1`,
      [id],
    );
    if (!row) return null;
    const [head, contentHash, content] = row;
    invariant(typeof content === 'string', 'a freeze has content');
    const kept = readHead([head ?? null, contentHash ?? null]);
    if (hashOf(content) !== contentHash) throw edited(id);
    return { ...kept, content };
  }

  /**
   * Of tenants that are all among these, the newest first, at most `limit`.
   * @throws SemanticError SERVER_FREEZE_EDITED where one is not what it was
   */
  async list(
    project: string,
    tenants: readonly TenantId[],
    { after, limit }: FreezePageRequest,
  ): Promise<readonly KeptFreeze<StoredFreezeHead>[]> {
    if (!isStorableText(project)) return [];
    const rows = await this.#run(
      'read_only',
      `SELECT ${HEAD}, content_hash FROM vitrine.freezes
       WHERE project = $1 AND tenants <@ $2::text[]
         AND ($3::timestamptz IS NULL OR (made_at, id) < ($3::timestamptz, $4::text))
       ORDER BY made_at DESC, id DESC LIMIT $5::bigint`,
      [project, tenants.filter(isStorableText), after?.at ?? null, after?.id ?? null, String(limit)],
    );
    return rows.map(readHead);
  }
}

function readHead([text, contentHash]: readonly (string | null)[]): KeptFreeze<StoredFreezeHead> {
  invariant(typeof text === 'string', 'a freeze is an object');
  // The database's own columns, which only `add` fills; that nobody else did is what the id says.
  const { id, ...head } = JSON.parse(text) as KeptFreeze<StoredFreezeHead>;
  if (idOf(head, contentHash ?? '') !== id) throw edited(id);
  return { id, ...head };
}

function idOf(head: StoredFreezeHead, contentHash: string): string {
  return hashOf([head, contentHash]);
}

function edited(id: string): SemanticError {
  return new SemanticError('SERVER_FREEZE_EDITED', { freeze: id.slice(0, 12) });
}
