/**
 * The one fault to tell of a query that does not fit its schema. A validator's own list is no help where
 * the schema has alternatives: each piece is therefore checked against the alternative that was meant.
 */

import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { findSimilar, suggest } from '../base/did-you-mean.ts';
import {
  CompareSchema,
  ComparisonSchema,
  DimensionConditionSchema,
  EARLIER_RANGES,
  MetricConditionSchema,
  MetricItemSchema,
  MetricQuerySchema,
  TimeSchema,
  TopSchema,
} from './metric-query.ts';
import { QUERY_LIMITS } from './query-limits.ts';

export interface QueryFault {
  readonly problem: string;
  /** JSON Pointer. */
  readonly path: string;
  readonly hint: string | undefined;
}

interface Validator {
  Errors(value: unknown): TLocalizedValidationError[];
}

const wholeQuery = Compile(MetricQuerySchema);
const wholeCompare = Compile(CompareSchema);
const comparison = Compile(ComparisonSchema);
const metricItem = Compile(MetricItemSchema);
const dimensionCondition = Compile(DimensionConditionSchema);
const QUERY_KEYS = Object.keys(MetricQuerySchema.properties);
const ITEM_KEYS = Object.keys(MetricItemSchema.properties);
const metricCondition = Compile(MetricConditionSchema);
const GROUPS = ['all', 'any', 'not'] as const;
const CONDITION_KEYS = [...Object.keys(DimensionConditionSchema.properties), ...GROUPS];
const HAVING_KEYS = [...CONDITION_KEYS, 'metric'];
const TIME_KEYS = Object.keys(TimeSchema.properties);
/** Keys of the query's plain parts, by their pointer without indexes. */
const KEYS_AT: Readonly<Record<string, readonly string[]>> = {
  '': QUERY_KEYS,
  '/time': TIME_KEYS,
  '/top': Object.keys(TopSchema.properties),
  '/order': ['by', 'direction'],
};

export function findQueryFault(query: unknown): QueryFault {
  return (
    faultOutsideAlternatives(query) ??
    listFault(field(query, 'metrics'), '/metrics', metricFault) ??
    listFault(field(query, 'where'), '/where', conditionFault) ??
    listFault(field(query, 'having'), '/having', havingFault) ??
    compareFault(field(query, 'compare')) ?? {
      problem: 'The query does not fit its schema',
      path: '',
      hint: undefined,
    }
  );
}

/** The query with everything that has alternatives left out. */
function faultOutsideAlternatives(query: unknown): QueryFault | undefined {
  if (!isObject(query)) return firstFault(wholeQuery, query, { pointer: '', keys: QUERY_KEYS });
  const { where, having, metrics, compare: _compare, ...rest } = query;
  const plain = {
    ...rest,
    ...(metrics === undefined
      ? {}
      : { metrics: Array.isArray(metrics) && metrics.length > 0 ? ['metric'] : metrics }),
    ...(where === undefined ? {} : { where: Array.isArray(where) ? [] : where }),
    ...(having === undefined ? {} : { having: Array.isArray(having) ? [] : having }),
  };
  return firstFault(wholeQuery, plain, { pointer: '', keys: QUERY_KEYS });
}

const FORMS = '"previous_period", "previous_year", {"shift": "1 month"} or {"version": 1}';

function compareFault(compare: unknown): QueryFault | undefined {
  if (compare === undefined || wholeCompare.Check(compare)) return undefined;
  const isList = Array.isArray(compare);
  const faulty = isList ? compare.findIndex((item) => !comparison.Check(item)) : -1;
  if (isList && faulty < 0) {
    const problem = `"compare" takes from 1 to ${QUERY_LIMITS.comparisons} earlier ranges or versions`;
    return { problem, path: '/compare', hint: undefined };
  }
  const item: unknown = isList ? compare[faulty] : compare;
  const hint = typeof item === 'string' ? suggest(item.slice(0, 40), EARLIER_RANGES) : undefined;
  const problem = isList
    ? `Each of "compare" is ${FORMS}, or an object with "range", "shift" or "version", and "as"`
    : `"compare" is ${FORMS}, or a list of such with "as"`;
  return { problem, path: isList ? `/compare/${faulty}` : '/compare', hint };
}

function listFault(
  list: unknown,
  pointer: string,
  itemFault: (item: unknown, pointer: string) => QueryFault | undefined,
): QueryFault | undefined {
  if (!Array.isArray(list)) return undefined;
  for (const [index, item] of list.entries()) {
    const fault = itemFault(item, `${pointer}/${index}`);
    if (fault) return fault;
  }
  return undefined;
}

function metricFault(item: unknown, pointer: string): QueryFault | undefined {
  if (typeof item === 'string') return undefined;
  if (isObject(item)) return firstFault(metricItem, item, { pointer, keys: ITEM_KEYS });
  return {
    problem: `${pointer} must be the name of a metric, or an object with "metric"`,
    path: pointer,
    hint: undefined,
  };
}

function conditionFault(condition: unknown, pointer: string): QueryFault | undefined {
  const leaf = (): QueryFault | undefined => {
    const fault = firstFault(dimensionCondition, condition, { pointer, keys: CONDITION_KEYS });
    const isMetric = fault !== undefined && isObject(condition) && 'metric' in condition;
    return isMetric ? { ...fault, hint: 'Conditions on metrics belong in "having".' } : fault;
  };
  return groupFault(condition, pointer, { leaf, within: conditionFault });
}

function havingFault(condition: unknown, pointer: string): QueryFault | undefined {
  const leaf = (): QueryFault | undefined => {
    const isDimension = isObject(condition) && 'dimension' in condition;
    if (isDimension && 'metric' in condition) {
      const problem = 'A condition is about a metric or about a dimension, not both';
      return { problem, path: pointer, hint: undefined };
    }
    const validator = isDimension ? dimensionCondition : metricCondition;
    return firstFault(validator, condition, { pointer, keys: HAVING_KEYS });
  };
  return groupFault(condition, pointer, { leaf, within: havingFault });
}

function groupFault(
  condition: unknown,
  pointer: string,
  {
    leaf,
    within,
  }: {
    readonly leaf: () => QueryFault | undefined;
    readonly within: (item: unknown, pointer: string) => QueryFault | undefined;
  },
): QueryFault | undefined {
  const group = isObject(condition) ? GROUPS.find((key) => key in condition) : undefined;
  if (!isObject(condition) || !group) return leaf();
  const extra = Object.keys(condition).find((key) => key !== group);
  if (extra !== undefined)
    return {
      problem: `Beside "${group}" there can be no "${extra}"`,
      path: `${pointer}/${escapePointer(extra)}`,
      hint: undefined,
    };
  const parts = condition[group];
  if (group === 'not') return within(parts, `${pointer}/not`);
  const isList = Array.isArray(parts) && parts.length > 0;
  if (!isList)
    return {
      problem: `${pointer}/${group} must be a list of at least one condition`,
      path: `${pointer}/${group}`,
      hint: undefined,
    };
  return listFault(parts, `${pointer}/${group}`, within);
}

/** A misspelt key says more than the missing one that follows from it. */
function firstFault(
  validator: Validator,
  value: unknown,
  { pointer, keys }: { pointer: string; keys: readonly string[] },
): QueryFault | undefined {
  const errors = validator
    .Errors(value)
    .filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf');
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0];
  if (!error) return undefined;
  const path = pointer + error.instancePath;
  const place = path === '' ? 'The query' : path;
  switch (error.keyword) {
    case 'additionalProperties': {
      const [key = ''] = error.params.additionalProperties;
      return {
        problem: `There is no key "${key}" here`,
        path: `${path}/${escapePointer(key)}`,
        hint: suggestKey(key.slice(0, 60), path, keys),
      };
    }
    case 'required':
      return {
        problem: `${place} needs "${error.params.requiredProperties.join('", "')}"`,
        path,
        hint: undefined,
      };
    case 'enum': {
      const allowed = error.params.allowedValues.map(String);
      return {
        problem: `${place} must be one of: ${allowed.join(', ')}`,
        path,
        hint: suggestValue(valueAt(value, error.instancePath), allowed),
      };
    }
    default:
      return {
        problem: `${place} ${sayForm(error, path)}`,
        path,
        hint: suggestForm(valueAt(value, error.instancePath), path),
      };
  }
}

/** Keys of the part that the fault is in; a key of `time` on the outside is told where it belongs. */
function suggestKey(key: string, path: string, keys: readonly string[]): string | undefined {
  const known = KEYS_AT[path.replace(/\/\d+$/, '')] ?? keys;
  const [time] = path === '' ? findSimilar(key, TIME_KEYS) : [];
  const near = suggest(key, known);
  return time !== undefined && near === undefined
    ? `"${time}" belongs in "time".`
    : (near ?? `There are: ${known.join(', ')}.`);
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['array', 'a list'],
  ['boolean', 'true or false'],
  ['integer', 'a whole number'],
  ['object', 'an object'],
  ['string', 'a text'],
]);

/** What a value must be, in words rather than in those of JSON Schema. */
function sayForm(error: TLocalizedValidationError, path: string): string {
  if (path === '/tenants') return 'must be a list of tenants, or "all"';
  if (path.endsWith('/as'))
    return 'must be a name: lower-case letters, digits and _, first a letter, at most 63';
  if (/\/(value|values\/\d+)$/.test(path)) return 'must be a text, a number, true or false';
  if (error.keyword === 'minimum') return `must be at least ${error.params.limit}`;
  if (error.keyword !== 'type') return error.message;
  const types = [error.params.type].flat().map((type) => TYPES.get(type) ?? type);
  return `must be ${types.join(' or ')}`;
}

/** What was meant by a null, or by one where a list is needed. */
function suggestForm(value: unknown, path: string): string | undefined {
  if (value === null && /\/(value|values\/\d+)$/.test(path))
    return 'A null is asked for by the operator is_null, its absence by not_null.';
  if (path === '/definitions') return 'A day is year, month and day: "2026-01-31".';
  if (path === '/currency') return 'A currency is three capital letters: "EUR".';
  if (typeof value === 'string' && ['/by', '/metrics', '/top/of', '/tenants'].includes(path))
    return `Write a list: [${JSON.stringify(value.slice(0, 60))}].`;
  return undefined;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function suggestValue(value: unknown, allowed: readonly string[]): string | undefined {
  return typeof value === 'string' ? suggest(value.slice(0, 60), allowed) : undefined;
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (isObject(at) || Array.isArray(at) ? field(at, key) : undefined), value);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
