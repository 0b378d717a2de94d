/** `vitrine sql`: the SQL of a query, without running it and without a database. */
import type { Command } from 'commander';
import { explainQuery } from '../../engine/explain-query.ts';
import { PlanCache } from '../../engine/prepare-query.ts';
import { bindQuery } from '../../query/bind-query.ts';
import { loadSqlVerifier } from '../../sql/verify-sql.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { addQueryFlags, type QueryFlags, readQuery } from '../query-flags.ts';

export function addSqlCommand(program: Command, { terminal, config }: CommandContext): void {
  addQueryFlags(program.command('sql'))
    .description('show the SQL that a query runs')
    .option('--explain', 'show the plan as well')
    .option('--json', 'print everything as JSON')
    .action(async (metrics: string[], flags: QueryFlags & { readonly explain?: true }) => {
      const query = await readQuery(metrics, flags);
      const catalog = await loadCatalog(config());
      await loadSqlVerifier();
      const bound = bindQuery(query, catalog, { now: new Date() });
      const explained = explainQuery(new PlanCache().prepare(bound.shape, catalog), bound);
      if (flags.json) {
        terminal.out.write(`${JSON.stringify(explained, null, 2)}\n`);
        return;
      }
      if (flags.explain) terminal.out.write(`${explained.plan.trimEnd()}\n\n`);
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
