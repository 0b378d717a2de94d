/** Smaller projects than a given one: formulas cut down to a part, members and models that nothing needs gone. */
import {
  forEachInput,
  isAround,
  type MetricFormula,
  partsOf,
  printFormula,
} from '../oracle/metric-formula.ts';
import { type Metric, type Model, need, type Schema } from '../oracle/schema.ts';
import type { Question } from './question.ts';

/** Each differs from the question's own in one place, and may not make sense any more. */
export function* smallerSchemas(question: Question): Generator<Schema> {
  const { schema } = question;
  const metrics = usedMetrics(question);
  if (metrics.size < schema.metrics.size) yield { ...schema, metrics };
  yield* withoutHolidays(schema);
  yield* withoutModels(question);
  for (const metric of metrics.values())
    for (const smaller of smallerMetrics(metric))
      yield { ...schema, metrics: new Map([...schema.metrics, [metric.name, smaller]]) };
  for (const model of schema.models.values())
    for (const smaller of smallerModels(model))
      yield { ...schema, models: new Map([...schema.models, [model.name, smaller]]) };
}

function usedMetrics({ schema, query }: Question): Schema['metrics'] {
  const used = new Set<string>();
  const visit = (name: string) => {
    used.add(name);
    forEachInput(need(schema.metrics, name).formula, (input) => input.kind === 'metric' && visit(input.name));
  };
  for (const asked of query.metrics ?? []) visit(typeof asked === 'string' ? asked : asked.metric);
  return new Map([...schema.metrics].filter(([name]) => used.has(name)));
}

function* withoutModels({ schema, query }: Question): Generator<Schema> {
  const asked = JSON.stringify(query);
  const formulas = [...schema.metrics.values()].map(({ formula }) => printFormula(formula)).join();
  const holidays = [...schema.calendars.values()].map((calendar) => calendar.holidays?.model);
  for (const name of schema.models.keys()) {
    const joined = [...schema.models.values()].some(({ joins }) =>
      [...joins.values()].some(({ target }) => target === name),
    );
    const roles = [...schema.roles].filter(([, target]) => target !== name);
    const named = [name, ...[...schema.roles].filter(([, target]) => target === name).map(([role]) => role)];
    if (joined || holidays.includes(name) || named.some((word) => `${asked}${formulas}`.includes(word)))
      continue;
    const models = new Map([...schema.models].filter(([other]) => other !== name));
    yield { ...schema, roles: new Map(roles), models };
  }
}

function* withoutHolidays(schema: Schema): Generator<Schema> {
  for (const [name, calendar] of schema.calendars)
    if (calendar.holidays !== null)
      yield { ...schema, calendars: new Map([...schema.calendars, [name, { ...calendar, holidays: null }]]) };
}

function* smallerMetrics(metric: Metric): Generator<Metric> {
  if (metric.filter !== null) yield { ...metric, filter: null };
  if (metric.time !== null) yield { ...metric, time: null };
  if (metric.emptyIsNull) yield { ...metric, emptyIsNull: false };
  if (metric.allowed !== null) yield { ...metric, allowed: null };
  for (const formula of smallerFormulas(metric.formula)) yield { ...metric, formula };
}

function* smallerFormulas(formula: MetricFormula): Generator<MetricFormula> {
  if ((formula.kind === 'aggregate' || formula.kind === 'metric') && formula.filter !== null)
    yield { ...formula, filter: null };
  yield* partsOf(formula);
  if (isAround(formula))
    for (const operand of smallerFormulas(formula.operand)) yield { ...formula, operand };
  if (formula.kind !== 'arithmetic') return;
  for (const left of smallerFormulas(formula.left)) yield { ...formula, left };
  for (const right of smallerFormulas(formula.right)) yield { ...formula, right };
}

function* smallerModels(model: Model): Generator<Model> {
  for (const name of model.joins.keys()) {
    if (model.scope.kind === 'join' && model.scope.join === name) continue;
    yield { ...model, joins: without(model.joins, name) };
  }
  for (const name of model.settlements.keys())
    yield { ...model, settlements: without(model.settlements, name) };
  for (const [name, { kind }] of model.members)
    if (kind !== 'key') yield { ...model, members: without(model.members, name) };
}

function without<T>(map: ReadonlyMap<string, T>, name: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([other]) => other !== name));
}
