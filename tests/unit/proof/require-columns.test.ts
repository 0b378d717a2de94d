import { expect, it } from 'vitest';
import { Findings } from '../../../src/proof/findings.ts';
import { hasColumns, isKeptUnique, requireColumn, requireColumns } from '../../../src/proof/proof-context.ts';
import type { PhysicalColumn, PhysicalTable } from '../../../src/warehouse/physical-table.ts';

const column = (name: string, readable = true): PhysicalColumn => ({
  name,
  type: 'text',
  family: 'text',
  scale: null,
  nullable: false,
  readable,
  comment: null,
  labels: null,
});

const table: PhysicalTable = {
  source: { schema: 'shop', table: 'orders' },
  kind: 'table',
  comment: null,
  columns: new Map([column('id'), column('secret', false)].map((one) => [one.name, one])),
  keys: [{ primary: true, columns: ['id', 'client_id'] }],
  foreignKeys: [],
};
const place = { position: { file: 'models/orders.yaml', line: 1, column: 1, length: 1 } };

it('tells what is not there and what may not be read', () => {
  const findings = new Findings();
  const told = { findings, place };
  expect(requireColumn(table, 'id', told)?.name).toBe('id');
  expect(requireColumns(table, ['id', 'secret', 'idd'], told)).toBeNull();
  expect(findings.diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    ['PROOF_NOT_READABLE', 'Grant it: grant select on shop.orders to the user of VITRINE_WAREHOUSE.'],
    ['PROOF_NO_COLUMN', 'Did you mean "id"?'],
  ]);
  expect([hasColumns(table, ['id']), hasColumns(table, ['id', 'secret'])]).toEqual([true, false]);
});

it('takes an index over fewer columns for a proof, and one over more for none', () => {
  expect(isKeptUnique(table, ['client_id', 'id', 'line'])).toBe(true);
  expect(isKeptUnique(table, ['id'])).toBe(false);
});
