/** How a call is written, for hints: from the tables that the reference is made of. */
import { AGGREGATE_TABLE } from './aggregate-table.ts';
import {
  ATTRIBUTE_FUNCTIONS,
  EDGE_FUNCTIONS,
  isAttributeFunction,
  isEdgeFunction,
  isMetricFunction,
  METRIC_FUNCTIONS,
} from './beyond-group.ts';
import { AGGREGATE_FUNCTIONS } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** `undefined` for what is no function. */
export function sayCall(name: string): string | undefined {
  const known = FUNCTIONS.get(name);
  if (known) return `Write ${name}${known.signature}: ${known.examples[0]?.[0] ?? ''}.`;
  const aggregate = AGGREGATE_FUNCTIONS.find((one) => one === name);
  if (aggregate) return `Write ${AGGREGATE_TABLE[aggregate].signature}.`;
  if (isEdgeFunction(name)) return `For example ${EDGE_FUNCTIONS[name].example}.`;
  if (isMetricFunction(name)) return `For example ${METRIC_FUNCTIONS[name].example}.`;
  return isAttributeFunction(name) ? `For example ${ATTRIBUTE_FUNCTIONS[name].example}.` : undefined;
}
