/** `vitrine list`: the metrics or dimensions of the project. */
import { Argument, type Command } from 'commander';
import type { Catalog, LocalText } from '../../catalog/catalog.ts';
import { describeDimensions, describeMetrics } from '../../engine/describe-catalog.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { printTable, type TableColumn } from '../print-table.ts';

export function addListCommand(program: Command, { terminal, config }: CommandContext): void {
  program
    .command('list')
    .description('list the metrics or dimensions of the project')
    .addArgument(new Argument('[what]').choices(['metrics', 'dimensions']).default('metrics'))
    .option('--json', 'print them as JSON')
    .action(async (what: 'metrics' | 'dimensions', { json }: { readonly json?: true }) => {
      const catalog = await loadCatalog(config());
      const items = what === 'metrics' ? describeMetrics(catalog) : describeDimensions(catalog);
      if (json) terminal.out.write(`${JSON.stringify({ items }, null, 2)}\n`);
      else terminal.out.write(what === 'metrics' ? printMetrics(catalog) : printDimensions(catalog));
    });
}

function printMetrics(catalog: Catalog): string {
  const [language = 'en'] = catalog.project.languages;
  const rows = describeMetrics(catalog).map(({ name, version, unit, owner, description }) => [
    name,
    String(version),
    unit ?? '',
    owner,
    pickText(description, language),
  ]);
  return printTable(
    [left('metric'), { title: 'version', align: 'right' }, left('unit'), left('owner'), left('what it is')],
    rows,
  );
}

function printDimensions(catalog: Catalog): string {
  const rows = describeDimensions(catalog).map(({ name, type, metrics }) => [
    name,
    type,
    String(metrics.length),
  ]);
  return printTable([left('dimension'), left('type'), { title: 'metrics', align: 'right' }], rows);
}

function left(title: string): TableColumn {
  return { title, align: 'left' };
}

function pickText(text: LocalText, language: string): string {
  return typeof text === 'string' ? text : (text[language] ?? Object.values(text)[0] ?? '');
}
