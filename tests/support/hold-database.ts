/** A process that opens an embedded database, says so, and never lets go: to be killed by a test. */
import { openEmbeddedPostgres } from '../../src/postgres/embedded-postgres.ts';

const [folder = ''] = process.argv.slice(2);
const database = await openEmbeddedPostgres({ folder });
await database.transaction(
  [{ script: 'CREATE TABLE IF NOT EXISTS survivors (n int); INSERT INTO survivors VALUES (1)' }],
  { mode: 'read_write', timeoutMs: 60_000 },
);
process.stdout.write('held\n');
