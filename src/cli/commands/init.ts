/** `vitrine init`: writes models from the warehouse's own schema. */
import type { Command } from 'commander';
import { suggest } from '../../base/did-you-mean.ts';
import { isTimeZone } from '../../base/time-zone.ts';
import { draftModels } from '../../draft/draft-models.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { type PhysicalSource, sourceKey } from '../../tenancy/scope.ts';
import type { PhysicalTable } from '../../warehouse/physical-table.ts';
import { readPhysicalTables, readTableNames } from '../../warehouse/read-physical-tables.ts';
import type { Backend } from '../backend/backend.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { type InitFlags, type Initialised, printInit } from '../print-init.ts';
import { readExisting } from '../read-existing.ts';
import { usageError } from '../usage-error.ts';
import { writeBeginning } from '../write-beginning.ts';

/** What a model's `source:` can say. */
const WRITABLE = /^[^.\s]+\.[^.\s]+$/;

export function addInitCommand(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description("write models from the warehouse's own schema")
    .argument('[tables...]', 'tables or views, as schema.table')
    .option('--schema <schema>', 'all tables and views of a schema')
    .option('--tenant <column>', 'the column that says whose a row is, where a table has it')
    .option('--shared <tables...>', 'tables of reference data, which every tenant may see')
    .option('--timezone <zone>', 'reporting zone of a new project; UTC unless given')
    .option('--owner <owner>', 'who answers for the models and metrics')
    .option('--metrics', 'write a first metric for each model, which counts its rows')
    .option('--force', 'write files anew that are there already')
    .option('--json', 'print what was written as JSON')
    .action(async (names: readonly string[], flags: InitFlags) => {
      if (flags.timezone !== undefined && !isTimeZone(flags.timezone))
        throw usageError(`--timezone "${flags.timezone}" is not a time zone of the IANA list`);
      const written = await withBackend(context.config(), context.progress(), (backend) =>
        init(names, flags, { context, backend }),
      );
      context.terminal.out.write(
        flags.json ? `${JSON.stringify(written.files, null, 2)}\n` : printInit(written, flags),
      );
    });
}

async function init(
  names: readonly string[],
  flags: InitFlags,
  { context, backend }: { readonly context: CommandContext; readonly backend: Backend },
): Promise<Initialised> {
  const folder = context.config().project;
  const existing = await readExisting(context.config());
  const sources = await findSources(names, flags, backend);
  const unwritable = sources.map(sourceKey).filter((name) => !WRITABLE.test(name));
  const tables = await readTables(
    sources.filter((source) => WRITABLE.test(sourceKey(source))),
    backend,
  );
  const drafts = draftModels(tables, {
    tenantColumn: flags.tenant ?? null,
    shared: new Set(flags.shared ?? []),
    zone: flags.timezone ?? existing.zone ?? 'UTC',
    existing: existing.models,
    roles: existing.roles,
  });
  const files = await writeBeginning(drafts, { folder, flags, existing });
  const tenantColumns = flags.tenant === undefined ? findCommonColumns(tables) : [];
  return { files, folder, drafts, unwritable, tenantColumns };
}

async function findSources(
  names: readonly string[],
  { schema, shared = [] }: InitFlags,
  backend: Backend,
): Promise<readonly PhysicalSource[]> {
  const known = await readTableNames((inspection) => backend.inspect(inspection));
  const inSchema = known.filter((source) => source.schema === schema);
  if (schema !== undefined && inSchema.length === 0) {
    const hint = suggest(schema, new Set(known.map((source) => source.schema)));
    throw new SemanticError('PROOF_NO_SOURCE', { source: `${schema}.…` }, { hint });
  }
  const named = [...new Set([...names, ...shared])].map((name) => findNamed(name, known));
  const all = new Map([...inSchema, ...named].map((source) => [sourceKey(source), source]));
  if (all.size === 0)
    throw usageError('name the tables to write models for, or a --schema', listTables(known));
  return [...all.values()];
}

function findNamed(name: string, known: readonly PhysicalSource[]): PhysicalSource {
  const found = known.find((source) => sourceKey(source) === name);
  if (found !== undefined) return found;
  const elsewhere = known.find((source) => source.table === name);
  const hint =
    elsewhere === undefined ? suggest(name, known.map(sourceKey)) : `Write ${sourceKey(elsewhere)}.`;
  throw new SemanticError('PROOF_NO_SOURCE', { source: name }, { hint });
}

function listTables(known: readonly PhysicalSource[]): string {
  const names = known.map(sourceKey);
  if (names.length === 0) return 'The warehouse has no tables yet.';
  const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
  return `The warehouse has ${names.slice(0, 12).join(', ')}${more}.`;
}

async function readTables(
  sources: readonly PhysicalSource[],
  backend: Backend,
): Promise<readonly PhysicalTable[]> {
  const tables = await readPhysicalTables((inspection) => backend.inspect(inspection), sources);
  return [...tables.values()];
}

/** Candidates for the tenant column: in more than half of the tables, most of all first. */
function findCommonColumns(tables: readonly PhysicalTable[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { columns } of tables)
    for (const name of columns.keys())
      if (
        /(tenant|client|account|customer|company|organi[sz]ation|org|workspace|merchant|shop|store)/i.test(
          name,
        )
      )
        counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1 && count * 2 > tables.length)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name]) => name);
}
