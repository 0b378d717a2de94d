/** Notes on numbers in the store: added, changed where nobody else did meanwhile, removed, and read newest first. */
import { Temporal } from 'temporal-polyfill';
import { invariant } from '../base/invariant.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import type { PostgresDatabase, SqlParameter } from '../postgres/postgres-database.ts';
import type {
  AnnotationBody,
  AnnotationChoice,
  AnnotationFilter,
  AnnotationPage,
  AnnotationPageRequest,
  AnnotationSubject,
  StoredAnnotation,
} from './annotation.ts';
import { explainFault, type RunStatement, runStatementOn } from './run-statement.ts';

/** Any number that no other program on the database takes; held until the transaction ends. */
const LOCK = { text: 'SELECT pg_advisory_xact_lock(7291640385115)', parameters: [] };
const TIMEOUT_MS = 15_000;

const INSTANT = (column: string, digits: 'MS' | 'US'): string =>
  `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.${digits}"Z"')`;

/** JSON, with moments in ISO 8601 in UTC: a text that needs no knowledge of PostgreSQL to read. */
const NOTE = `json_build_object(
  'id', id, 'project', project, 'text', text, 'tenants', tenants, 'metric', metric,
  'dimension', CASE WHEN dimension IS NOT NULL THEN
    json_build_object('name', dimension, 'value', json_build_object('text', value, 'kind', value_kind)) END,
  'from', ${INSTANT('range_from', 'US')}, 'to', ${INSTANT('range_to', 'US')}, 'visibility', visibility,
  'author', json_build_object('kind', author_kind, 'id', author), 'rowScope', row_scope, 'revision', revision,
  'madeAt', ${INSTANT('made_at', 'MS')}, 'editedAt', ${INSTANT('edited_at', 'MS')})::text`;

/** `$1` to `$6`, as {@link filterParameters} gives them. */
const FILTERED = `project = $1 AND tenants && $2::text[] AND ($3::text IS NULL OR visibility = $3)
  AND ($4::text IS NULL OR dimension IS NULL OR row_scope = $4)
  AND ($5::timestamptz IS NULL OR coalesce(range_to > $5::timestamptz, true))
  AND ($6::timestamptz IS NULL OR coalesce(range_from < $6::timestamptz, true))`;

export class AnnotationLog {
  readonly #database: PostgresDatabase;
  readonly #run: RunStatement;

  constructor(database: PostgresDatabase) {
    this.#database = database;
    this.#run = runStatementOn(database);
  }

  /** Adds nothing where one of its tenants has so many already; of those who add at once, one after the other. */
  async add(note: StoredAnnotation, most: number): Promise<boolean> {
    const { id, project, tenants, author, madeAt, revision } = note;
    const adding = this.#database.transaction(
      [
        LOCK,
        {
          text: `INSERT INTO vitrine.annotations (id, project, tenants, author_kind, author, made_at, placed_at, revision,
               text, metric, dimension, value, value_kind, range_from, range_to, visibility, row_scope)
             SELECT $1, $2, $3::text[], $4, $5, $6::timestamptz,
               greatest($6::timestamptz, (SELECT max(placed_at) + interval '1 microsecond'
                 FROM vitrine.annotations WHERE project = $2)), $7::integer,
               $8, $9, $10, $11, $12, $13::timestamptz, $14::timestamptz, $15, $16
             WHERE NOT EXISTS (
               SELECT FROM unnest($3::text[]) AS own (tenant)
               WHERE (SELECT count(*) FROM vitrine.annotations
                      WHERE project = $2 AND tenants @> ARRAY[own.tenant]) >= $17::bigint
             ) RETURNING id`,
          parameters: [
            id,
            project,
            tenants,
            author.kind,
            author.id,
            madeAt,
            String(revision),
            ...bodyParameters(note),
            String(most),
          ],
        },
      ],
      { mode: 'read_write', timeoutMs: TIMEOUT_MS },
    );
    const [, added = []] = await adding.catch((error: unknown) => {
      throw explainFault(error);
    });
    return added.length > 0;
  }

  async find(project: string, id: string): Promise<StoredAnnotation | null> {
    if (![project, id].every(isStorableText)) return null;
    const [row] = await this.#run(
      'read_only',
      `SELECT ${NOTE} FROM vitrine.annotations WHERE project = $1 AND id = $2`,
      [project, id],
    );
    return row ? readNote(row) : null;
  }

  /** Whether it was at that revision still. */
  async change(id: string, revision: number, changed: AnnotationBody, at: string): Promise<boolean> {
    const rows = await this.#run(
      'read_write',
      `UPDATE vitrine.annotations
       SET revision = revision + 1, edited_at = $3::timestamptz, text = $4, metric = $5, dimension = $6, value = $7,
         value_kind = $8, range_from = $9::timestamptz, range_to = $10::timestamptz, visibility = $11, row_scope = $12
       WHERE id = $1 AND revision = $2::integer RETURNING id`,
      [id, String(revision), at, ...bodyParameters(changed)],
    );
    return rows.length > 0;
  }

  /** Whether it was at that revision still. */
  async remove(id: string, revision: number): Promise<boolean> {
    const rows = await this.#run(
      'read_write',
      'DELETE FROM vitrine.annotations WHERE id = $1 AND revision = $2::integer RETURNING id',
      [id, String(revision)],
    );
    return rows.length > 0;
  }

  /** What the notes are about, each once. */
  async listSubjects(filter: AnnotationFilter): Promise<readonly AnnotationSubject[]> {
    if (!isStorableText(filter.project)) return [];
    const rows = await this.#run(
      'read_only',
      `SELECT DISTINCT metric, dimension FROM vitrine.annotations WHERE ${FILTERED}`,
      filterParameters(filter),
    );
    return rows.map(([metric = null, dimension = null]) => ({ metric, dimension }));
  }

  async read(
    filter: AnnotationFilter,
    { subjects, values }: AnnotationChoice,
    { limit, after }: AnnotationPageRequest,
  ): Promise<AnnotationPage> {
    if (!isStorableText(filter.project)) return { items: [], next: null };
    const allowed =
      values && [...values].flatMap(([name, texts]) => texts.map((text) => [name, text] as const));
    const rows = await this.#run(
      'read_only',
      `SELECT ${NOTE}, ${INSTANT('placed_at', 'US')} FROM vitrine.annotations
       WHERE ${FILTERED}
         AND (coalesce(metric, ''), coalesce(dimension, '')) IN (SELECT * FROM unnest($7::text[], $8::text[]))
         AND (dimension IS NULL OR $9::text[] IS NULL
           OR (dimension, value) IN (SELECT * FROM unnest($9::text[], $10::text[])))
         AND ($11::timestamptz IS NULL OR placed_at < $11::timestamptz)
       ORDER BY placed_at DESC LIMIT $12::bigint`,
      [
        ...filterParameters(filter),
        subjects.map(({ metric }) => metric ?? ''),
        subjects.map(({ dimension }) => dimension ?? ''),
        allowed && allowed.map(([name]) => name),
        allowed && allowed.map(([, text]) => text),
        after,
        String(limit + 1),
      ],
    );
    const shown = rows.slice(0, limit);
    const [, last = null] = shown.at(-1) ?? [];
    return { items: shown.map(readNote), next: rows.length > limit ? last : null };
  }
}

function bodyParameters(note: AnnotationBody): readonly SqlParameter[] {
  const { text, metric, dimension, from, to, visibility, rowScope } = note;
  const { name = null, value = null } = dimension ?? {};
  return [text, metric, name, value?.text ?? null, value?.kind ?? null, from, to, visibility, rowScope];
}

function filterParameters(filter: AnnotationFilter): readonly SqlParameter[] {
  const { project, tenants, visibility, rowScope, from, to } = filter;
  return [project, tenants.filter(isStorableText), visibility, rowScope, from, to];
}

function readNote([text]: readonly (string | null)[]): StoredAnnotation {
  invariant(typeof text === 'string', 'a note is an object');
  // The database's own columns, which only `add` and `change` fill.
  const note = JSON.parse(text) as StoredAnnotation;
  return { ...note, from: shortest(note.from), to: shortest(note.to) };
}

/** Without digits that say nothing. */
function shortest(instant: string | null): string | null {
  return instant && Temporal.Instant.from(instant).toString();
}
