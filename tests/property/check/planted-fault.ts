/** Faults put between the random questions and the product, each of a kind that a product could have. */
import type { Answer } from '../../../src/engine/answer.ts';
import type { Query } from '../oracle/query.ts';
import type { Schema, Tables } from '../oracle/schema.ts';
import { renderProject } from '../render/project-files.ts';
import type { Project } from './question.ts';

/** What the faulty product does otherwise; each part defaults to what the right one does. */
export interface PlantedFault {
  /** As one would report it: `the product takes two equal hours for one`. */
  readonly name: string;
  /** Whether the fault can show in answers to this query; by default, if it changes the query. */
  readonly concerns?: (query: Query) => boolean;
  /** Other definitions in the place of those that were written. */
  readonly schema?: (schema: Schema) => Schema;
  /** Another text in the place of a file's. */
  readonly text?: (file: string) => string;
  /** Other rows in the place of those that are there. */
  readonly tables?: (project: Project) => Tables;
  readonly query?: (query: Query, schema: Schema) => Query;
  readonly answer?: (answer: Answer, query: Query) => Answer;
  readonly now?: (now: string) => string;
  readonly tenant?: (tenant: string) => string;
}

/** What is planted in the product as it is. */
export const SOUND: PlantedFault = { name: 'has no fault' };

/** The project's files as a product with this fault would understand them. */
export function renderFaulty(
  schema: Schema,
  database: string,
  fault: PlantedFault,
): ReadonlyMap<string, string> {
  const files = renderProject(fault.schema?.(schema) ?? schema, database);
  const change = fault.text ?? ((text: string) => text);
  return new Map([...files].map(([path, text]) => [path, change(text)]));
}
