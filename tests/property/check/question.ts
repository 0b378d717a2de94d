/** One random project with its rows, and one question to it. */
import type { Query } from '../oracle/query.ts';
import type { Schema, Tables } from '../oracle/schema.ts';

export interface Project {
  readonly schema: Schema;
  readonly tables: Tables;
  /** The instant at which questions are asked. */
  readonly now: string;
}

export interface Question extends Project {
  readonly tenant: string;
  readonly query: Query;
}
