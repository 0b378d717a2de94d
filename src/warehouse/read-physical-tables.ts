/** What the warehouse's own catalog says of tables, from text rows to typed data. */
import { invariant } from '../base/invariant.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import type { Inspection, SystemSubject } from '../sql/inspection.ts';
import { type PhysicalSource, sourceKey } from '../tenancy/scope.ts';
import {
  familyOf,
  type PhysicalColumn,
  type PhysicalForeignKey,
  type PhysicalKey,
  type PhysicalTable,
} from './physical-table.ts';

/** Runs one inspection. */
export type Inspect = (inspection: Inspection) => Promise<TextRows>;

type TextRow = TextRows[number];

/** By `schema.table`; what does not exist is absent. */
export async function readPhysicalTables(
  inspect: Inspect,
  sources: readonly PhysicalSource[],
): Promise<ReadonlyMap<string, PhysicalTable>> {
  if (sources.length === 0) return new Map();
  const read = (kind: SystemSubject) => inspect({ kind, sources });
  const tables = await read('tables');
  const columns = groupBySource(await read('columns'), readColumn);
  const keys = groupBySource(await read('keys'), readKey);
  const foreignKeys = groupBySource(await read('foreign_keys'), readForeignKey);
  return new Map(
    tables.map((row) => {
      const [source, rest] = [readSource(row), row.slice(2)];
      const name = sourceKey(source);
      const table: PhysicalTable = {
        source,
        kind: rest[0] === 'v' || rest[0] === 'm' ? 'view' : 'table',
        comment: rest[1] ?? null,
        columns: new Map((columns.get(name) ?? []).map((column) => [column.name, column])),
        keys: keys.get(name) ?? [],
        foreignKeys: foreignKeys.get(name) ?? [],
      };
      return [name, table];
    }),
  );
}

/** Every table and view there is, but the database's own and Vitrine's. */
export async function readTableNames(inspect: Inspect): Promise<readonly PhysicalSource[]> {
  return (await inspect({ kind: 'table_names' })).map(readSource);
}

/** The number that a row of counts has at `index`. */
export function readCount([row]: TextRows, index = 0): number {
  const text = row?.[index];
  invariant(typeof text === 'string' && /^\d+$/.test(text), 'an inspection answers with counts');
  return Number(text);
}

function groupBySource<Item>(
  rows: TextRows,
  read: (rest: TextRow) => Item,
): ReadonlyMap<string, readonly Item[]> {
  const items = new Map<string, Item[]>();
  for (const row of rows) {
    const name = sourceKey(readSource(row));
    const item = read(row.slice(2));
    const known = items.get(name);
    if (known) known.push(item);
    else items.set(name, [item]);
  }
  return items;
}

function readSource([schema, table]: TextRow): PhysicalSource {
  return { schema: schema ?? '', table: table ?? '' };
}

function readColumn(row: TextRow): PhysicalColumn {
  const [name = '', type = '', typeName = '', sort = '', notNull, readable, comment = null, labels] = row;
  const scale = /^numeric\(\d+,(-?\d+)\)$/.exec(type ?? '')?.[1];
  return {
    name: name ?? '',
    type: type ?? '',
    family: familyOf(typeName ?? '', sort ?? ''),
    scale: scale === undefined ? null : Number(scale),
    nullable: notNull !== 'true',
    readable: readable === 'true',
    comment,
    labels: typeof labels === 'string' ? readNames(labels) : null,
  };
}

function readKey([primary, columns]: TextRow): PhysicalKey {
  return { primary: primary === 'true', columns: readNames(columns) };
}

function readForeignKey([columns, schema, table, targetColumns]: TextRow): PhysicalForeignKey {
  return {
    columns: readNames(columns),
    target: readSource([schema ?? '', table ?? '']),
    targetColumns: readNames(targetColumns),
  };
}

function readNames(text: string | null | undefined): readonly string[] {
  const names: unknown = JSON.parse(text ?? '[]');
  invariant(isNameList(names), 'a list of names is a list of texts');
  return names;
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
