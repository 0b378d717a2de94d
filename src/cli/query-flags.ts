/** The flags of `query` and `sql`, as a query. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readComparison } from '../query/bind-compare.ts';
import { readOrder } from '../query/bind-order.ts';
import { checkQuery } from '../query/check-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { parseJsonBody } from '../serving/parse-json-body.ts';
import { usageError } from './usage-error.ts';

export interface QueryFlags {
  readonly by?: string;
  readonly grain?: string;
  readonly from?: string;
  readonly to?: string;
  readonly range?: string;
  readonly fill?: true;
  readonly zone?: string;
  readonly currency?: string;
  readonly definitions?: string;
  readonly where?: string;
  readonly having?: string;
  readonly top?: string;
  readonly of?: string;
  readonly lowest?: true;
  readonly others?: true;
  readonly cursor?: string;
  readonly compare?: string;
  readonly order?: string;
  readonly limit?: string;
  readonly totals?: true;
  readonly file?: string;
  readonly tenant?: readonly string[];
  readonly as?: string;
  readonly json?: true;
}

/** Declares the flags on a command. */
export function addQueryFlags(command: Command): Command {
  return command
    .argument('[metrics...]', 'metrics to ask for: roas, or one version of it: roas@1')
    .option('--by <dimensions>', 'dimensions to group by, comma-separated')
    .option('--grain <grain>', 'second, minute, hour, day, week, month, quarter or year')
    .option('--from <time>', 'first moment of the range, ISO 8601')
    .option('--to <time>', 'first moment after the range, ISO 8601')
    .option('--range <range>', 'in place of --from and --to: "last 30 days", "this month", 2026-Q1')
    .option('--fill', 'add the buckets of the range that have no rows')
    .option('--zone <zone>', "IANA time zone; the project's unless given")
    .option('--currency <code>', "convert money to this currency, at the rate of each row's own day")
    .option('--definitions <day>', 'metrics as they were released by the end of this day')
    .option('--where <json>', 'conditions, as a JSON list')
    .option('--having <json>', 'conditions on rows of the answer, as a JSON list')
    .option('--top <n>', 'only so many groups, the best by the first metric')
    .option('--of <columns>', 'columns of --by that make a group of --top; all unless given')
    .option('--lowest', 'with --top, the lowest are the best')
    .option('--others', 'with --top, keep all other groups as one')
    .option(
      '--compare <range>',
      'previous_period, previous_year, how far back ("1 month"), or another version (@1)',
    )
    .option('--order <columns>', 'columns to order by, comma-separated; - before a name means descending')
    .option('--limit <rows>', 'rows at most')
    .option('--cursor <cursor>', 'go on behind the page that gave it')
    .option('--totals', 'add totals')
    .option('--file <file>', 'read the whole query from a JSON file instead')
    .option('--tenant <tenant>', 'whose rows to read; several by repeating it', collect);
}

/**
 * The query that metrics and flags ask for.
 * @throws SemanticError CLI_USAGE, QUERY_INVALID, HTTP_BODY_INVALID
 */
export async function readQuery(metrics: readonly string[], flags: QueryFlags): Promise<MetricQuery> {
  if (flags.file !== undefined) return readQueryFile(flags.file, metrics, flags);
  if (metrics.length === 0 && flags.by === undefined)
    throw usageError('Name at least one metric, or give --by for values of dimensions, or --file');
  const { by, currency, definitions, where, having, compare, order, limit, cursor, totals, tenant } = flags;
  const { grain, from, to, range, fill, zone } = flags;
  const top = readTop(metrics, flags);
  const time = Object.fromEntries(
    Object.entries({ grain, from, to, range, fill, zone }).filter(([, value]) => value !== undefined),
  );
  return checkQuery({
    metrics,
    ...(by === undefined ? {} : { by: by.split(',') }),
    ...(Object.keys(time).length === 0 ? {} : { time }),
    ...(currency === undefined ? {} : { currency }),
    ...(definitions === undefined ? {} : { definitions }),
    ...(where === undefined ? {} : { where: parseJsonBody(where) }),
    ...(having === undefined ? {} : { having: parseJsonBody(having) }),
    ...(top === undefined ? {} : { top }),
    ...(compare === undefined ? {} : { compare: readComparison(compare) }),
    ...(order === undefined ? {} : { order: order.split(',').map(readOrder) }),
    ...(limit === undefined ? {} : { limit: readLimit(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(totals === undefined ? {} : { totals }),
    ...(tenant === undefined || tenant.length === 1 ? {} : { tenants: tenant }),
  });
}

/** Gathers a flag that is given several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

async function readQueryFile(
  file: string,
  metrics: readonly string[],
  { file: _file, tenant: _tenant, json: _json, ...others }: QueryFlags,
): Promise<MetricQuery> {
  if (metrics.length > 0 || Object.keys(others).length > 0)
    throw usageError('--file gives the whole query: leave metrics and other flags out');
  return checkQuery(parseJsonBody(await readText(file)));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw usageError(`The file ${file} cannot be read`);
  }
}

/** @throws SemanticError CLI_USAGE */
export function readLimit(text: string, flag = '--limit'): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usageError(`${flag} must be a whole number from 1`);
  return Number(text);
}

/** The best groups by the first metric, of all columns of `--by` unless `--of` names some. */
function readTop(
  metrics: readonly string[],
  { top, of, by, lowest, others }: QueryFlags,
): object | undefined {
  if (top === undefined) {
    const [lonely] = Object.entries({ of, lowest, others }).find(([, value]) => value !== undefined) ?? [];
    if (lonely !== undefined) throw usageError(`--${lonely} says something of --top, which is not given`);
    return undefined;
  }
  return {
    n: readLimit(top, '--top'),
    of: (of ?? by ?? '').split(','),
    by: metrics[0]?.split('@')[0] ?? '',
    ...(lowest ? { direction: 'asc' } : {}),
    ...(others ? { others } : {}),
  };
}
