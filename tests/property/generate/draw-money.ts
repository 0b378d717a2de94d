/**
 * Money for a random project: a fact in a currency that each row names, metrics of it, and a table of rates with
 * gaps, nulls and days to come. What is drawn before knows nothing of it, so plain numbers and money never meet.
 */
import { addDays } from '../oracle/calendar.ts';
import { Decimal } from '../oracle/decimal.ts';
import type { Aggregate, MetricFormula } from '../oracle/metric-formula.ts';
import { typeOfFormula } from '../oracle/metric-formula.ts';
import { CURRENCY } from '../oracle/rates.ts';
import { arithmetic, cases, member, numberLiteral, type RowFormula } from '../oracle/row-formula.ts';
import type { Member, Metric, Model, Row, Schema } from '../oracle/schema.ts';
import type { Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { sourceOf } from './draw-aggregate.ts';
import type { DrawnProject } from './draw-project.ts';
import { drawCondition } from './draw-row-formula.ts';
import { drawValue, physicalType } from './draw-values.ts';

/** Those that queries ask for; of the others, one has rates and one none. */
export const TARGETS: readonly string[] = ['EUR', 'EUR', 'USD'];

const CURRENCIES = ['EUR', 'USD', 'USD', 'JPY', 'JPY', 'XAU', null] as const;
const RATES: readonly string[] = ['0.5', '1.25', '0.0061', '2', '100.01'];
const FACT = 'money';
const RATE_MODEL = 'fx';

/** The same project, in which some model has money; now and then as it is. */
export function addMoney(draw: Draw, project: DrawnProject): DrawnProject {
  const { schema, theatre, tables } = project;
  const timed = [...schema.models.values()].filter(({ time }) => time !== null);
  if (draw.chance(50)) return project;
  const root = draw.pick(timed.length > 0 && draw.chance(95) ? timed : [...schema.models.values()]);
  const type = draw.pick(['integer', 'decimal', 'decimal', 'float'] as const);
  const rates = rateModel(root.scope.kind === 'shared' || draw.chance(50));
  const models = new Map([...schema.models, [root.name, withMoney(root, type)], [RATE_MODEL, rates]]);
  const rows = (tables.get(root.name) ?? []).map((row) => ({
    ...row,
    [CURRENCY]: draw.pick(CURRENCIES),
    [FACT]: draw.chance(15) ? null : drawValue(draw, { type, zone: null }, theatre),
  }));
  return {
    ...project,
    tables: new Map([...tables, [root.name, rows], [RATE_MODEL, drawRates(draw, theatre.day, rates)]]),
    schema: {
      ...schema,
      models,
      metrics: new Map([...schema.metrics, ...drawMoneyMetrics(draw, project, { root, type })]),
      rates: { model: RATE_MODEL, carry: draw.chance(70) },
    },
  };
}

function withMoney(root: Model, type: Type): Model {
  const column = (name: string) => ({ kind: 'column', column: name, zone: null }) as const;
  return {
    ...root,
    columns: new Map([...root.columns, [CURRENCY, 'text'], [FACT, physicalType(type, null)]]),
    members: new Map<string, Member>([
      ...root.members,
      [CURRENCY, { kind: 'dimension', type: 'string', value: column(CURRENCY) }],
      [FACT, { kind: 'fact', type, value: column(FACT), currency: CURRENCY }],
    ]),
  };
}

function rateModel(isShared: boolean): Model {
  const stored = (kind: Member['kind'], type: Type, column: string): [string, Member] => [
    column,
    { kind, type, value: { kind: 'column', column, zone: null } },
  ];
  return {
    name: RATE_MODEL,
    columns: new Map([
      ...(isShared ? [] : [['owner', 'text'] as const]),
      ['source', 'text'],
      ['target', 'text'],
      ['day', 'date'],
      ['rate', 'numeric'],
    ]),
    primaryKey: ['source', 'target', 'day'],
    uniqueKeys: [],
    scope: isShared ? { kind: 'shared' } : { kind: 'column', column: 'owner' },
    joins: new Map(),
    settlements: new Map(),
    members: new Map([
      stored('dimension', 'string', 'source'),
      stored('dimension', 'string', 'target'),
      stored('dimension', 'date', 'day'),
      stored('fact', 'decimal', 'rate'),
    ]),
    time: null,
  };
}

/** About the day of the theatre and about a year before; some have no day, some no rate, some are of days to come. */
function drawRates(draw: Draw, day: string, { scope }: Model): readonly Row[] {
  const owners = scope.kind === 'shared' ? [null] : ['7', '8', '17', null];
  return owners.flatMap((owner) =>
    ['EUR', 'USD', 'JPY'].flatMap((source) =>
      ['EUR', 'USD'].flatMap((target) => {
        const offsets = [-4000, -370, -2, -1, 0, 1, 2, 400].filter(() => draw.chance(45));
        const days = [...offsets.map((offset) => addDays(day, offset)), ...(draw.chance(20) ? [null] : [])];
        return days.map((since) => ({
          ...(scope.kind === 'shared' ? {} : { owner }),
          source,
          target,
          day: since,
          rate: draw.chance(12) ? null : Decimal.parse(draw.pick(RATES)),
        }));
      }),
    ),
  );
}

interface MoneyFact {
  readonly root: Model;
  readonly type: Type;
}

function drawMoneyMetrics(draw: Draw, project: DrawnProject, fact: MoneyFact): readonly [string, Metric][] {
  const plain = { filter: null, time: null, emptyIsNull: false, allowed: null, isPrivate: false };
  const bases = [1, 2].map((place): Metric => {
    const formula = drawMoneyAggregate(draw, project, fact);
    return { ...plain, name: `money_${place}`, formula, emptyIsNull: draw.chance(12) };
  });
  const named = ({ name, formula }: Metric): MetricFormula => ({
    kind: 'metric',
    name,
    type: typeOfFormula(formula),
    filter: null,
  });
  const [first, second] = bases.map(named);
  const counts = [...project.schema.metrics.values()].filter(({ name }) => name.startsWith('base_'));
  const numbers = counts.filter(
    ({ formula }) => formula.kind === 'aggregate' && formula.function === 'count',
  );
  if (!first || !second) return [];
  const derived: MetricFormula[] = [
    { kind: 'arithmetic', operator: '/', left: first, right: second },
    { kind: 'call', name: 'coalesce', operands: [first, { kind: 'number', digits: '0' }] },
    ...numbers.map(
      (metric): MetricFormula => ({
        kind: 'arithmetic',
        operator: '*',
        left: first,
        right: named(metric),
      }),
    ),
  ];
  const all = [...bases, ...derived.map((formula, place) => ({ ...plain, name: `worth_${place}`, formula }))];
  return all.map((metric) => [metric.name, metric]);
}

function drawMoneyAggregate(
  draw: Draw,
  { theatre, schema }: DrawnProject,
  { root, type }: MoneyFact,
): Aggregate {
  const source = sourceOf({ draw, theatre, models: schema }, root);
  const money = member([], FACT, type);
  const condition = drawCondition(source);
  const written = condition && cases([{ when: condition, gives: money }], numberLiteral('100'));
  const argument: RowFormula = draw.pick([
    money,
    money,
    arithmetic('*', money, numberLiteral('3')),
    written ?? money,
  ]);
  return {
    kind: 'aggregate',
    function: draw.pick(['sum', 'sum', 'avg', 'min', 'max', 'median'] as const),
    fraction: null,
    root: root.name,
    argument,
    filter: draw.chance(35) ? drawCondition(source) : null,
    isMoney: true,
  };
}

/** Whether some aggregate under the metrics is of money. */
export function restsOnMoney(schema: Pick<Schema, 'metrics'>, names: readonly string[]): boolean {
  return names.some((name) => /^(money|worth)_/.test(name) && schema.metrics.has(name));
}
