/** The rows of a random project as SQL that makes and drops its tables. */
import { Decimal } from '../oracle/decimal.ts';
import { type Model, need, type Schema, type Tables } from '../oracle/schema.ts';
import type { Value } from '../oracle/value.ts';

/** Statements that make the database schema `database` with all tables and rows. */
export function renderTables(schema: Schema, tables: Tables, database: string): readonly string[] {
  const statements = [`create schema ${database}`];
  for (const model of schema.models.values()) {
    const columns = [...model.columns].map(([name, type]) => `${name} ${type}`);
    statements.push(`create table ${database}.${model.name} (${columns.join(', ')})`);
  }
  return [...statements, ...renderInserts(schema, tables, database)];
}

/** Statements that put the rows into tables that are there. */
export function renderInserts(schema: Schema, tables: Tables, database: string): readonly string[] {
  return [...tables].flatMap(([name, rows]) => {
    if (rows.length === 0) return [];
    const model = need(schema.models, name);
    const values = rows.map(
      (row) =>
        `(${columnNames(model)
          .map((column) => quote(row[column] ?? null))
          .join(', ')})`,
    );
    return [
      `insert into ${database}.${name} (${columnNames(model).join(', ')}) values\n${values.join(',\n')}`,
    ];
  });
}

/** Statements that empty the tables. */
export function renderDeletes(schema: Schema, database: string): readonly string[] {
  return [...schema.models.keys()].map((name) => `delete from ${database}.${name}`);
}

export function renderDrop(database: string): string {
  return `drop schema if exists ${database} cascade`;
}

function columnNames(model: Model): readonly string[] {
  return [...model.columns.keys()];
}

function quote(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  const text = value instanceof Decimal ? value.toString() : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}
