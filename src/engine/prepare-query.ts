/** Plan, optimise, verify and compile a query's shape, once for each shape and catalog. */
import { LRUCache } from 'lru-cache';
import { hashOf } from '../base/hash.ts';
import { calendarStarts } from '../catalog/calendar-starts.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { buildPlan } from '../planner/build-plan.ts';
import { outputColumns } from '../planner/node.ts';
import { optimizePlan } from '../planner/optimize-plan.ts';
import type { Plan } from '../planner/plan.ts';
import { RULES } from '../planner/rules/index.ts';
import type { Rule } from '../planner/rules/rule.ts';
import { verifyPlan } from '../planner/verify-plan.ts';
import type { QueryShape } from '../query/bound-query.ts';
import { compilePlan } from '../sql/compile-plan.ts';
import type { VerifiedStatement } from '../sql/verified-statement.ts';
import { verifySql } from '../sql/verify-sql.ts';
import { type EngineWatch, UNWATCHED } from './engine-watch.ts';
import type { StatementName } from './explain.ts';

/** A query's statements, which are run in one snapshot. */
export function statementsOf({ rows, totals, withoutRate }: PreparedQuery): readonly NamedStatement[] {
  return [
    { name: 'rows', statement: rows },
    ...(totals ? [{ name: 'totals', statement: totals } as const] : []),
    ...(withoutRate ? [{ name: 'without_rate', statement: withoutRate } as const] : []),
  ];
}

export interface NamedStatement {
  readonly name: StatementName;
  readonly statement: VerifiedStatement;
}

export interface PreparedQuery {
  readonly plan: Plan;
  /** The rules that changed the plan, in order. */
  readonly rules: readonly Rule[];
  readonly rows: VerifiedStatement;
  readonly totals: VerifiedStatement | null;
  /** For each metric of converted money, how many rows lack a rate. */
  readonly withoutRate: VerifiedStatement | null;
}

const CACHED_PLANS = 1_000;

/** Holds no value of any request and no tenant, so that one entry serves everybody. */
export class PlanCache {
  private readonly prepared = new LRUCache<string, PreparedQuery>({ max: CACHED_PLANS });
  private readonly rules: readonly Rule[];
  private readonly watch: EngineWatch;

  constructor(rules: readonly Rule[] = RULES, watch: EngineWatch = UNWATCHED) {
    this.rules = rules;
    this.watch = watch;
  }

  /** @throws PlanRefused when a verifier refuses */
  prepare(shape: QueryShape, catalog: Catalog): PreparedQuery {
    const key = hashOf([catalog.hash, catalog.rows.key, shape]);
    const known = this.prepared.get(key);
    this.watch.planned(known !== undefined);
    if (known) return known;
    const prepared = this.watch.step('plan', () => prepareQuery(shape, catalog, this.rules));
    this.prepared.set(key, prepared);
    return prepared;
  }
}

function prepareQuery(shape: QueryShape, catalog: Catalog, rules: readonly Rule[]): PreparedQuery {
  const built = buildPlan(shape, catalog);
  const { plan, fired } = optimizePlan(built, rules);
  const compile = (
    root: Plan['rows'] | NonNullable<Plan['totals']>,
    expected: Plan['rows'] | NonNullable<Plan['totals']>,
  ): VerifiedStatement => {
    verifyPlan(root, outputColumns(expected), { catalog, tenants: plan.tenants });
    return verifySql(
      compilePlan(root, {
        starts: calendarStarts(catalog.project),
        calendars: catalog.project.calendars,
        zone: shape.zone,
        tenants: plan.tenants,
      }),
      catalog,
    );
  };
  return {
    plan,
    rules: rules.filter(({ name }) => fired.includes(name)),
    rows: compile(plan.rows, built.rows),
    totals: plan.totals && built.totals && compile(plan.totals, built.totals),
    withoutRate: plan.withoutRate && built.withoutRate && compile(plan.withoutRate, built.withoutRate),
  };
}
