/**
 * Money → money of one currency: the argument of an aggregate times the rate of its row's own day, before anything
 * is added up. Beside each such aggregate another counts the rows that have money and no rate, so that what
 * they are part of can be null and not too little.
 */
import { invariant } from '../base/invariant.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { findMoney, type MoneySource } from '../catalog/find-money.ts';
import { writesMoney } from '../catalog/infer-unit.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { AGGREGATES } from '../formula/aggregates.ts';
import {
  type Aggregate,
  conjunction,
  type Literal,
  type MemberReference,
  type Parameter,
  REPORTING_ZONE,
  type RowExpression,
} from '../formula/expression.ts';
import { typeOperator } from '../formula/operator-types.ts';
import type { OperatorName } from '../formula/operators.ts';
import { TENANT_PROFILE } from './bound-query.ts';
import { placeOf } from './member-place.ts';
import type { ParameterList } from './parameter-list.ts';
import { mixedRow, moneyArgument } from './refuse-mixed-currencies.ts';
import { findPeriod } from './whole-periods.ts';

/** An aggregate of converted money, and the count of the rows whose money lacks a rate. */
export interface ConvertedAggregate {
  readonly aggregate: Aggregate;
  readonly withoutRate: Aggregate;
}

interface ConverterParts {
  readonly catalog: Catalog;
  readonly parameters: ParameterList;
  /** The currency of the tenants, where all have one; the project's unless they say otherwise. */
  readonly tenantCurrency: string | null;
  readonly tenantsDiffer: boolean;
}

const PLACE = '/currency';

/** Converts to one currency; mutable while binding only. */
export class MoneyConverter {
  /** The currency asked for. */
  readonly target: Parameter;
  private readonly parts: ConverterParts;
  private readonly rateType: 'integer' | 'decimal' | 'float';
  private readonly operator: 'daily_rate' | 'carried_rate';
  private tenants: Parameter | null = null;

  /** @throws SemanticError QUERY_NO_RATES */
  constructor(currency: string, parts: ConverterParts) {
    const { rates } = parts.catalog.project;
    if (!rates) {
      const hint = 'Declare in project.yaml which model has them: `rates: { model, from, to, date, rate }`.';
      throw new SemanticError('QUERY_NO_RATES', {}, { path: PLACE, hint });
    }
    const type = parts.catalog.models.get(rates.model)?.members.get(rates.rate)?.type;
    invariant(type === 'integer' || type === 'decimal' || type === 'float', 'a rate is a number');
    this.rateType = type;
    this.operator = rates.carry ? 'carried_rate' : 'daily_rate';
    this.parts = parts;
    this.target = parts.parameters.add(currency, 'string');
  }

  /**
   * `null` for what is no money. `metric` is named in refusals.
   * @throws SemanticError QUERY_NO_TIME, QUERY_MIXED_CURRENCIES, QUERY_NO_TENANT
   */
  convert(aggregate: Aggregate, metric: string): ConvertedAggregate | null {
    const argument = moneyArgument(aggregate);
    const root = this.parts.catalog.models.get(aggregate.root);
    invariant(root, `model ${aggregate.root} was resolved`);
    const money = argument && findMoney(argument, root, this.parts.catalog.models);
    if (!argument || !money) return null;
    if (money.kind === 'mixed') throw mixedRow(metric, root.name, money.columns);
    if (money.over.length + money.under.length === 0) return null;
    this.requireTenant(root);
    const { time } = aggregate;
    if (!time) {
      const hint = 'Rates are those of a day: leave "currency" out, or give the metric a time.';
      throw new SemanticError('QUERY_NO_TIME', { metric, asked: 'a currency' }, { path: PLACE, hint });
    }
    refuseCutDay(aggregate.root, time, this.parts.catalog);
    const day = operation('bucket_day', time.type === 'time' ? [time, REPORTING_ZONE] : [time], 'date');
    const rate = (source: MoneySource): RowExpression => this.rate(this.currencyOf(source, root), day);
    const multiplied = money.over.reduce<RowExpression | null>(
      (factor, source) => (factor ? calculate('multiply', [factor, rate(source)]) : rate(source)),
      null,
    );
    const factor = money.under.reduce<RowExpression>(
      (all, source) => calculate('divide', [all, rate(source)]),
      multiplied ?? ONE,
    );
    return convertBy(factor, aggregate, argument);
  }

  /** Shared rows have no rates where each tenant has its own. @throws SemanticError QUERY_NO_TENANT */
  private requireTenant({ name, scope }: Model): void {
    const { project, models } = this.parts.catalog;
    const isOwn = models.get(project.rates?.model ?? '')?.scope.kind !== 'shared';
    if (isOwn && scope.kind === 'shared')
      throw new SemanticError(
        'QUERY_NO_TENANT',
        { model: name },
        { path: PLACE, hint: 'The rates are those of each tenant.' },
      );
  }

  /** One for money that is in the currency asked for already, whatever the rates say. */
  private rate(currency: RowExpression, day: RowExpression): RowExpression {
    const isSame = operation('equal', [currency, this.target], 'boolean');
    return calculate('case', [isSame, ONE, operation(this.operator, [currency, day], this.rateType)]);
  }

  private currencyOf(source: MoneySource, root: Model): RowExpression {
    if (source.kind === 'column') return source.column;
    if (source.kind === 'code') return literal(source.code);
    if (this.parts.tenantsDiffer) return this.profileCurrency(root);
    this.tenants ??= this.parts.parameters.add(this.parts.tenantCurrency, 'string');
    return this.tenants;
  }

  /** That of each row's own tenant; a tenant that names none has the project's. */
  private profileCurrency(root: Model): RowExpression {
    const { tenants, currency } = this.parts.catalog.project;
    invariant(tenants?.currency, 'tenants that differ have a profile');
    if (root.scope.kind === 'shared')
      throw new SemanticError('QUERY_NO_TENANT', { model: root.name }, { path: PLACE });
    const member: MemberReference = {
      kind: 'member',
      path: [TENANT_PROFILE],
      member: tenants.currency,
      type: 'string',
    };
    const own = operation('nullif', [member, literal('')], 'string');
    return currency === null ? own : operation('coalesce', [own, literal(currency)], 'string');
  }
}

/** @throws SemanticError QUERY_AMOUNT_WRITTEN where a metric's formula has money written in it, in some currency */
export function refuseWrittenMoney(metrics: readonly string[], catalog: Catalog): void {
  for (const name of metrics) {
    const metric = catalog.metrics.get(name);
    if (!metric || !writesMoney(metric.expression, catalog)) continue;
    const hint = `Leave "currency" out, or ask for a metric whose formula has no amounts.`;
    throw new SemanticError('QUERY_AMOUNT_WRITTEN', { metric: name }, { path: PLACE, hint });
  }
}

/** @throws SemanticError QUERY_PERIOD_CUT */
function refuseCutDay(root: string, time: MemberReference, catalog: Catalog): void {
  const period = findPeriod({ root, time }, catalog);
  if (!period) return;
  const params = { member: placeOf(root, time), period, what: 'the rate of a day' };
  const hint = 'Leave "currency" out, or ask for the others in a query of their own.';
  throw new SemanticError('QUERY_PERIOD_CUT', params, { path: PLACE, hint });
}

function convertBy(factor: RowExpression, aggregate: Aggregate, argument: RowExpression): ConvertedAggregate {
  const converted = calculate('multiply', [argument, factor]);
  invariant(converted.type !== 'null', 'a product is a number');
  const type = AGGREGATES[aggregate.function].typing(converted.type);
  invariant(typeof type === 'string', 'money is a number before and after it is converted');
  const lacks = operation(
    'and',
    [operation('is_not_null', [argument], 'boolean'), operation('is_null', [factor], 'boolean')],
    'boolean',
  );
  const count = {
    function: 'count',
    argument: null,
    fraction: null,
    empty: 'zero',
    type: 'integer',
  } as const;
  return {
    aggregate: { ...aggregate, argument: converted, type },
    withoutRate: { ...aggregate, ...count, filter: conjunction(aggregate.filter, lacks) },
  };
}

const ONE: Literal = { kind: 'literal', type: 'integer', value: '1' };

function literal(value: string): Literal {
  return { kind: 'literal', type: 'string', value };
}

function operation(
  operator: OperatorName,
  operands: readonly RowExpression[],
  type: Exclude<RowExpression['type'], 'null'>,
): RowExpression {
  return { kind: 'operation', operator, operands, type };
}

/** Of the type that its operands give it. */
function calculate(operator: OperatorName, operands: readonly RowExpression[]): RowExpression {
  const typing = typeOperator(
    operator,
    operands.map(({ type }) => type),
  );
  invariant(typing.kind === 'typed', `${operator} is over numbers`);
  return operation(operator, operands, typing.type);
}
