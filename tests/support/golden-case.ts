/**
 * What a golden file says: questions to the fixture shop with the answers, and the hand-written SQL that
 * proves them. Knows nothing of engines or databases.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { ShopAdditionsSchema } from './shop-additions.ts';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));

const strict = { additionalProperties: false } as const;
const Tenant = Type.String({ minLength: 1 });
/** Exact numbers are texts of their digits, floats are numbers. */
const CellSchema = Type.Union([Type.Null(), Type.Boolean(), Type.String(), Type.Number()]);
const BoundSchema = Type.Union([Type.Null(), Type.String()]);

const GoldenCaseSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    /** The tenants of the key that asks; `a` unless said otherwise. */
    as: Type.Optional(Type.Union([Tenant, Type.Array(Tenant, { minItems: 1 })])),
    /** What policies ask of the key, and the groups that it speaks for. */
    claims: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
    groups: Type.Optional(Type.Array(Type.String())),
    /** Definitions beside the shop's own. */
    define: Type.Optional(ShopAdditionsSchema),
    query: Type.Record(Type.String(), Type.Unknown()),
    /** The instant at which it is asked. */
    now: Type.Optional(Type.String()),
    /** An analyst's own SQL for the rows, and for the totals. */
    check_sql: Type.Optional(Type.String()),
    check_totals: Type.Optional(Type.String()),
    rows: Type.Optional(Type.Array(Type.Array(CellSchema))),
    totals: Type.Optional(Type.Array(CellSchema)),
    range: Type.Optional(Type.Object({ from: BoundSchema, to: BoundSchema }, strict)),
    partial: Type.Optional(
      Type.Array(Type.Object({ time: Type.String(), metric: Type.String(), reason: Type.String() }, strict)),
    ),
    /** Whether the limit cut rows off. */
    more: Type.Optional(Type.Boolean()),
    /** Filled when present and empty; see `golden-update.ts`. */
    plan: Type.Optional(Type.Union([Type.Null(), Type.String()])),
    sql: Type.Optional(Type.Union([Type.Null(), Type.String()])),
    /** A refusal; `hint` and `message` are parts of what is said. */
    error: Type.Optional(
      Type.Object(
        {
          code: Type.String(),
          path: Type.Optional(Type.String()),
          hint: Type.Optional(Type.String()),
          message: Type.Optional(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
);

export type GoldenCase = Static<typeof GoldenCaseSchema>;

/** One file of cases. */
export interface GoldenFile {
  readonly topic: string;
  readonly path: string;
  readonly cases: readonly GoldenCase[];
}

const golden = Compile(Type.Array(GoldenCaseSchema));

/** All golden files, by topic. @throws Error on a file that is not a list of cases */
export function loadGoldenFiles(): GoldenFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => loadGoldenFile(`${FOLDER}${name}`));
}

function loadGoldenFile(path: string): GoldenFile {
  const cases: unknown = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  if (!golden.Check(cases)) {
    const faults = golden.Errors(cases).map(({ instancePath, message }) => `${instancePath} ${message}`);
    throw new Error(`${path} is not a list of golden cases:\n${faults.join('\n')}`);
  }
  return { topic: basename(path, '.yaml'), path, cases };
}
