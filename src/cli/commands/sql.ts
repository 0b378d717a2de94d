/** `vitrine sql`: the SQL of a query, without running it and without a database. */
import type { Command } from 'commander';
import { explainQuery } from '../../engine/explain-query.ts';
import { PlanCache } from '../../engine/prepare-query.ts';
import { bindQuery } from '../../query/bind-query.ts';
import type { BoundQuery } from '../../query/bound-query.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import { loadSqlVerifier } from '../../sql/verify-sql.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { printExplanation } from '../print-explanation.ts';
import { addQueryFlags, type QueryFlags, readQuery } from '../query-flags.ts';

interface ExplainFlags extends QueryFlags {
  readonly explain?: true;
  readonly mermaid?: true;
}

export function addSqlCommand(program: Command, { terminal, config }: CommandContext): void {
  addQueryFlags(program.command('sql'))
    .description('show the SQL that a query runs')
    .option('--explain', 'show the plan, the paths and what could be added as well')
    .option('--mermaid', 'show the plan alone, as a Mermaid flowchart')
    .option('--json', 'print everything as JSON')
    .action(async (metrics: string[], flags: ExplainFlags) => {
      const query = await readQuery(metrics, flags);
      const catalog = await loadCatalog(config());
      await loadSqlVerifier();
      const now = new Date();
      const bind = (asked: MetricQuery): BoundQuery => bindQuery(asked, catalog, { now });
      const bound = bind(query);
      const prepared = new PlanCache().prepare(bound.shape, catalog);
      const explained = explainQuery(prepared, { query, bound, catalog, bind });
      if (flags.json) {
        terminal.out.write(`${JSON.stringify(explained, null, 2)}\n`);
        return;
      }
      if (flags.mermaid) {
        terminal.out.write(explained.plan_mermaid);
        return;
      }
      if (flags.explain) terminal.out.write(printExplanation(explained));
      for (const { name, sql, parameters } of explained.statements) {
        terminal.out.write(`-- ${name}\n${sql.trimEnd()}\n`);
        parameters.forEach((value, index) => terminal.out.write(`-- $${index + 1} = ${oneLine(value)}\n`));
      }
    });
}

/** A comment ends with its line, so a value must not. */
function oneLine(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
