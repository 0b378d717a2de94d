/** The flags of `vitrine diff`, checked against each other. */
import type { ComparedRange } from '../../comparison/compared-metric.ts';
import { readLimit } from '../query-flags.ts';
import { usageError } from '../usage-error.ts';
import type { NumbersRequest } from './compare-numbers.ts';

export interface DiffFlags {
  readonly base?: string;
  readonly data?: true;
  readonly metric?: readonly string[];
  readonly all?: true;
  readonly tenant?: readonly string[];
  readonly grain?: string;
  readonly periods?: string;
  readonly from?: string;
  readonly to?: string;
  readonly rows?: string;
  readonly names?: true;
  readonly usage: boolean;
  readonly markdown?: true;
  readonly json?: true;
}

const DEFAULT_GRAIN = 'month';
const DEFAULT_PERIODS = 3;
const MOST_PERIODS = 1_000;
/** What a person reads, and what a program is given. */
const DEFAULT_ROWS = { people: 20, programs: 10_000 } as const;
const MOST_ROWS = 100_000;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GRAIN = /^[a-z][a-z0-9_.]*$/;

/** What `--data` asks for; `null` without it. @throws SemanticError CLI_USAGE */
export function readNumbersRequest(flags: DiffFlags): NumbersRequest | null {
  const { data, metric, all, tenant, rows, names, json, markdown } = flags;
  if (json && markdown) throw usageError('--json and --markdown are two ways to print: give one');
  if (!data) {
    refuseLonely(flags);
    return null;
  }
  if (all && metric) throw usageError('--all is every metric: leave --metric out');
  const usual = json ? DEFAULT_ROWS.programs : DEFAULT_ROWS.people;
  const asked = rows === undefined ? usual : readLimit(rows, '--rows');
  if (asked > MOST_ROWS) throw usageError(`--rows can be ${MOST_ROWS} at most`);
  return {
    range: readRange(flags),
    metrics: all ? 'all' : (metric ?? 'touched'),
    tenants: tenant ?? null,
    rows: asked,
    names: names ?? false,
  };
}

function refuseLonely({ metric, all, tenant, grain, periods, from, to, rows, names }: DiffFlags): void {
  const flags = { metric, all, tenant, grain, periods, from, to, rows, names };
  const [lonely] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (lonely !== undefined) throw usageError(`--${lonely} says something of --data, which is not given`);
}

function readRange({ grain = DEFAULT_GRAIN, periods, from, to }: DiffFlags): ComparedRange {
  if (!GRAIN.test(grain)) throw usageError(`--grain "${grain}" is not a grain, as month`);
  if (from === undefined && to === undefined) {
    const count = periods === undefined ? DEFAULT_PERIODS : readLimit(periods, '--periods');
    if (count > MOST_PERIODS) throw usageError(`--periods can be ${MOST_PERIODS} at most`);
    return { grain, periods: count };
  }
  if (periods !== undefined) throw usageError('--from and --to say which days: leave --periods out');
  if (from === undefined || to === undefined) throw usageError('--from and --to are given together');
  for (const [flag, day] of Object.entries({ from, to }))
    if (!DAY.test(day)) throw usageError(`--${flag} "${day}" is not a day, as 2026-01-31`);
  if (from >= to) throw usageError('--to is the day behind the last, and must come after --from');
  return { grain, from, to };
}
