/** The DDL of schema `shop`, from the tables' shapes. Names come from this folder only, never from outside. */
import type { SqlStatement } from '../postgres/postgres-database.ts';
import type { DemoTable } from './generate-demo.ts';

/** Schema, empty tables, and the table that marks how far seeding has come. */
export function createTableStatements(tables: readonly DemoTable[]): readonly SqlStatement[] {
  return [
    toStatement('create schema if not exists shop'),
    toStatement('create table shop.demo_seed (run text primary key, fingerprint text)'),
    ...tables.map(({ shape: { name, columns, primaryKey } }) =>
      toStatement(
        `create table shop.${name} (
          ${columns
            .map(([column, type]) => `${column} ${type}${primaryKey.includes(column) ? ' not null' : ''}`)
            .join(', ')},
          primary key (${primaryKey.join(', ')})
        )`,
      ),
    ),
  ];
}

/** Takes away what {@link createTableStatements} made; anything else in the schema stays. */
export function dropTableStatements(tables: readonly DemoTable[]): readonly SqlStatement[] {
  const names = [...tables.map(({ shape }) => shape.name), 'demo_seed'];
  return names.map((name) => toStatement(`drop table if exists shop.${name}`));
}

/** Indexes and statistics, which are quicker to build once the rows are in. */
export function indexTableStatements(tables: readonly DemoTable[]): readonly SqlStatement[] {
  return tables.flatMap(({ shape: { name, index } }) => [
    ...(index === null
      ? []
      : [toStatement(`create index ${name}_${index.join('_')} on shop.${name} (${index.join(', ')})`)]),
    toStatement(`analyze shop.${name}`),
  ]);
}

function toStatement(text: string): SqlStatement {
  return { text, parameters: [] };
}
