/**
 * Random projects, released, then edited at random: every old version gives the digits that it gave, or is refused;
 * so does a metric whose formula names it, when that is released and everything is edited once more, or a model renamed.
 */
import { beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainRows } from '../support/golden-answer.ts';
import { runScript } from '../support/statements.ts';
import { type Files, metricFile } from '../unit/catalog/small-project.ts';
import {
  type BuiltProject,
  buildFiles,
  faultsOf,
  propose,
  release,
} from '../unit/versions/released-project.ts';
import { renameModel } from '../unit/versions/rename-model.ts';
import { changeDefinitions } from './change-definitions.ts';
import { principalOf } from './check/product.ts';
import { PROPERTY_TIMEOUT_MS, runProperty, timesAsMany } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import { addMoney } from './generate/draw-money.ts';
import { drawProject } from './generate/draw-project.ts';
import { TENANTS } from './generate/draw-tables.ts';
import { addTariffs } from './generate/draw-tariffs.ts';
import { renderProject } from './render/project-files.ts';
import { renderDrop, renderTables } from './render/tables-sql.ts';

const PROJECTS = 40;
const SCHEMA = 'versions';

describeEachDatabase('versions of random projects', (open) => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = open();
    await migrate(database);
  });

  const engineOf = ({ catalog }: BuiltProject, asked: string): Engine => {
    const now = () => new Date(asked);
    const secret = 's'.repeat(32);
    const store = createPostgresStore(database, { secret, environment: 'test', now });
    return createEngine({ catalog, warehouse: createPostgresWarehouse(database), store, secret, now });
  };
  const answer = async (engine: Engine, tenant: string, metric: string): Promise<unknown> => {
    try {
      const query = { metrics: [{ metric, as: 'x' }], totals: true };
      const found = await engine.query(principalOf(tenant), query);
      return [plainRows(found), found.totals];
    } catch (error) {
      if (error instanceof SemanticError) return error.code;
      throw error;
    }
  };

  test(
    'give what they gave',
    async () => {
      const found = { same: 0, moved: 0, gone: 0, unsound: 0 };
      const named = { none: 0, changed: 0, renamed: 0 };
      const lost = { changed: 0, renamed: 0 };
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const { schema, tables, now } = addTariffs(draw, addMoney(draw, drawProject(draw)));
          const released = release(Object.fromEntries(renderProject(schema, SCHEMA)));
          const changed = changeDefinitions(released, draw);
          const edited = buildEdited(changed);
          if (!edited) {
            found.unsound += 1;
            return;
          }
          const before = buildFiles(released);
          await runScript(database, renderTables(schema, tables, SCHEMA).join(';\n'));
          try {
            const [old, current] = [engineOf(before, now), engineOf(edited, now)];
            const naming = nameVersions(release(propose(changed)), edited);
            const later = release(naming);
            const model = draw.pick([...schema.models.keys()].filter((name) => /^m\d$/.test(name)));
            const further = draw.chance(50)
              ? ({ edit: 'changed', project: buildWhatIsLeft(changeOthers(later, draw)) } as const)
              : ({ edit: 'renamed', project: buildWhatIsLeft(renameModel(later, SCHEMA, model)) } as const);
            const projects = [{ edit: 'none', project: buildFiles(naming) } as const, further];
            const engines = projects.flatMap(({ edit, project }) =>
              project ? [{ edit, project, engine: engineOf(project, now) }] : [],
            );
            for (const { name, version, isPrivate } of before.catalog.metrics.values()) {
              if (isPrivate || edited.catalog.metrics.get(name)?.version === version) continue;
              for (const tenant of TENANTS) {
                const given = await answer(old, tenant, name);
                const given1 = await answer(current, tenant, `${name}@1`);
                if (given1 === 'QUERY_VERSION_GONE') {
                  found.gone += 1;
                  continue;
                }
                expect([name, tenant, given1]).toEqual([name, tenant, given]);
                for (const { edit, engine, project } of engines) {
                  const naming1 = nameOf(`${name}@1`);
                  if (edit !== 'none' && !project.catalog.metrics.has(naming1)) {
                    lost[edit] += 1;
                    continue;
                  }
                  const again = await answer(engine, tenant, naming1);
                  expect([edit, name, tenant, again]).toEqual([edit, name, tenant, given]);
                  named[edit] += 1;
                }
                found.same += 1;
                if (JSON.stringify(await answer(current, tenant, name)) !== JSON.stringify(given))
                  found.moved += 1;
              }
            }
          } finally {
            await runScript(database, renderDrop(SCHEMA));
          }
        },
      });
      expect(found.same).toBeGreaterThan(100 * timesAsMany(3));
      // The edits do move numbers, and most versions live on.
      expect(found.moved / found.same).toBeGreaterThan(0.15);
      expect(found.gone / (found.gone + found.same)).toBeLessThan(0.3);
      expect(named.none).toBe(found.same);
      expect(lost.changed / (lost.changed + named.changed)).toBeLessThan(0.3);
      expect(lost.renamed / (lost.renamed + named.renamed)).toBeLessThan(0.3);
      expect(Math.min(named.changed, named.renamed)).toBeGreaterThan(found.same * 0.15);
    },
    PROPERTY_TIMEOUT_MS,
  );
});

/** With a metric for each old version that there is, of which it is the number. */
function nameVersions(files: Files, { catalog }: BuiltProject): Files {
  const named = [...catalog.metrics].flatMap(([key, { name, isPrivate }]) =>
    key === name || isPrivate ? [] : [[`named/${nameOf(key)}.yaml`, metricFile(nameOf(key), key)] as const],
  );
  const naming = { ...files, ...Object.fromEntries(named) };
  expect(faultsOf(naming)).toEqual([]);
  expect(faultsOf(release(naming))).toEqual([]);
  return naming;
}

/** Edits everything but the metrics that name versions. */
function changeOthers(files: Files, draw: Draw): Files {
  const kept = Object.entries(files).filter(([path]) => path.startsWith('named/'));
  return { ...changeDefinitions(files, draw), ...Object.fromEntries(kept) };
}

/** Without the metrics that name what is gone; `null` where the rest does not hold together. */
function buildWhatIsLeft(files: Files): BuiltProject | null {
  const others = Object.entries(files).filter(([path]) => !path.startsWith('named/'));
  const bare = buildEdited(Object.fromEntries(others));
  if (!bare) return null;
  const left = [...bare.catalog.metrics.keys()].map((key) => `named/${nameOf(key)}.yaml`);
  const kept = left.flatMap((path) => (files[path] === undefined ? [] : [[path, files[path]] as const]));
  return buildFiles(propose({ ...Object.fromEntries(others), ...Object.fromEntries(kept) }));
}

function nameOf(key: string): string {
  return `named_${key.replace('@', '_')}`;
}

/** `null` where the edits do not hold together. */
function buildEdited(files: Files): BuiltProject | null {
  try {
    return buildFiles(propose(files));
  } catch {
    return null;
  }
}
