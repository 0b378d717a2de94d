/** A random project as the files an analyst would have written. */
import { stringify } from 'yaml';
import { FISCAL_YEAR_STARTS } from '../oracle/calendar.ts';
import { printFormula } from '../oracle/metric-formula.ts';
import { rootsOf } from '../oracle/request.ts';
import type { Member, MemberPath, Metric, Model, Rates, Schema } from '../oracle/schema.ts';
import type { Calendar } from '../oracle/working-time.ts';

/** Path → text; the tables are taken to be in the database schema `database`. */
export function renderProject(schema: Schema, database: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const model of schema.models.values())
    files.set(`models/${model.name}.yaml`, print(modelDocument(model, database)));
  for (const metric of schema.metrics.values())
    files.set(`numbers/${metric.name}.yaml`, print(metricDocument(schema, metric)));
  const formulas = [...files.values()].join('\n');
  files.set(
    'project.yaml',
    print({
      project: 'oracle',
      timezone: schema.zone,
      week_starts: schema.weekStarts,
      fiscal_year_starts: FISCAL_YEAR_STARTS,
      roles: Object.fromEntries(schema.roles),
      // Only those that formulas count by: what nobody reads can have no fault.
      ...entries(
        'calendars',
        [...schema.calendars].filter(([name]) => formulas.includes(`${name})`)),
        calendarDocument,
      ),
      ...(schema.rates === undefined ? {} : { rates: ratesDocument(schema.rates) }),
    }),
  );
  return files;
}

/** Definitions have no aliases, not even for lists that two calendars share. */
function print(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false });
}

function calendarDocument({ zone, hours, holidays }: Calendar): object {
  return { zone, hours: Object.fromEntries(hours), ...(holidays === null ? {} : { holidays }) };
}

function ratesDocument({ model, carry }: Rates): object {
  const columns = { from: 'source', to: 'target', date: 'day', rate: 'rate' };
  return { model, ...columns, ...(carry ? { missing: 'carry' } : {}) };
}

function modelDocument(model: Model, database: string): object {
  const { scope } = model;
  return {
    model: model.name,
    source: `${database}.${model.name}`,
    primary_key: model.primaryKey,
    ...(model.uniqueKeys.length > 0 ? { unique_keys: model.uniqueKeys } : {}),
    tenant:
      scope.kind === 'shared' ? 'shared' : scope.kind === 'column' ? scope.column : { join: scope.join },
    ...(model.time === null ? {} : { time: dotted(model.time) }),
    ...(model.valid === undefined ? {} : { valid: model.valid }),
    ...entries('joins', [...model.joins], ({ target, on, at }) => ({
      model: target,
      on: Object.fromEntries(on),
      ...(at === undefined ? {} : { at }),
    })),
    ...entries('roles', [...model.settlements], (path) => path.join('.')),
    ...entries('dimensions', membersOf(model, 'dimension'), memberDocument),
    ...entries('facts', membersOf(model, 'fact'), memberDocument),
  };
}

function entries<T>(
  key: string,
  items: readonly (readonly [string, T])[],
  render: (item: T) => unknown,
): object {
  return items.length === 0
    ? {}
    : { [key]: Object.fromEntries(items.map(([name, item]) => [name, render(item)])) };
}

function membersOf(
  model: Model,
  kind: Member['kind'],
): readonly (readonly [string, readonly [string, Member]])[] {
  return [...model.members].filter(([, member]) => member.kind === kind).map((entry) => [entry[0], entry]);
}

function memberDocument([name, { type, value, currency }]: readonly [string, Member]): object {
  if (value.kind === 'formula') return { type, formula: value.formula.print([]) };
  return {
    type,
    ...(value.column === name ? {} : { column: value.column }),
    ...(value.zone === null ? {} : { zone: value.zone }),
    ...(currency === undefined ? {} : { unit: { currency_column: currency } }),
  };
}

function metricDocument(schema: Schema, metric: Metric): object {
  const [root = ''] = rootsOf(schema, metric);
  return {
    metric: metric.name,
    version: 1,
    owner: 'oracle@example.com',
    description: `A number over ${schema.models.size} models.`,
    formula: printFormula(metric.formula),
    ...(metric.filter === null ? {} : { filter: metric.filter.print([root]) }),
    ...(metric.time === null ? {} : { time: `${root}.${dotted(metric.time)}` }),
    ...(metric.emptyIsNull ? { empty: null } : {}),
    ...(metric.allowed === null ? {} : { dimensions: metric.allowed }),
    ...(metric.isPrivate ? { private: true } : {}),
  };
}

function dotted({ path, member }: MemberPath): string {
  return [...path, member].join('.');
}
