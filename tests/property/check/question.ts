/** One random project with its rows, and one question to it. */
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { Schema, Tables } from '../oracle/schema.ts';

export interface Project {
  readonly schema: Schema;
  readonly tables: Tables;
}

export interface Question extends Project {
  readonly tenant: string;
  readonly query: MetricQuery;
}
