/** Tables as the warehouse's own catalog describes them. */
import type { PhysicalSource } from '../tenancy/scope.ts';

export interface PhysicalTable {
  readonly source: PhysicalSource;
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
  /** In the table's order. */
  readonly columns: ReadonlyMap<string, PhysicalColumn>;
  /** What constraints and indexes keep unique, the primary key first. Unique columns may still be null. */
  readonly keys: readonly PhysicalKey[];
  readonly foreignKeys: readonly PhysicalForeignKey[];
}

export interface PhysicalColumn {
  readonly name: string;
  /** As the database prints it, without the domains around it: `numeric(14,2)`. */
  readonly type: string;
  readonly family: TypeFamily;
  /** Digits behind the point, where the type says. */
  readonly scale: number | null;
  readonly nullable: boolean;
  /** Whether this connection may read it. */
  readonly readable: boolean;
  readonly comment: string | null;
  /** Of an enum. */
  readonly labels: readonly string[] | null;
}

export interface PhysicalKey {
  readonly primary: boolean;
  readonly columns: readonly string[];
}

export interface PhysicalForeignKey {
  readonly columns: readonly string[];
  readonly target: PhysicalSource;
  /** Paired with `columns` by position. */
  readonly targetColumns: readonly string[];
}

/** Types that definitions treat alike. */
export type TypeFamily =
  | 'text'
  | 'char'
  | 'caseless_text'
  | 'enum'
  | 'uuid'
  | 'network'
  | 'boolean'
  | 'integer'
  | 'numeric'
  | 'float'
  | 'money'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time_of_day'
  | 'interval'
  | 'array'
  | 'other';

const FAMILIES: Readonly<Record<string, TypeFamily>> = {
  text: 'text',
  varchar: 'text',
  name: 'text',
  bpchar: 'char',
  citext: 'caseless_text',
  uuid: 'uuid',
  inet: 'network',
  cidr: 'network',
  macaddr: 'network',
  macaddr8: 'network',
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  numeric: 'numeric',
  float4: 'float',
  float8: 'float',
  money: 'money',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  time: 'time_of_day',
  timetz: 'time_of_day',
  interval: 'interval',
};

/** By the type's own name in the database's catalog, and its sort. */
export function familyOf(name: string, sort: string): TypeFamily {
  if (sort === 'array' || sort === 'enum') return sort;
  return sort === 'b' && Object.hasOwn(FAMILIES, name) ? (FAMILIES[name] ?? 'other') : 'other';
}
