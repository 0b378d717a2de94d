/** `vitrine rls`: the warehouse's row-level security as a script, without a database. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { listGuardedSources } from '../../sql/row-security/row-security-plan.ts';
import { DEFAULT_READER } from '../../sql/row-security/script-parts.ts';
import { writeMigration } from '../../sql/row-security/write-migration.ts';
import { writeRollback } from '../../sql/row-security/write-rollback.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { usageError } from '../usage-error.ts';

interface RowSecurityFlags {
  readonly role: string;
  readonly out?: string;
  readonly down?: true;
  readonly revokeSetConfig?: true;
}

const LONGEST_NAME = 63;

export function addRlsCommand(program: Command, { terminal, config }: CommandContext): void {
  program
    .command('rls')
    .description('write the SQL that makes row-level security of the project’s tenant rules')
    .option('--role <name>', 'the role that Vitrine connects as', DEFAULT_READER)
    .option('--out <file>', 'write to this file and not to the terminal')
    .option('--down', 'the SQL that takes it back')
    .option('--revoke-set-config', 'take set_config from every role of the database')
    .action(async ({ role, out, down, revokeSetConfig }: RowSecurityFlags) => {
      requireRoleName(role);
      const catalog = await loadCatalog(config());
      const script = {
        project: catalog.project.name,
        sources: listGuardedSources(catalog.models.values()),
        reader: role,
        revokesSetConfig: revokeSetConfig === true,
      };
      const text = down ? writeRollback(script) : writeMigration(script);
      if (out === undefined) terminal.out.write(text);
      else await writeOrRefuse(out, text);
    });
}

function requireRoleName(name: string): void {
  if (name === '' || Buffer.byteLength(name) > LONGEST_NAME || name.includes('\0') || !name.isWellFormed())
    throw usageError(`--role must have between 1 and ${LONGEST_NAME} bytes`);
  if (name.startsWith('pg_') || ['public', 'none', 'current_user', 'session_user'].includes(name))
    throw usageError(`--role "${name}" is a name that PostgreSQL keeps for itself`);
}

async function writeOrRefuse(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch {
    throw usageError(`the file ${file} cannot be written`);
  }
}
