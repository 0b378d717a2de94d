/**
 * Planning on a catalog of 100 models: `npx tsx bench/planning.ts`. Prints the median and the 99th percentile of
 * one metric by one dimension and of 70 metrics by 100 dimensions: from the query to SQL, with both verifiers,
 * and what the plan cache leaves; and how all of these relate. Where other work is going on, time of the clock says
 * little and time of the processor more; that counts what the runtime does beside, such as collecting garbage.
 */
import { calendarStarts } from '../src/catalog/calendar-starts.ts';
import { PlanCache } from '../src/engine/prepare-query.ts';
import { buildPlan } from '../src/planner/build-plan.ts';
import { optimizePlan } from '../src/planner/optimize-plan.ts';
import { RULES } from '../src/planner/rules/index.ts';
import { bindQuery } from '../src/query/bind-query.ts';
import type { MetricQuery } from '../src/query/metric-query.ts';
import { compilePlan } from '../src/sql/compile-plan.ts';
import { loadSqlVerifier } from '../src/sql/verify-sql.ts';
import { loadCatalog } from './measure.ts';

const FACTS = 20;
const SHARED = 25;
const OUTER = 55;
const MEMBERS = 4;
const METRICS = 70;
/** The first runs are slow until the runtime has compiled what they use. */
const SMALL = { warmUp: 500, runs: 3_000 };
const LARGE = { warmUp: 30, runs: 300 };

const count = (length: number): readonly number[] => [...Array(length).keys()];

/** Facts that all lead to the same shared models, which lead to further ones: every path is the only one. */
function writeProject(): ReadonlyMap<string, string> {
  const members = count(MEMBERS)
    .map((index) => `d${index}: { type: string }`)
    .join(', ');
  const shared = count(SHARED);
  const roles = shared.map((index) => `  s${index}: shared${index}`).join('\n');
  const files = new Map([['project.yaml', `project: bench\ntimezone: Europe/Berlin\nroles:\n${roles}\n`]]);
  const model = (name: string, rest: string): void => {
    const head = `model: ${name}\nsource: bench.${name}\nprimary_key: id\ntenant: client_id\n`;
    files.set(`models/${name}.yaml`, head + rest);
  };
  for (const index of count(OUTER)) model(`outer${index}`, `dimensions: { ${members} }\n`);
  for (const index of shared) {
    const joins = count(OUTER)
      .filter((outer) => outer % SHARED === index)
      .map((outer) => `o${outer}: { model: outer${outer}, on: { o${outer}_id: id } }`);
    model(`shared${index}`, `joins: { ${joins.join(', ')} }\ndimensions: { ${members} }\n`);
  }
  const joins = shared.map((index) => `s${index}: { model: shared${index}, on: { s${index}_id: id } }`);
  for (const index of count(FACTS))
    model(
      `fact${index}`,
      `time: at\njoins: { ${joins.join(', ')} }\ndimensions: { at: { type: time } }\nfacts: { amount: { type: decimal }, cost: { type: decimal } }\n`,
    );
  for (const index of count(METRICS)) {
    const fact = `fact${index % FACTS}`;
    const formula = [
      'sum(F.amount)',
      'sum(F.amount) / count(F)',
      'sum(F.cost) filter (where F.cost > 1)',
      'max(F.cost)',
    ];
    const text = formula[Math.floor(index / FACTS)]?.replaceAll('F', fact);
    files.set(
      `metrics/m${index}.yaml`,
      `metric: m${index}\nversion: 1\nowner: bench@shop.example\ndescription: One of many.\nformula: ${text}\n`,
    );
  }
  return files;
}

/** In milliseconds. */
interface Times {
  readonly median: number;
  readonly p99: number;
}

interface Measured {
  readonly clock: Times;
  readonly processor: Times;
}

function measure({ warmUp, runs }: typeof SMALL, run: () => void): Measured {
  for (const _ of count(warmUp)) run();
  const times = count(runs).map(() => {
    const used = process.cpuUsage();
    const start = performance.now();
    run();
    const clock = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    return { clock, processor: (user + system) / 1_000 };
  });
  return {
    clock: middleAndEnd(times.map(({ clock }) => clock)),
    processor: middleAndEnd(times.map(({ processor }) => processor)),
  };
}

function middleAndEnd(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}

function print(what: string, { clock, processor }: Measured, base: Measured): void {
  const say = ({ median, p99 }: Times): string => `${inColumn(median)} ms  p99 ${inColumn(p99)} ms`;
  const ratio = (clock.median / base.clock.median).toFixed(2);
  process.stdout.write(
    `${what.padEnd(44)} median ${say(clock)}  ×${ratio.padEnd(7)} processor ${say(processor)}\n`,
  );
}

function inColumn(time: number): string {
  return time.toFixed(2).padStart(7);
}

await loadSqlVerifier();
const catalog = loadCatalog(writeProject());
const SMALL_QUERY: MetricQuery = { metrics: ['m0'], by: ['s0.d0'] };
// More than the server lets anyone ask for: queries of that size are what other planners are measured by.
const LARGE_QUERY: MetricQuery = {
  metrics: count(METRICS).map((index) => `m${index}`),
  by: count(SHARED * MEMBERS).map((index) => `s${index % SHARED}.d${Math.floor(index / SHARED)}`),
};
/** From the query to the text of the SQL. */
function plan(query: MetricQuery): void {
  const { shape } = bindQuery(query, catalog);
  const planned = optimizePlan(buildPlan(shape, catalog), RULES).plan;
  compilePlan(planned.rows, {
    starts: calendarStarts(catalog.project),
    calendars: catalog.project.calendars,
    zone: shape.zone,
    tenants: planned.tenants,
  });
}

/** The same with the plan's verifier and the SQL's, which reads the text again with PostgreSQL's own parser. */
function prepare(query: MetricQuery, plans: PlanCache): void {
  plans.prepare(bindQuery(query, catalog).shape, catalog);
}

process.stdout.write(`${catalog.models.size} models, ${catalog.metrics.size} metrics\n`);
// Of the first line, to which the others are compared.
let base: Measured | null = null;
for (const { name, query, size } of [
  { name: '1 metric by 1 dimension', query: SMALL_QUERY, size: SMALL },
  { name: `${METRICS} metrics by ${SHARED * MEMBERS} dimensions`, query: LARGE_QUERY, size: LARGE },
]) {
  const cache = new PlanCache();
  const planned = measure(size, () => plan(query));
  base ??= planned;
  print(`${name}, planned`, planned, base);
  print(
    `${name}, and verified`,
    measure(size, () => prepare(query, new PlanCache())),
    base,
  );
  print(
    `${name}, from the cache`,
    measure(size, () => prepare(query, cache)),
    base,
  );
}
