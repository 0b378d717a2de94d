/** The DDL of schema `shop`, from the tables' shapes. Names come from this folder only, never from outside. */
import type { SqlStatement } from '../postgres/postgres-database.ts';
import { DEMO_TABLES } from './demo-tables.ts';

/** Schema, empty tables, and the table that marks how far seeding has come. */
export function createTableStatements(): readonly SqlStatement[] {
  return [
    toStatement('create schema if not exists shop'),
    toStatement('create table shop.demo_seed (run text primary key, fingerprint text)'),
    ...DEMO_TABLES.map(({ name, columns, primaryKey }) =>
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
export function dropTableStatements(): readonly SqlStatement[] {
  const names = [...DEMO_TABLES.map(({ name }) => name), 'demo_seed'];
  return names.map((name) => toStatement(`drop table if exists shop.${name}`));
}

/** Indexes and statistics, which are quicker to build once the rows are in; a second time changes nothing. */
export function indexTableStatements(): readonly SqlStatement[] {
  return DEMO_TABLES.flatMap(({ name, index }) => [
    ...(index === null
      ? []
      : [
          toStatement(
            `create index if not exists ${name}_${index.join('_')} on shop.${name} (${index.join(', ')})`,
          ),
        ]),
    toStatement(`analyze shop.${name}`),
  ]);
}

function toStatement(text: string): SqlStatement {
  return { text, parameters: [] };
}
