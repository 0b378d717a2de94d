/** The demo's project over the demo's rows, seeded into a test database. */
import { fileURLToPath } from 'node:url';
import { seedDemo } from '../../../src/demo/seed-demo.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { type Ask, openProject } from '../open-project.ts';

const FOLDER = fileURLToPath(new URL('../../../metrics', import.meta.url));

/** Seeds `database`, and answers as the demo's server would. */
export async function openNorthlight(database: PostgresDatabase): Promise<Ask> {
  await seedDemo(database, () => {});
  return openProject(database, FOLDER);
}
