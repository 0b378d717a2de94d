/** Currencies that a leg's money is converted from → the rates of each, beside the leg's rows. */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isConstant, isOperation } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { buildScan } from './build-scan.ts';
import { joinRates, type RateTable, type Relation } from './nodes/relation.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface RateContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
}

/** With a space, which no other relation's alias has. */
const RATES_ALIAS = 'exchange rates';

/** Gathers the currencies of one leg; mutable while it is built only. */
export class RateCollector {
  private readonly byCurrency = new Map<string, { alias: string; currency: RowPlanExpression }>();

  /** The expression with the name of joined rates in place of each currency that is looked up. */
  lower(expression: RowPlanExpression): RowPlanExpression {
    if (isConstant(expression) || !isOperation(expression)) return expression;
    const operands = expression.operands.map((operand) => this.lower(operand));
    const [currency, ...others] = operands;
    if (!isRate(expression) || !currency) return { ...expression, operands };
    return {
      ...expression,
      operands: [{ kind: 'literal', type: 'string', value: this.name(currency) }, ...others],
    };
  }

  get isUsed(): boolean {
    return this.byCurrency.size > 0;
  }

  /** `tenant` is whose row it is, where that matters. */
  join(relation: Relation, table: RateTable, tenant: StoredColumn | null): Relation {
    return [...this.byCurrency.values()].reduce<Relation>(
      (input, { alias, currency }) => joinRates({ input, table, alias, currency, tenant }),
      relation,
    );
  }

  private name(currency: RowPlanExpression): string {
    const key = canonicalJson(currency);
    const known = this.byCurrency.get(key);
    if (known) return known.alias;
    const alias = `rates ${this.byCurrency.size + 1}`;
    this.byCurrency.set(key, { alias, currency });
    return alias;
  }
}

/** Whether the expression is a rate, which in a plan names the rates that it is among. */
export function isRate(expression: RowPlanExpression): boolean {
  if (isConstant(expression) || !isOperation(expression)) return false;
  return expression.operator === 'daily_rate' || expression.operator === 'carried_rate';
}

/** The only scan that rates may be read by. @throws SemanticError QUERY_TENANT_JOIN */
export function rateTable(target: RowPlanExpression, { catalog, tenants }: RateContext): RateTable {
  const { rates } = catalog.project;
  const model = catalog.models.get(rates?.model ?? '');
  invariant(rates && model, 'the project has rates');
  const { name, scope, tenantColumn } = model;
  // Rates whose tenant stands in another table could not be told apart.
  if (tenants === 'several' && scope.kind === 'through')
    throw new SemanticError('QUERY_TENANT_JOIN', { model: name }, { path: '/currency' });
  const column = (member: string): StoredColumn => {
    const found = model.members.get(member);
    invariant(found?.value.kind === 'column', `${member} of ${name} is a column`);
    return {
      kind: 'stored_column',
      relation: RATES_ALIAS,
      column: found.value.column,
      type: found.type,
      zone: null,
    };
  };
  const columns = {
    from: column(rates.from),
    to: column(rates.to),
    day: column(rates.date),
    rate: column(rates.rate),
  };
  const tenant: StoredColumn | null =
    tenantColumn === null
      ? null
      : { kind: 'stored_column', relation: RATES_ALIAS, column: tenantColumn, type: 'string', zone: null };
  const names = Object.values(tenant ? { ...columns, tenant } : columns).map((each) => each.column);
  return {
    ...columns,
    tenant,
    target,
    scan: buildScan({ model, alias: RATES_ALIAS, columns: names }, { catalog, tenants }),
  };
}
