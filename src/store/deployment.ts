/** The account of which catalog was in force when, as the store keeps it. */

/** A metric as it was served. */
export interface DeployedMetric {
  readonly version: number;
  /** Content hash of the number. */
  readonly hash: string;
  readonly isPrivate: boolean;
}

/** What a server began to serve. */
export interface Deployment {
  /** Of the project's name. */
  readonly project: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** Hash of the catalog. */
  readonly catalog: string;
  /** The release of Vitrine. */
  readonly vitrine: string;
  /** Of the planner. */
  readonly semantics: number;
  readonly metrics: Readonly<Record<string, DeployedMetric>>;
}

/** What became of one on its way into the store: new, the same as the newest, or later than one that is newer. */
export const DEPLOYMENT_OUTCOMES = ['added', 'known', 'overtaken'] as const;
export type DeploymentOutcome = (typeof DEPLOYMENT_OUTCOMES)[number];

/** A deployment between those around it. */
export interface KeptDeployment extends Deployment {
  /** Later ones have greater ids. */
  readonly id: number;
  /** When the next one began; `null` for the one in force. */
  readonly until: string | null;
  /** The metrics of the one before; `null` for the first. */
  readonly before: Deployment['metrics'] | null;
}

export interface DeploymentFilter {
  /** Of this project alone; `null` for all that share the store. */
  readonly project: string | null;
  /** Only what was in force at this moment: ISO 8601. */
  readonly at?: string | undefined;
}

export interface DeploymentPageRequest {
  readonly limit: number;
  /** Only what is older than this id. */
  readonly after?: number | undefined;
}

export interface DeploymentPage {
  /** Newest first. */
  readonly items: readonly KeptDeployment[];
  /** The id of the last, where there are more. */
  readonly next: number | null;
}
