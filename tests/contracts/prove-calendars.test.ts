/** Tables of days against what calendars need of them: each fault counted within its tenant, and told at its place. */
import { beforeAll, expect, it } from 'vitest';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { proveWarehouse, type WarehouseProof } from '../../src/proof/prove-warehouse.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { runScript } from '../support/statements.ts';

/** Of `bad`, tenant a has a day twice and lacks one; b has a period in two runs, and a day without one. */
const SCHEMA = `
  CREATE SCHEMA trade;
  CREATE TABLE trade.good (client_id text NOT NULL, day date NOT NULL, period int NOT NULL, name text);
  INSERT INTO trade.good VALUES
    ('a', '2026-01-01', 1, 'x'), ('a', '2026-01-02', 1, 'x'), ('a', '2026-01-03', 2, 'x'),
    ('b', '2026-01-02', 2, 'x'), ('b', '2026-01-03', 1, 'x');
  CREATE TABLE trade.bad (client_id text NOT NULL, day date NOT NULL, period int, name text);
  INSERT INTO trade.bad VALUES
    ('a', '2026-01-01', 1, 'x'), ('a', '2026-01-01', 2, 'x'), ('a', '2026-01-03', 3, 'x'),
    ('b', '2026-01-01', 1, 'x'), ('b', '2026-01-02', 2, 'x'), ('b', '2026-01-03', 1, 'x'), ('b', '2026-01-04', NULL, 'x');`;

const model = (name: string): string => `model: ${name}
source: trade.${name}
tenant: client_id
dimensions:
  day: { type: date }
  period: { type: integer }
  label: { type: string, formula: "upper(name)" }
  name: { type: string }
`;

const FILES = {
  'project.yaml': `project: trade
timezone: Europe/Moscow
calendars:
  right: { model: good, date: day, grains: [period, label] }
  wrong: { model: bad, date: day, grains: [name, period] }
`,
  'models/good.yaml': model('good'),
  'models/bad.yaml': model('bad'),
};

describeEachDatabase('proving calendars', (database) => {
  let proof: WarehouseProof;
  beforeAll(async () => {
    await loadSqlVerifier();
    await runScript(database(), SCHEMA);
    const { definitions, diagnostics } = parseProject(new Map(Object.entries(FILES)));
    const built = buildCatalog(definitions, diagnostics);
    if (built.catalog === null) throw new Error(JSON.stringify(built.diagnostics));
    const warehouse = createPostgresWarehouse(database());
    proof = await proveWarehouse({
      definitions,
      catalog: built.catalog,
      inspect: (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000 }),
      report: () => {},
    });
  });

  it('tells what contradicts itself, and leaves alone what does not', () => {
    const told = proof.diagnostics
      .filter(({ code }) => code === 'PROOF_CALENDAR')
      .map(({ message, position: { file, line, column } }) => `${file}:${line}:${column} ${message}`);
    expect(told).toEqual([
      'project.yaml:5:30 In the calendar wrong, days stand in it more than once (1 day).',
      'project.yaml:5:30 In the calendar wrong, days are missing between its first and its last.',
      'project.yaml:5:44 In the calendar wrong, the days of one name are no single run (1 value).',
      'project.yaml:5:50 In the calendar wrong, days have no period (1 row).',
      'project.yaml:5:50 In the calendar wrong, the days of one period are no single run (1 value).',
    ]);
  });
});
