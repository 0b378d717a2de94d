/** Random projects, edited at random: what a difference says of them is what becomes of their numbers. */
import { beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import { diffProjects, movedWithoutVersion } from '../../src/versions/diff/diff-projects.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainRows } from '../support/golden-answer.ts';
import { runScript } from '../support/statements.ts';
import type { Files } from '../unit/catalog/small-project.ts';
import { type BuiltProject, buildFiles } from '../unit/versions/released-project.ts';
import { changeDefinitions } from './change-definitions.ts';
import { principalOf } from './check/product.ts';
import { PROPERTY_TIMEOUT_MS, runProperty, timesAsMany } from './check/run-property.ts';
import { drawProject } from './generate/draw-project.ts';
import { TENANTS } from './generate/draw-tables.ts';
import { renderProject } from './render/project-files.ts';
import { renderDrop, renderTables } from './render/tables-sql.ts';

const PROJECTS = 30;
const SCHEMA = 'differences';

describeEachDatabase('the difference between random projects', (open) => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = open();
    await migrate(database);
  });

  /** What every tenant is told of the metric by the project, at that moment. */
  const answers = async ({ catalog }: BuiltProject, metric: string, asked: string): Promise<string> => {
    const now = () => new Date(asked);
    const secret = 's'.repeat(32);
    const store = createPostgresStore(database, { secret, environment: 'test', now });
    const engine = createEngine({
      catalog,
      warehouse: createPostgresWarehouse(database),
      store,
      secret,
      now,
    });
    const told = TENANTS.map(async (tenant) => {
      try {
        return plainRows(await engine.query(principalOf(tenant), { metrics: [metric] }));
      } catch (error) {
        if (error instanceof SemanticError) return error.code;
        throw error;
      }
    });
    return JSON.stringify(await Promise.all(told));
  };

  test(
    'says which numbers move',
    async () => {
      const found = { moved: 0, stayed: 0, other: 0 };
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const { schema, tables, now } = drawProject(draw);
          const files: Files = Object.fromEntries(renderProject(schema, SCHEMA));
          const before = buildFiles(files);
          expect(diffProjects(before, buildFiles({ ...files }))).toEqual([]);
          const after = buildEdited(changeDefinitions(files, draw));
          if (!after) return;
          const changes = diffProjects(before, after);
          const moves = new Set(
            changes.flatMap(({ verdict, touches }) => (verdict === 'numbers_move' ? touches : [])),
          );
          // The edits raise no version.
          expect(movedWithoutVersion(before, after)).toEqual([...moves].sort());
          await runScript(database, renderTables(schema, tables, SCHEMA).join(';\n'));
          try {
            for (const { name, isPrivate } of before.catalog.metrics.values()) {
              if (isPrivate) continue;
              const [old, current] = [await answers(before, name, now), await answers(after, name, now)];
              found[moves.has(name) ? 'moved' : 'stayed'] += 1;
              if (old === current) continue;
              found.other += 1;
              expect(moves).toContain(name);
            }
          } finally {
            await runScript(database, renderDrop(SCHEMA));
          }
        },
      });
      expect(found.stayed).toBeGreaterThan(20 * timesAsMany(3));
      // What is said to move does, for the most part: the rest is of rows that no tenant has.
      expect(found.other / found.moved).toBeGreaterThan(0.3);
    },
    PROPERTY_TIMEOUT_MS,
  );
});

/** `null` where the edits do not hold together. */
function buildEdited(files: Files): BuiltProject | null {
  try {
    return buildFiles(files);
  } catch {
    return null;
  }
}
