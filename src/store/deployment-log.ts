/** Deployments in the store: added one after another, read newest first, never changed. */
import { invariant } from '../base/invariant.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import {
  DEPLOYMENT_OUTCOMES,
  type Deployment,
  type DeploymentFilter,
  type DeploymentOutcome,
  type DeploymentPage,
  type DeploymentPageRequest,
  type KeptDeployment,
} from './deployment.ts';
import { explainFault, type RunStatement, runStatementOn } from './run-statement.ts';

/** Any number that no other program on the database takes; held until the transaction ends. */
const LOCK = { text: 'SELECT pg_advisory_xact_lock(7291640385114)', parameters: [] };
const TIMEOUT_MS = 15_000;

/** JSON, with moments in ISO 8601 in UTC: a text that needs no knowledge of PostgreSQL to read. */
const MOMENT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

export class DeploymentLog {
  readonly #database: PostgresDatabase;
  readonly #run: RunStatement;

  constructor(database: PostgresDatabase) {
    this.#database = database;
    this.#run = runStatementOn(database);
  }

  /**
   * Adds nothing where the newest of the project is the same, so that servers of one store may all tell what they
   * serve. The clock of one of them that is behind puts nothing before what is there; and what had to wait is not put
   * behind what was served after it.
   */
  async add(
    { project, at, catalog, vitrine, semantics, metrics }: Deployment,
    hasWaited: boolean,
  ): Promise<DeploymentOutcome> {
    const adding = this.#database.transaction(
      [
        LOCK,
        {
          text: `WITH newest AS (
              SELECT at, catalog, vitrine, semantics FROM vitrine.deployments
              WHERE project = $1 ORDER BY id DESC LIMIT 1
            ), same AS (
              SELECT FROM newest WHERE catalog = $3 AND vitrine = $4 AND semantics = $5::integer
            ), later AS (
              SELECT FROM newest WHERE $7::boolean AND at > $2::timestamptz
            ), added AS (
              INSERT INTO vitrine.deployments (project, at, catalog, vitrine, semantics, metrics)
              SELECT $1, greatest($2::timestamptz, (SELECT at FROM newest)), $3, $4, $5::integer, $6::jsonb
              WHERE NOT EXISTS (SELECT FROM same) AND NOT EXISTS (SELECT FROM later)
              RETURNING id
            )
            SELECT CASE WHEN EXISTS (SELECT FROM added) THEN 'added'
              WHEN EXISTS (SELECT FROM same) THEN 'known' ELSE 'overtaken' END`,
          parameters: [
            project,
            at,
            catalog,
            vitrine,
            String(semantics),
            JSON.stringify(metrics),
            String(hasWaited),
          ],
        },
      ],
      { mode: 'read_write', timeoutMs: TIMEOUT_MS },
    );
    const [, [row] = []] = await adding.catch((error: unknown) => {
      throw explainFault(error);
    });
    const [outcome] = row ?? [];
    invariant(isOutcome(outcome), 'a deployment is added, or it says why not');
    return outcome;
  }

  async read({ project, at }: DeploymentFilter, page: DeploymentPageRequest): Promise<DeploymentPage> {
    if (project !== null && !isStorableText(project)) return { items: [], next: null };
    const rows = await this.#run(
      'read_only',
      `SELECT json_build_object(
           'id', own.id, 'project', own.project, 'at', to_char(own.at, ${MOMENT}), 'catalog', own.catalog,
           'vitrine', own.vitrine, 'semantics', own.semantics, 'metrics', own.metrics,
           'until', to_char(next.at, ${MOMENT}), 'before', before.metrics)::text
       FROM vitrine.deployments AS own
       LEFT JOIN LATERAL (
         SELECT at FROM vitrine.deployments WHERE project = own.project AND id > own.id ORDER BY id LIMIT 1
       ) AS next ON true
       LEFT JOIN LATERAL (
         SELECT metrics FROM vitrine.deployments WHERE project = own.project AND id < own.id
         ORDER BY id DESC LIMIT 1
       ) AS before ON true
       WHERE ($1::text IS NULL OR own.project = $1)
         AND ($2::timestamptz IS NULL OR (own.at <= $2::timestamptz AND coalesce(next.at > $2::timestamptz, true)))
         AND ($3::bigint IS NULL OR own.id < $3::bigint)
       ORDER BY own.id DESC LIMIT $4::bigint`,
      [project, at ?? null, page.after === undefined ? null : String(page.after), String(page.limit + 1)],
    );
    const items = rows.slice(0, page.limit).map(readDeployment);
    return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
  }
}

function isOutcome(text: string | null | undefined): text is DeploymentOutcome {
  return DEPLOYMENT_OUTCOMES.some((outcome) => outcome === text);
}

function readDeployment([text]: readonly (string | null)[]): KeptDeployment {
  invariant(typeof text === 'string', 'a deployment is an object');
  // The database's own columns, which only `add` fills.
  return JSON.parse(text) as KeptDeployment;
}
